namespace LstmGen.Generator.Specs;

/// <summary>Which sigmoid and tanh; the values are those of LstmGen.LstmActivations.</summary>
internal enum ActivationKind
{
    Accurate = 0,
    Fast = 1,
}

/// <summary>How far loops are unrolled; the values are those of LstmGen.LstmUnroll.</summary>
internal enum UnrollKind
{
    Auto = 0,
    Loop = 1,
    Full = 2,
}

/// <summary>What gates go through; the values are those of LstmGen.LstmGateActivation.</summary>
internal enum GateActivationKind
{
    Sigmoid = 0,
    HardSigmoid = 1,
}

/// <summary>The kernels of one layer depend on this alone: layers that are equal here share them, across models too.</summary>
/// <param name="Input">Features of a row of inputs.</param>
/// <param name="Hidden">Units.</param>
/// <param name="Activations">Which sigmoid and tanh.</param>
/// <param name="Unroll">How far loops are unrolled.</param>
/// <param name="Cell">The equations.</param>
/// <param name="Projected">Whether the rows that it reads are where its sums start, inputs and bias in them, instead of inputs; packed weights are the same.</param>
internal sealed record LayerSpec(
    int Input, int Hidden, ActivationKind Activations, UnrollKind Unroll, CellSpec Cell = default, bool Projected = false)
{
    /// <summary>Products that a sum of a step has.</summary>
    internal int Terms => Projected ? Hidden : Input + Hidden;
}

/// <summary>The kernel of a linear head depends on this alone.</summary>
internal sealed record HeadSpec(int Hidden, int Output);

/// <summary>One annotated class, as an equatable value: no symbol goes past this point.</summary>
internal sealed record ModelSpec(
    TypeSpec Type, int Hidden, int Layers, int Input, int Output, bool Bias, ActivationKind Activations, UnrollKind Unroll,
    CellSpec Cell, bool Training = true, int Tokens = 0)
{
    /// <summary>A class of which nothing is said.</summary>
    internal static ModelSpec Default(TypeSpec type) => new(
        type, Hidden: 0, Layers: 1, Input: 1, Output: 0, Bias: true, ActivationKind.Accurate, UnrollKind.Auto, new(Peepholes: false, CoupledGates: false));

    /// <summary>A layer of this size and these options that reads so many features.</summary>
    internal LayerSpec Layer(int features) => new(features, Hidden, Activations, Unroll, Cell);
}

/// <summary>Where the generated half of a partial class goes.</summary>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Containing">Headers of the containing types, outermost first, such as "partial class Outer".</param>
/// <param name="Declaration">Header of the class itself without base list, such as "partial class Forecaster".</param>
/// <param name="Name">Its simple name, escaped where it is a keyword.</param>
/// <param name="FullName">By which weights know it, such as <c>Weather.Outer+Forecaster</c>.</param>
/// <param name="HintName">A file name unique within the compilation, without the ending.</param>
internal sealed record TypeSpec(string Namespace, EquatableArray<string> Containing, string Declaration, string Name, string FullName, string HintName);
