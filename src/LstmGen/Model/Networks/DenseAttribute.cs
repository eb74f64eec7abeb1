namespace LstmGen;

/// <summary>A layer of a network without memory, f(W x + b), as torch.nn.Linear and an activation. What stands before it on the class is what it reads.</summary>
/// <param name="units">Its outputs, 1 to 65536.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute(int units) : Attribute, ILstmLayer
{
    /// <summary>Its outputs.</summary>
    public int Units { get; } = units;

    /// <summary>What names of its tensors begin with, before a dot; <c>dense</c> and its place among the layers, from 0 on, where it has none.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the layer has a bias. True by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>What its outputs go through; <see cref="LstmActivation.Affine"/>, which leaves them as they are, by default.</summary>
    public LstmActivation Activation { get; set; } = LstmActivation.Affine;

    /// <summary>alpha of <see cref="Activation"/>; NaN, the default, for that which the activation has by itself.</summary>
    public float Alpha { get; set; } = float.NaN;

    /// <summary>beta of <see cref="Activation"/>, likewise.</summary>
    public float Beta { get; set; } = float.NaN;

    /// <summary>Whether its outputs go through softmax together, after <see cref="Activation"/>. False by default: losses such as softmax with cross-entropy take what comes before.</summary>
    public bool Softmax { get; set; }

    /// <summary>Whether the layer adds what it reads to what it gives; both must be of one width. False by default.</summary>
    public bool Residual { get; set; }
}
