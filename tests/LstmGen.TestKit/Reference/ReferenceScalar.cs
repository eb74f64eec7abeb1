namespace LstmGen.TestKit.Reference;

/// <summary>
/// A number that remembers what it was made of, in double: gradients by going back over all operations, one by one. As slow and as plain as can be; nothing of the
/// generator.
/// </summary>
internal sealed class ReferenceScalar(double value, params (ReferenceScalar Operand, double Slope)[] operands)
{
    internal double Value { get; } = value;

    /// <summary>The derivative of the loss with respect to it.</summary>
    internal double Gradient { get; set; }

    public static implicit operator ReferenceScalar(double value) => new(value);

    public static ReferenceScalar operator +(ReferenceScalar a, ReferenceScalar b) => new(a.Value + b.Value, (a, 1), (b, 1));

    public static ReferenceScalar operator -(ReferenceScalar a, ReferenceScalar b) => new(a.Value - b.Value, (a, 1), (b, -1));

    public static ReferenceScalar operator *(ReferenceScalar a, ReferenceScalar b) => new(a.Value * b.Value, (a, b.Value), (b, a.Value));

    public static ReferenceScalar operator /(ReferenceScalar a, ReferenceScalar b) => new(a.Value / b.Value, (a, 1 / b.Value), (b, -a.Value / (b.Value * b.Value)));

    internal ReferenceScalar Exp() => new(Math.Exp(Value), (this, Math.Exp(Value)));

    internal ReferenceScalar Sqrt() => new(Math.Sqrt(Value), (this, 0.5 / Math.Sqrt(Value)));

    internal ReferenceScalar Through(ReferenceActivation activation) => new(activation.Value(Value), (this, activation.Slope(Value)));

    internal ReferenceScalar Within(double bound) => Math.Abs(Value) < bound ? this : new ReferenceScalar(Math.Clamp(Value, -bound, bound));

    internal static ReferenceScalar Max(ReferenceScalar a, ReferenceScalar b) => a.Value < b.Value ? b : a;

    /// <summary>Adds to the gradients of all that some numbers were made of.</summary>
    internal static void Backward(IEnumerable<(ReferenceScalar Result, double Gradient)> results)
    {
        var order = new List<ReferenceScalar>();
        var seen = new HashSet<ReferenceScalar>();
        foreach ((ReferenceScalar result, double gradient) in results)
        {
            result.Gradient += gradient;
            result.Order(seen, order);
        }

        foreach (ReferenceScalar each in Enumerable.Reverse(order))
        {
            foreach ((ReferenceScalar operand, double slope) in each.Operands)
            {
                operand.Gradient += each.Gradient * slope;
            }
        }
    }

    private (ReferenceScalar Operand, double Slope)[] Operands { get; } = operands;

    /// <summary>Operands come before what is made of them. A sum may be a long chain: no recursion.</summary>
    private void Order(HashSet<ReferenceScalar> seen, List<ReferenceScalar> order)
    {
        var stack = new Stack<(ReferenceScalar Scalar, int Next)>();
        if (seen.Add(this))
        {
            stack.Push((this, 0));
        }

        while (stack.Count > 0)
        {
            (ReferenceScalar scalar, int next) = stack.Pop();
            if (next == scalar.Operands.Length)
            {
                order.Add(scalar);
                continue;
            }

            stack.Push((scalar, next + 1));
            if (seen.Add(scalar.Operands[next].Operand))
            {
                stack.Push((scalar.Operands[next].Operand, 0));
            }
        }
    }
}
