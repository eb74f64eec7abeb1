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

/// <summary>In which order of time a layer reads; the values are those of LstmGen.LstmDirection.</summary>
internal enum DirectionKind
{
    Forward = 0,
    Reverse = 1,
    Both = 2,
    BothApart = 3,
}

/// <summary>What becomes of the outputs of two directions; the values are those of LstmGen.LstmMerge.</summary>
internal enum MergeKind
{
    Concat = 0,
    Sum = 1,
    Multiply = 2,
    Average = 3,
}

/// <summary>Of which steps a model gives outputs; the values are those of LstmGen.LstmOutputs.</summary>
internal enum OutputsKind
{
    EveryStep = 0,
    Last = 1,
    Mean = 2,
    Max = 3,
}

/// <summary>What kernels hold weights as; the values are those of LstmGen.LstmNumbers.</summary>
internal enum NumbersKind
{
    Single = 0,
    Int16 = 1,
    Int8 = 2,
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
    /// <summary>How many values of the step before the sums read: the units' own outputs, what a projection made of them, or 0 where nothing recurs.</summary>
    internal int Recurrence { get; init; } = Cell.Kind is CellKind.Dense or CellKind.Sums || Cell.TakesRows ? 0 : Hidden;

    /// <summary>What weights are held as; integers where sums are all that it has, or a dense layer's.</summary>
    internal NumbersKind Numbers { get; init; }

    /// <summary>Whether weights are integers.</summary>
    internal bool IsNarrow => Numbers != NumbersKind.Single;

    /// <summary>Terms of a sum whose weights lie in the 32 bits of a lane together.</summary>
    internal int TermsTogether => Numbers switch { NumbersKind.Int16 => 2, NumbersKind.Int8 => 4, _ => 1 };

    /// <summary>Groups of inputs whose weights lie in a lane together: each input by itself where weights are floats.</summary>
    internal int Groups => (Input + TermsTogether - 1) / TermsTogether;

    /// <summary>Rows of a panel before those of weights: biases, then of integers their scales and what sums start from.</summary>
    internal int LeadRows => IsNarrow ? 3 : 1;

    /// <summary>Whether it is a cell alone, over rows of sums that other layers have.</summary>
    internal bool IsCell => Cell.TakesRows;

    /// <summary>Whether it gives its sums as they stand.</summary>
    internal bool GivesSums => Cell.Kind == CellKind.Sums;

    /// <summary>Whether the values of the step before are the units' own outputs.</summary>
    internal bool ReadsItself => Recurrence == Hidden;

    /// <summary>Products that a sum of a step has.</summary>
    internal int Terms => Projected ? Recurrence : Input + Recurrence;
}

/// <summary>The kernel of a linear head depends on this alone.</summary>
internal sealed record HeadSpec(int Hidden, int Output);

/// <summary>Layers of one size and kind on top of each other.</summary>
/// <param name="Hidden">Units of a layer in one direction.</param>
/// <param name="Layers">How many.</param>
/// <param name="Bias">Whether they have biases.</param>
/// <param name="Activations">Which sigmoid and tanh.</param>
/// <param name="Unroll">How far loops are unrolled.</param>
/// <param name="Cell">The equations.</param>
/// <param name="Projection">Outputs that h is projected to; 0 for none.</param>
/// <param name="Direction">In which order of time they read.</param>
/// <param name="Merge">What becomes of the outputs of two directions.</param>
internal sealed record StackSpec(
    int Hidden, int Layers, bool Bias, ActivationKind Activations, UnrollKind Unroll, CellSpec Cell, int Projection, DirectionKind Direction, MergeKind Merge)
{
    /// <summary>Whether layers have two directions.</summary>
    internal bool IsBoth => Direction >= DirectionKind.Both;

    /// <summary>Values that the last layer gives.</summary>
    internal int Width => IsBoth && Merge == MergeKind.Concat ? 2 * Outputs : Outputs;

    /// <summary>Values that a layer gives in one direction.</summary>
    internal int Outputs => Projection > 0 ? Projection : Hidden;

    /// <summary>The kernels of a layer that reads so many features.</summary>
    internal LayerSpec Layer(int features) => new(features, Hidden, Activations, Unroll, Alone) { Recurrence = Outputs };

    /// <summary>The kernels of its sums over so many features alone, where the cell takes them by rows.</summary>
    internal LayerSpec SumsLayer(int features) => SumsLayer(features, Cell.Layout.Sums);

    /// <summary>The same of some of the sums, in rows of all.</summary>
    internal LayerSpec SumsLayer(int features, int count)
        => new(features, Hidden, default, Unroll, new() { Kind = CellKind.Sums, Count = count, CountOfRow = count == Cell.Layout.Sums ? 0 : Cell.Layout.Sums }) { Numbers = Numbers };

    /// <summary>What kernels hold the weights as.</summary>
    internal NumbersKind Numbers { get; init; }

    /// <summary>The kernels of such a cell.</summary>
    internal LayerSpec CellLayer => new(0, Hidden, Activations, UnrollKind.Auto, Alone);

    /// <summary>The kernels of its projection.</summary>
    internal LayerSpec ProjectionLayer => new(Hidden, Projection, Activations, Unroll, new() { Kind = CellKind.Dense, ProjectionClip = Cell.ProjectionClip }) { Numbers = Numbers };

    /// <summary>The same with weights held as something.</summary>
    internal StackSpec With(NumbersKind numbers) => numbers == NumbersKind.Single ? this : this with { Numbers = numbers, Cell = Cell with { SumsApart = Cell.Kind == CellKind.Lstm && Cell.Norm == NormKind.None } };

    /// <summary>One of the two halves of a cell whose reset gate comes before the product.</summary>
    internal LayerSpec HalfLayer(CellKind kind) => CellLayer with { Cell = Alone with { Kind = kind, ResetsBefore = false } };

    /// <summary>The cell without what concerns its projection, the packing of its weights, its first step or what comes after each step alone.</summary>
    private CellSpec Alone => Cell with { ProjectionClip = 0, Heads = 0, LearnedInitialState = false, HiddenZoneout = 0, CellZoneout = 0 };
}

/// <summary>One annotated class, as an equatable value: no symbol goes past this point.</summary>
internal sealed record ModelSpec(
    TypeSpec Type, int Hidden, int Layers, int Input, int Output, bool Bias, ActivationKind Activations, UnrollKind Unroll,
    CellSpec Cell, bool Training = true, int Tokens = 0)
{
    /// <summary>A class of which nothing is said.</summary>
    internal static ModelSpec Default(TypeSpec type) => new(
        type, Hidden: 0, Layers: 1, Input: 1, Output: 0, Bias: true, ActivationKind.Accurate, UnrollKind.Auto, default);

    /// <summary>Outputs that h is projected to; 0 for none.</summary>
    internal int Projection { get; init; }

    /// <summary>In which order of time layers read.</summary>
    internal DirectionKind Direction { get; init; }

    /// <summary>What becomes of the outputs of two directions.</summary>
    internal MergeKind Merge { get; init; }

    /// <summary>Values of the vector that stands for a token; 0 where a token is a one-hot vector.</summary>
    internal int Embedding { get; init; }

    /// <summary>Whether outputs are of every step, or of all steps together.</summary>
    internal OutputsKind Outputs { get; init; }

    /// <summary>The layers of a network of the long form, from the inputs on; none for the short form.</summary>
    internal EquatableArray<LayerDeclaration> Declared { get; init; }

    /// <summary>Whether the first inputs are added to the outputs, of a network.</summary>
    internal bool Skip { get; init; }

    /// <summary>Whether other attributes declare the layers.</summary>
    internal bool IsNetwork => Declared.Count > 0;

    /// <summary>Its layers.</summary>
    internal StackSpec Stack => new(Hidden, Layers, Bias, Activations, Unroll, Cell, Projection, Direction, Merge);

    /// <summary>What kernels hold the weights of layers as.</summary>
    internal NumbersKind Weights { get; init; }

    /// <summary>Whether several threads can share a step.</summary>
    internal bool LowLatency { get; init; }

    /// <summary>A layer of this size and these options that reads so many features.</summary>
    internal LayerSpec Layer(int features) => Stack.Layer(features);
}

/// <summary>Where the generated half of a partial class goes.</summary>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Containing">Headers of the containing types, outermost first, such as "partial class Outer".</param>
/// <param name="Declaration">Header of the class itself without base list, such as "partial class Forecaster".</param>
/// <param name="Name">Its simple name, escaped where it is a keyword.</param>
/// <param name="FullName">By which weights know it, such as <c>Weather.Outer+Forecaster</c>.</param>
/// <param name="HintName">A file name unique within the compilation, without the ending.</param>
internal sealed record TypeSpec(string Namespace, EquatableArray<string> Containing, string Declaration, string Name, string FullName, string HintName);
