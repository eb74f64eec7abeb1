namespace LstmGen.Generator;

/// <summary>Names of the pipeline's steps, by which tests check what an edit re-runs.</summary>
public static class TrackingNames
{
    /// <summary>Annotated classes as values: a model, or what is wrong with it.</summary>
    public const string Parsed = nameof(Parsed);

    /// <summary>The same, after the limits on the bodies of their kernels.</summary>
    public const string Planned = nameof(Planned);

    /// <summary>What is reported to the user.</summary>
    public const string Diagnostics = nameof(Diagnostics);

    /// <summary>Models without errors.</summary>
    public const string Models = nameof(Models);

    /// <summary>Models whose file names differ in more than case.</summary>
    public const string NamedModels = nameof(NamedModels);

    /// <summary>Distinct networks of all models.</summary>
    public const string Networks = nameof(Networks);

    /// <summary>Distinct networks of models that can be trained.</summary>
    public const string TrainedNetworks = nameof(TrainedNetworks);

    /// <summary>Distinct layers of all models.</summary>
    public const string Layers = nameof(Layers);

    /// <summary>Distinct heads of all models.</summary>
    public const string Heads = nameof(Heads);

    /// <summary>Distinct layers of models that can be trained.</summary>
    public const string TrainedLayers = nameof(TrainedLayers);

    /// <summary>Distinct heads of models that can be trained.</summary>
    public const string TrainedHeads = nameof(TrainedHeads);

    /// <summary>Distinct networks of models whose steps several threads can share.</summary>
    public const string LowLatencyNetworks = nameof(LowLatencyNetworks);

    /// <summary>Distinct layers of models whose steps several threads can share.</summary>
    public const string LowLatencyLayers = nameof(LowLatencyLayers);

    /// <summary>How much source the kernels are.</summary>
    public const string Cost = nameof(Cost);

    /// <summary>Instruction sets that the project asks for, or its runtime identifier.</summary>
    public const string KernelSets = nameof(KernelSets);

    /// <summary>Weight files of the project.</summary>
    public const string WeightFiles = nameof(WeightFiles);

    /// <summary>References of weight files.</summary>
    public const string ReferenceFiles = nameof(ReferenceFiles);

    /// <summary>Which model each weight file is for.</summary>
    public const string MatchedWeights = nameof(MatchedWeights);

    /// <summary>Models with weight files, and what is wrong with those.</summary>
    public const string CheckedWeights = nameof(CheckedWeights);

    /// <summary>Models that hold their weights.</summary>
    public const string Pretrained = nameof(Pretrained);
}
