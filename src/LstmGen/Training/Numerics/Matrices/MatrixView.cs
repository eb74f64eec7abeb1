using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Training;

/// <summary>A matrix within an array: element (row, column) lies at Start + row RowStride + column ColumnStride.</summary>
internal readonly record struct MatrixView(float[] Values, int Start, int RowStride, int ColumnStride)
{
    /// <summary>Rows one after another.</summary>
    internal MatrixView(float[] values, int start, int rowStride)
        : this(values, start, rowStride, 1)
    {
    }

    internal MatrixView Transposed => new(Values, Start, ColumnStride, RowStride);

    /// <summary>An element; unchecked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float At(int row, int column)
        => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Values), Start + ((nint)row * RowStride) + ((nint)column * ColumnStride));

    /// <summary>Throws unless all elements lie in the array: kernels do not look.</summary>
    internal void Require(int rows, int columns)
    {
        long last = Start + ((rows - 1L) * RowStride) + ((columns - 1L) * ColumnStride);
        ArgumentOutOfRangeException.ThrowIfNegative(Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(last, Values.Length);
    }
}
