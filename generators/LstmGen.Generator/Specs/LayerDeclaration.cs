namespace LstmGen.Generator.Specs;

/// <summary>One layer of a network as an attribute declares it: recurrent layers, or a dense one.</summary>
/// <param name="Name">What names of its tensors begin with, before a dot.</param>
/// <param name="Stack">Recurrent layers; null for a dense one.</param>
/// <param name="Dense">A dense layer; null for recurrent ones.</param>
/// <param name="Residual">Whether each layer adds what it reads to what it gives.</param>
internal sealed record LayerDeclaration(string Name, StackSpec? Stack, DenseSpec? Dense, bool Residual)
{
    /// <summary>Before names of its tensors.</summary>
    internal string Prefix => Name + ".";

    /// <summary>Values of a row that it gives.</summary>
    internal int Width => Stack?.Width ?? Dense!.Units;
}

/// <summary>A layer without memory.</summary>
/// <param name="Units">Its outputs.</param>
/// <param name="Bias">Whether it has a bias.</param>
/// <param name="Activation">What they go through; no function for none.</param>
/// <param name="Softmax">Whether they go through softmax together, after that.</param>
/// <param name="Activations">Which sigmoid and tanh.</param>
/// <param name="Unroll">How far loops are unrolled.</param>
internal sealed record DenseSpec(int Units, bool Bias, ActivationSpec Activation, bool Softmax, ActivationKind Activations, UnrollKind Unroll)
{
    internal CellSpec Cell => new(Output: Activation) { Kind = CellKind.Dense };

    /// <summary>Whether it is a product and a bias, nothing else.</summary>
    internal bool IsLinear => Activation.Function is null && !Softmax;

    /// <summary>The kernels of such a layer that reads so many features.</summary>
    internal LayerSpec Layer(int features) => new(features, Units, Activations, Unroll, Cell) { Numbers = Numbers };

    /// <summary>What kernels hold its weights as.</summary>
    internal NumbersKind Numbers { get; init; }
}
