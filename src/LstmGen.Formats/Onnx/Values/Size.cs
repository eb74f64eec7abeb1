namespace LstmGen.Formats.Onnx;

/// <summary>A number of a graph that is known, or the size of axes, or neither.</summary>
internal readonly record struct Size
{
    private readonly Axis[]? _axes;
    private readonly long _number;

    private Size(long number, Axis[]? axes) => (_number, _axes) = (number, axes);

    /// <summary>A number that depends on what nobody knows here.</summary>
    internal static Size Unknown { get; } = new(0, null);

    /// <summary>The axes that it is the size of; none where it is no size of axes.</summary>
    internal IReadOnlyList<Axis> Axes => _axes ?? [];

    internal bool IsUnknown => _axes is null;

    /// <summary>Its value, where that is known.</summary>
    internal long? Known
    {
        get
        {
            long product = _number;
            foreach (Axis axis in Axes)
            {
                if (axis.Size is not { } size || Math.BigMul(product, size) is var whole && (whole > long.MaxValue || whole < long.MinValue))
                {
                    return null;
                }

                product *= size;
            }

            return IsUnknown ? null : product;
        }
    }

    public static implicit operator Size(long number) => new(number, []);

    internal static Size Of(IEnumerable<Axis> axes) => new(1, [.. axes]);

    /// <summary>Sum, difference, product, quotient.</summary>
    internal static Size Combine(Size left, Size right, string operation)
    {
        if (operation == "Mul" && (left.Known == 0 || right.Known == 0))
        {
            return 0;
        }

        if (operation == "Mul" && left._axes is { Length: < 8 } && right._axes is { Length: < 8 } && left._number == 1 && right._number == 1)
        {
            return new(1, [.. left._axes, .. right._axes]);
        }

        if (left.Known is not { } a || right.Known is not { } b)
        {
            return operation == "Mul" && left.Known == 1 ? right : operation is "Mul" or "Div" && right.Known == 1 || operation is "Add" or "Sub" && right.Known == 0 ? left : Unknown;
        }

        Int128 result = operation switch
        {
            "Add" => (Int128)a + b,
            "Sub" => (Int128)a - b,
            "Mul" => (Int128)a * b,
            _ => b == 0 ? Int128.MaxValue : (Int128)a / b,
        };
        return result >= long.MinValue && result <= long.MaxValue ? (long)result : Unknown;
    }

    /// <summary>1 where both are the same, 0 where they are not: the size of an axis that is not known is no certain number.</summary>
    internal static Size Compare(Size left, Size right)
        => left.IsUnknown || right.IsUnknown ? Unknown
            : left.Known is { } a && right.Known is { } b ? (a == b ? 1 : 0)
            : left._number == right._number && left.Axes.SequenceEqual(right.Axes) ? 1 : 0;
}
