namespace LstmGen.Training;

/// <summary>
/// Some floats side by side. Loops are written once over this interface and run for every width, one float included: each operation is
/// rounded alike in all, so that the width never shows in a result.
/// </summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Number of floats.</summary>
    static abstract int Count { get; }

    /// <summary>The floats from an index on; unchecked.</summary>
    static abstract TSelf Load(ref float source, int index);

    /// <summary>Writes the floats from an index on; unchecked.</summary>
    static abstract void Store(TSelf lanes, ref float destination, int index);

    static abstract TSelf All(float value);

    static abstract TSelf AllBits(uint bits);

    /// <summary>Bits 0, 1, 2 ... of the lanes in order.</summary>
    static abstract TSelf Indices { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf Sqrt(TSelf lanes);

    /// <summary>All bits set where left is less than right; none where not, or where one is NaN.</summary>
    static abstract TSelf Less(TSelf left, TSelf right);

    /// <summary>All bits set where left, read as a signed integer, is less than right.</summary>
    static abstract TSelf LessBits(TSelf left, TSelf right);

    /// <summary>The bits of <paramref name="set"/> where the mask's are set, else of <paramref name="clear"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf set, TSelf clear);

    static abstract TSelf AddBits(TSelf left, TSelf right);

    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    static abstract TSelf MultiplyBits(TSelf left, TSelf right);

    static abstract TSelf XorBits(TSelf left, TSelf right);

    static abstract TSelf ShiftLeftBits(TSelf lanes, int count);

    /// <summary>Zeros enter from above.</summary>
    static abstract TSelf ShiftRightBits(TSelf lanes, int count);

    /// <summary>Copies of the sign enter from above.</summary>
    static abstract TSelf ShiftRightSigned(TSelf lanes, int count);
}
