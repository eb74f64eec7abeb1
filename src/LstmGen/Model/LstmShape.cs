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
        init => (field, Cell) = (value ?? LstmCellOptions.Default, (value ?? LstmCellOptions.Default).Layout);
    }
    = CellOptions ?? LstmCellOptions.Default;

    /// <summary>The cell that the options describe, as the run time knows it; generated code gives its own.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LstmCellLayout Cell { get; init; } = (CellOptions ?? LstmCellOptions.Default).Layout;

    /// <summary>Gates with weights of their own: i f g o, or three of them where they are coupled.</summary>
    public int Gates => Cell.Sums;

    /// <summary>Whether a linear head follows the last layer.</summary>
    public bool HasHead => Output > 0;

    /// <summary>Features of one output sample: <see cref="Output"/>, or <see cref="Hidden"/> without a head.</summary>
    public int OutputSize => HasHead ? Output : Hidden;

    /// <summary>Features that a layer (0 is the first) reads: <see cref="Input"/> for the first, <see cref="Hidden"/> above.</summary>
    public int LayerInput(int layer) => layer == 0 ? Input : Hidden;

    /// <summary>Trainable parameters in PyTorch's counting (two biases a layer).</summary>
    public long ParameterCount
    {
        get
        {
            long count = HasHead ? (long)Output * (Hidden + (Bias ? 1 : 0)) : 0;
            for (int layer = 0; layer < Layers; layer++)
            {
                count += (long)Hidden * ((Gates * (LayerInput(layer) + Hidden + (Bias ? Cell.Biases.Length : 0))) + Cell.Vectors.Length);
            }

            return count;
        }
    }

    /// <summary>Multiply-adds of one time step of one sequence, head included.</summary>
    public long MultiplyAddsPerStep
    {
        get
        {
            long count = (long)Output * Hidden;
            for (int layer = 0; layer < Layers; layer++)
            {
                count += (long)Hidden * ((Gates * (LayerInput(layer) + Hidden)) + Cell.Vectors.Length);
            }

            return count;
        }
    }

    /// <summary>The options of the cell in words, each after a comma.</summary>
    internal string CellWords => CellOptions.ToString() is { Length: > 0 } words ? $", {words}" : "";

    /// <summary>The layers in words, as what a file holds is told.</summary>
    internal string LayerWords => WeightHints.Words(Input, Layers, Hidden, Bias, CellOptions.Peepholes, CellOptions.Gates);

    /// <summary>Why such a model has no use for a tensor that PyTorch would know, or nothing.</summary>
    internal string ReasonUnused(string name, string head) => UnusedTensors.Reason(name, head, HasHead, Bias, CellOptions.Peepholes, CellOptions.Gates);

    /// <summary>The tensors of such a model, in PyTorch's order.</summary>
    internal List<ModelTensor> Tensors(string prefix = "", string head = "head.", bool unnumbered = false)
        => ModelTensors.List(Cell, Layers, Input, Hidden, Output, Bias, prefix, head, unnumbered);

    /// <summary>The shape in words, for messages.</summary>
    public override string ToString()
        => $"{Input} inputs, {Layers} x {Hidden} units, {(HasHead ? $"{Output} outputs" : "no head")}{(Bias ? "" : ", no bias")}"
            + (Activations == LstmActivations.Fast ? ", fast activations" : "")
            + CellWords;
}
