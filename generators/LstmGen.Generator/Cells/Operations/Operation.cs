namespace LstmGen.Generator.Cells;

/// <summary>All that is known of an operation: its value, how derivatives pass through it, and the elementary operations that compute it.</summary>
internal abstract class Operation
{
    private static readonly Dictionary<Op, Operation> s_all = new()
    {
        [Op.Constant] = new ConstantValue(),
        [Op.Add] = new Add(),
        [Op.Subtract] = new Subtract(),
        [Op.Multiply] = new Multiply(),
        [Op.Divide] = new Divide(),
        [Op.Sqrt] = new Sqrt(),
        [Op.InverseSqrt] = new InverseSqrt(),
        [Op.MultiplyAdd] = new MultiplyAdd(),
        [Op.NegatedMultiplyAdd] = new NegatedMultiplyAdd(),
        [Op.Min] = new Min(),
        [Op.Max] = new Max(),
        [Op.Select] = new Select(),
        [Op.ShiftBitsLeft] = new ShiftBitsLeft(),
        [Op.AddBits] = new AddBits(),
        [Op.Exp] = new Exp(),
        [Op.Activation] = new Activated(),
        [Op.Mean] = new Mean(),
    };

    internal static Operation Of(Op op) => s_all[op];

    /// <summary>The value, in double, of each unit of a row.</summary>
    internal virtual double[] Values(Node node, double[][] x)
        => [.. Enumerable.Range(0, x[0].Length).Select(unit => Value(node, Array.ConvertAll(x, operand => operand[unit])))];

    protected abstract double Value(Node node, double[] x);

    /// <summary>Adds to the derivatives of the operands what comes through the result.</summary>
    internal virtual void PassOn(Adjoint adjoint, Node node, Node derivative) => throw new InvalidOperationException($"{node.Op} has no derivative rule.");

    /// <summary>Elementary operations for one that is not.</summary>
    internal virtual Node Lower(Graph graph, Node node, Node[] x, ActivationChoice choice) => graph.With(node, x);
}
