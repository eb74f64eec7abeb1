namespace LstmGen;

/// <summary>Recurrent layers of a network, as torch.nn.LSTM has them. What stands before it on the class is what it reads.</summary>
/// <param name="hidden">Units of a layer in one direction, 1 to 4096.</param>
/// <param name="layers">Layers of this size on top of each other, 1 to 16.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LstmAttribute(int hidden, int layers = 1) : LstmCellAttribute, ILstmLayer
{
    /// <summary>Units of a layer in one direction.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>Layers of this size on top of each other.</summary>
    public int Layers { get; } = layers;

    /// <summary>What names of its tensors begin with, before a dot; <c>lstm</c> and its place among the layers, from 0 on, where it has none.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the layers have biases. True by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Outputs that a matrix of its own projects h of each layer to (<c>proj_size</c>), fewer than the units; 0, the default, for none.</summary>
    public int Projection { get; set; }

    /// <summary>In which order of time the layers read. From the first step to the last by default; a network with any other has no <c>Step</c>.</summary>
    public LstmDirection Direction { get; set; } = LstmDirection.Forward;

    /// <summary>What becomes of the outputs of two directions: side by side by default.</summary>
    public LstmMerge Merge { get; set; } = LstmMerge.Concat;

    /// <summary>Whether each layer adds what it reads to what it gives; both must be of one width. False by default.</summary>
    public bool Residual { get; set; }
}
