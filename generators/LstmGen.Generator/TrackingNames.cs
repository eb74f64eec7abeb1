namespace LstmGen.Generator;

/// <summary>Names of the pipeline's steps, by which tests check what an edit re-runs.</summary>
public static class TrackingNames
{
    /// <summary>Annotated classes as values: a model, or what is wrong with it.</summary>
    public const string Parsed = nameof(Parsed);

    /// <summary>The same, after the limits on method bodies.</summary>
    public const string Checked = nameof(Checked);

    /// <summary>What is reported to the user.</summary>
    public const string Diagnostics = nameof(Diagnostics);

    /// <summary>Models without errors.</summary>
    public const string Models = nameof(Models);

    /// <summary>Models whose file names differ in more than case.</summary>
    public const string NamedModels = nameof(NamedModels);

    /// <summary>Distinct networks of all models.</summary>
    public const string Networks = nameof(Networks);

    /// <summary>Distinct layers of all models.</summary>
    public const string Layers = nameof(Layers);

    /// <summary>Distinct heads of all models.</summary>
    public const string Heads = nameof(Heads);

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
