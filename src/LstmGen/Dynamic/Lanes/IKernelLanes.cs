namespace LstmGen.Dynamic;

/// <summary>Some floats side by side, as kernels of networks need them: every operation is rounded alike on every width and instruction set.</summary>
internal interface IKernelLanes<TSelf>
    where TSelf : struct, IKernelLanes<TSelf>
{
    /// <summary>Number of floats: divides 16.</summary>
    static abstract int Count { get; }

    /// <summary>The floats from an index on; unchecked.</summary>
    static abstract TSelf Load(ref float source, int index);

    /// <summary>Writes the floats from an index on; unchecked.</summary>
    static abstract void Store(TSelf lanes, ref float destination, int index);

    static abstract TSelf All(float value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf Sqrt(TSelf lanes);

    /// <summary>All bits set where left is less than right; none where not, or where one is NaN.</summary>
    static abstract TSelf Less(TSelf left, TSelf right);

    /// <summary>The bits of <paramref name="set"/> where the mask's are set, else of <paramref name="clear"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf set, TSelf clear);

    static abstract TSelf AddBits(TSelf left, TSelf right);

    static abstract TSelf ShiftLeftBits(TSelf lanes, int count);

    /// <summary>a * b + c with one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>c - a * b with one rounding.</summary>
    static abstract TSelf NegatedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>Smaller of a and b, b where either is NaN; they are no two zeros.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>Larger of a and b, likewise.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);
}
