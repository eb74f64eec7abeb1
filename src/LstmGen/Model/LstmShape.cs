using System.ComponentModel;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>What a model class was compiled for.</summary>
/// <param name="Input">Features of one input sample.</param>
/// <param name="Hidden">Units per layer.</param>
/// <param name="Layers">Stacked layers.</param>
/// <param name="Output">Outputs of the linear head; 0 for no head.</param>
/// <param name="Bias">Whether layers and head have biases.</param>
/// <param name="Activations">Which sigmoid and tanh the model computes.</param>
/// <param name="CellOptions">What happens inside of a cell; null for the LSTM of torch.nn.LSTM.</param>
public sealed record LstmShape(
    int Input, int Hidden, int Layers = 1, int Output = 0, bool Bias = true,
    LstmActivations Activations = LstmActivations.Accurate, LstmCellOptions? CellOptions = null)
{
    /// <summary>What happens inside of a cell.</summary>
    public LstmCellOptions CellOptions
    {
        get;
        init => field = value ?? LstmCellOptions.Default;
    }
    = CellOptions ?? LstmCellOptions.Default;

    private readonly LstmParts? _given;
    private LstmParts? _parts;

    private LstmShape(LstmShape other)
    {
        (Input, Hidden, Layers, Output, Bias) = (other.Input, other.Hidden, other.Layers, other.Output, other.Bias);
        (Activations, CellOptions) = (other.Activations, other.CellOptions);
        (Projection, Direction, Merge, Outputs, Weights, EmbeddedTokens, _given) = (other.Projection, other.Direction, other.Merge, other.Outputs, other.Weights, other.EmbeddedTokens, other._given);
    }

    /// <summary>Outputs that a layer projects h to in one direction (<c>proj_size</c>); 0 for none: it gives h itself.</summary>
    public int Projection { get; init; }

    /// <summary>In which order of time layers read.</summary>
    public LstmDirection Direction { get; init; }

    /// <summary>What becomes of the outputs of two directions.</summary>
    public LstmMerge Merge { get; init; }

    /// <summary>Of which steps there are outputs.</summary>
    public LstmOutputs Outputs { get; init; }

    /// <summary>What kernels hold the weights of layers as.</summary>
    public LstmNumbers Weights { get; init; }

    /// <summary>Number of different tokens that have a vector of <see cref="Input"/> values each, trained with the model; 0 for none.</summary>
    public int EmbeddedTokens { get; init; }

    /// <summary>Number of different tokens where inputs are such: of one-hot vectors their features.</summary>
    internal int Vocabulary => EmbeddedTokens > 0 ? EmbeddedTokens : Input;

    /// <summary>The parts of the network that the options describe, as the run time knows them; generated code gives those of networks of several kinds of layers.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LstmParts Parts
    {
        get => _given ?? (_parts ??= Stack());
        init => _given = value;
    }

    /// <summary>Sums of a unit of the first recurrent layer: of an LSTM the gates with weights of their own, i f g o, or three of them where they are coupled.</summary>
    public int Gates => Parts.Recurrent[0].Cell.Sums;

    /// <summary>Whether a linear head follows the last layer.</summary>
    public bool HasHead => Output > 0;

    /// <summary>Features of one output sample: <see cref="Output"/>, or what the last layer gives.</summary>
    public int OutputSize => Parts.OutputSize;

    /// <summary>Features that a layer reads: <see cref="Input"/> for the first; where layers have two directions each is counted.</summary>
    public int LayerInput(int layer) => Parts.Recurrent[layer].Features;

    /// <summary>Trainable parameters in PyTorch's counting (two biases a layer).</summary>
    public long ParameterCount
    {
        get
        {
            long count = 0;
            foreach (LstmPart part in Parts.All)
            {
                count += ((long)part.Rows * (part.Features + part.RecurrentColumns + (part.Bias ? part.Cell.Biases.Length : 0)))
                    + part.VectorValues + Projected(part) + part.InitialValues;
            }

            return count;
        }
    }

    /// <summary>Multiply-adds of one time step of one sequence, head included.</summary>
    public long MultiplyAddsPerStep
    {
        get
        {
            long count = 0;
            foreach (LstmPart part in Parts.All)
            {
                count += part.Embeds ? 0 : ((long)part.Rows * (part.Features + part.Recurrence)) + part.VectorValues + Projected(part);
            }

            return count;
        }
    }

    /// <summary>Whether outputs are of all steps of a sequence together.</summary>
    internal bool Pools => Outputs != LstmOutputs.EveryStep;

    /// <summary>Rows of outputs of so many steps of a sequence: as many, or one of all together.</summary>
    internal int OutputSteps(int steps) => Pools ? 1 : steps;

    /// <summary>Which steps there are outputs of, in words after a comma; nothing for every one.</summary>
    private string OutputsWords => Outputs switch { LstmOutputs.Last => ", last step alone", LstmOutputs.Mean => ", mean of the steps", LstmOutputs.Max => ", maximum of the steps", _ => "" };

    /// <summary>What kernels hold weights as, in words after a comma; nothing for single precision.</summary>
    private string WeightsWords => Weights == LstmNumbers.Single ? "" : $", {Weights} weights";

    /// <summary>The options of the cell in words, each after a comma.</summary>
    internal string CellWords => CellOptions.ToString() is { Length: > 0 } words ? $", {words}" : "";

    /// <summary>What makes it more than layers in one direction, each after a comma.</summary>
    internal string NetworkWords => (_given is { Words: { Length: > 0 } words } ? $", {words}" : "") + (Projection > 0 ? $", projected to {Projection}" : "")
        + Direction switch { LstmDirection.Reverse => ", backward", LstmDirection.Both => ", bidirectional", LstmDirection.BothApart => ", bidirectional, apart", _ => "" }
        + Merge switch { LstmMerge.Sum => ", sum of directions", LstmMerge.Multiply => ", product of directions", LstmMerge.Average => ", average of directions", _ => "" };

    /// <summary>The layers in words, as what a file holds is told.</summary>
    internal string LayerWords => WeightHints.Words(Input, Layers, Hidden, Bias, CellOptions.Peepholes, CellOptions.Gates, (int)CellOptions.Norm, CellOptions.LearnedInitialState, Projection, Direction >= LstmDirection.Both);

    /// <summary>Why such a model has no use for a tensor that PyTorch would know, or nothing.</summary>
    internal string ReasonUnused(string name, string head) => UnusedTensors.Reason(name, head, HasHead, Bias, CellOptions.Peepholes, CellOptions.Gates, (int)CellOptions.Norm, CellOptions.LearnedInitialState, Projection > 0, Direction >= LstmDirection.Both);

    /// <summary>The tensors of such a model, in PyTorch's order.</summary>
    internal List<ModelTensor> Tensors(string prefix = "", string head = "head.", bool unnumbered = false)
        => ModelTensors.List(Parts.All, prefix, head, unnumbered);

    /// <summary>Whether both are of one network, whatever its weights are held as and which sigmoid and tanh it has: then they have one set of parameters.</summary>
    internal bool IsSameNetwork(LstmShape other) => this == other with { Activations = Activations, Weights = Weights };

    /// <inheritdoc/>
    public bool Equals(LstmShape? other)
        => ReferenceEquals(this, other)
            || (other is not null && (Input, Hidden, Layers, Output, Bias) == (other.Input, other.Hidden, other.Layers, other.Output, other.Bias)
                && Activations == other.Activations && CellOptions == other.CellOptions
                && (Projection, Direction, Merge, Outputs, Weights, EmbeddedTokens) == (other.Projection, other.Direction, other.Merge, other.Outputs, other.Weights, other.EmbeddedTokens) && Equals(_given, other._given));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, Hidden, Layers, Output, Bias, Activations, Direction, Projection);

    private static long Projected(LstmPart part) => part.Projects ? (long)part.Outputs * part.Units : 0;

    private LstmParts Stack()
    {
        var parts = new List<LstmPart>();
        if (EmbeddedTokens > 0)
        {
            parts.Add(LstmStack.Embedding(EmbeddedTokens, Input));
        }

        int width = LstmStack.Add(
            parts, "", CellOptions.Layout, Input, Layers, Hidden, Projection > 0 ? Projection : Hidden, Bias,
            Direction >= LstmDirection.Both, Direction == LstmDirection.BothApart, Merge == LstmMerge.Concat);
        if (HasHead)
        {
            parts.Add(new LstmPart(ModelTensors.Head, "", LstmCells.Dense, width, Output, Output, Bias));
        }

        return new LstmParts("", HasHead ? Output : width, [.. parts]);
    }

    /// <summary>The shape in words, for messages.</summary>
    public override string ToString()
        => _given is { Words: { Length: > 0 } words } ? words + WeightsWords : $"{Input} inputs, {Layers} x {Hidden} units, {(HasHead ? $"{Output} outputs" : "no head")}{(Bias ? "" : ", no bias")}"
            + (Activations == LstmActivations.Fast ? ", fast activations" : "")
            + CellWords + NetworkWords + OutputsWords + WeightsWords + (EmbeddedTokens > 0 ? $", embeddings of {EmbeddedTokens} tokens" : "");
}
