namespace LstmGen;

/// <summary>
/// Layers of LSTMs with exponential gates of a network (sLSTM: Beck et al. 2024, arXiv 2405.04517, equations 8 to 17), with the stabiliser:
/// c' = f c + i tanh(z), n' = f n + i, h' = sigmoid(o) c' / n', i = exp(W_i x + R_i h + b). What stands before it on the class is what it reads.
/// </summary>
/// <remarks>Rows of the tensors are i, f, z, o: <c>weight_ih_ifzo_l0</c> and so on. A state holds h, c, n and m, c and n divided by exp(m).</remarks>
/// <param name="hidden">Units of a layer in one direction, 1 to 4096.</param>
/// <param name="layers">Layers of this size on top of each other, 1 to 16.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SlstmAttribute(int hidden, int layers = 1) : Attribute, ILstmLayer
{
    /// <summary>Units of a layer in one direction.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>Layers of this size on top of each other.</summary>
    public int Layers { get; } = layers;

    /// <summary>What names of its tensors begin with, before a dot; <c>slstm</c> and its place among the layers, from 0 on, where it has none.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the layers have biases. True by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Groups of as many units, one behind the other, that read no h of the step before but their own: R has <c>Hidden / Heads</c> columns. Divides the units. 1 by default.
    /// A step multiplies with the zeros between them too.
    /// </summary>
    public int Heads { get; set; } = 1;

    /// <summary>Whether the forget gate goes through exp, as the input gate does, in place of sigmoid. False by default.</summary>
    public bool ExponentialForget { get; set; }

    /// <summary>In which order of time the layers read. From the first step to the last by default; a network with any other has no <c>Step</c>.</summary>
    public LstmDirection Direction { get; set; } = LstmDirection.Forward;

    /// <summary>What becomes of the outputs of two directions: side by side by default.</summary>
    public LstmMerge Merge { get; set; } = LstmMerge.Concat;

    /// <summary>Whether each layer adds what it reads to what it gives; both must be of one width. False by default.</summary>
    public bool Residual { get; set; }
}
