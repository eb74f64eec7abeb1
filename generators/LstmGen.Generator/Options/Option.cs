using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>
/// One argument of <c>[LstmModel]</c>: all that reading, checks, names and words need to know of it. What it means for kernels is said
/// where those are planned and written.
/// </summary>
internal abstract class Option
{
    /// <summary>All of them. Those of LstmShape come first, in the order of its parameters, then those of its cell; names and words keep this order too.</summary>
    internal static readonly Option[] All =
    [
        new InputOption(), new HiddenOption(), new LayersOption(), new OutputOption(), new BiasOption(), new ActivationsOption(),
        new PeepholesOption(), new CoupledGatesOption(),
        .. new[] { ActivationRole.Gate, ActivationRole.Candidate, ActivationRole.Output }
            .SelectMany(role => new Option[] { new ActivationOption(role), new ActivationConstantOption(role, isBeta: false), new ActivationConstantOption(role, isBeta: true) }),
        new ClipOption(), new CellClipOption(), new ProjectionClipOption(), new NormOption(), new NormEpsilonOption(), new LearnedInitialStateOption(), new HiddenZoneoutOption(), new CellZoneoutOption(), new ProjectionOption(), new DirectionOption(), new MergeOption(), new OutputsOption(), new WeightsOption(), new UnrollOption(), new TrainingOption(), new LowLatencyOption(), new TokensOption(), new EmbeddingOption(),
    ];

    /// <summary>The attribute's parameter or property.</summary>
    internal abstract string Argument { get; }

    /// <summary>Whether it decides names or shapes of tensors.</summary>
    internal virtual bool IsOfTensors => false;

    /// <summary>The model with this value, in range or not; null where the option takes no value of this type.</summary>
    internal abstract ModelSpec? With(ModelSpec model, object? value);

    /// <summary>What is wrong with the value that the model has, or null.</summary>
    internal virtual OptionFault? Fault(ModelSpec model) => null;

    /// <summary>Argument of LstmShape; nothing where the default does or the shape does not have it.</summary>
    internal virtual string Shape(ModelSpec model) => "";

    /// <summary>Such a property of LstmShape that its constructor does not set.</summary>
    internal virtual string ShapeProperty(ModelSpec model) => "";

    /// <summary>Part of the names of a layer's kernels.</summary>
    internal virtual string Name(LayerSpec layer) => "";

    /// <summary>The value in words, of a layer; nothing where that goes without saying.</summary>
    internal virtual string Words(LayerSpec layer) => "";

    /// <summary>The same, of a model.</summary>
    internal virtual string Words(ModelSpec model) => Words(model.Layer(model.Input));
}
