namespace LstmGen.Generator.Cells;

/// <summary>What the equations of a cell are written with.</summary>
internal sealed class Equations(Cell cell)
{
    internal Graph Graph { get; } = new();

    internal Node[] Kept { get; } = new Node[cell.Sums.Count];

    internal Node One => Graph.One;

    internal Node Sum(string name) => Graph.Input(new(QuantityKind.Sum, At(cell.Sums, name)), name);

    /// <summary>A sum over the inputs alone.</summary>
    internal Node OfInputs(string name) => Graph.Input(new(QuantityKind.Sum, At(cell.Sums, name)), $"x{name}");

    /// <summary>A sum over h alone.</summary>
    internal Node OfHidden(string name) => Graph.Input(new(QuantityKind.Sum, cell.Sums.Count + At(cell.Sums, name)), $"h{name}");

    internal Node Before(string state) => Graph.Input(new(QuantityKind.Before, At(cell.States, state)), state);

    internal Node Vector(string name) => Graph.Input(new(QuantityKind.Vector, At(cell.Vectors, name)), "p" + name.Replace("_", ""));

    /// <summary>Leaves a value on the tape, in the place of a sum.</summary>
    internal Node Keep(string sum, Node value) => Kept[At(cell.Sums, sum)] = value;

    /// <summary>A value between a bound and its negative; the value itself where there is no bound.</summary>
    internal Node Within(float bound, Node x, string name)
        => bound == 0 ? x : Graph.Min(Graph.Constant(name, bound), Graph.Max(Graph.Constant($"minus{char.ToUpperInvariant(name[0])}{name.Substring(1)}", -bound), x));

    internal Node Apply(Activation activation, Node x) => Graph.Apply(activation, x);

    internal Node Sigmoid(Node x) => Graph.Apply(Activation.Sigmoid, x);

    internal Node Tanh(Node x) => Graph.Apply(Activation.Tanh, x);

    internal Node Multiply(Node a, Node b) => Graph.Multiply(a, b);

    internal Node MultiplyAdd(Node a, Node b, Node c) => Graph.MultiplyAdd(a, b, c);

    internal Node Add(Node a, Node b) => Graph.Add(a, b);

    internal Node Subtract(Node a, Node b) => Graph.Subtract(a, b);

    private static int At(IEnumerable<string> names, string name)
        => names.Select((each, at) => each == name ? at : -1).DefaultIfEmpty(-1).Max() is >= 0 and int place ? place : throw new ArgumentException($"The cell has no {name}.");
}
