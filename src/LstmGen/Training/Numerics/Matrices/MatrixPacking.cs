using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>Puts lines of a matrix side by side: for each term the factors of all lines of a panel.</summary>
internal static class MatrixPacking
{
    /// <param name="lines">A line a row, a term a column.</param>
    /// <param name="firstLine">The first line of the panel.</param>
    /// <param name="count">Lines there are; the rest of the panel becomes zeros.</param>
    /// <param name="width">Lines of a panel.</param>
    /// <param name="firstTerm">The first term.</param>
    /// <param name="terms">Number of terms.</param>
    /// <param name="to">[terms, width], written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Panel(in MatrixView lines, int firstLine, int count, int width, int firstTerm, int terms, ref float to)
    {
        if (count < width)
        {
            for (int at = 0; at < terms * width; at++)
            {
                Unsafe.Add(ref to, at) = 0;
            }
        }

        ref float first = ref lines.At(firstLine, firstTerm);
        nint lineStride = lines.RowStride, termStride = lines.ColumnStride;
        if (lineStride == 1)
        {
            for (int term = 0; term < terms; term++)
            {
                for (int line = 0; line < count; line++)
                {
                    Unsafe.Add(ref to, line) = Unsafe.Add(ref first, line);
                }

                first = ref Unsafe.Add(ref first, termStride);
                to = ref Unsafe.Add(ref to, width);
            }

            return;
        }

        for (int line = 0; line < count; line++)
        {
            ref float from = ref Unsafe.Add(ref first, line * lineStride);
            ref float into = ref Unsafe.Add(ref to, line);
            for (int term = 0; term < terms; term++)
            {
                into = from;
                from = ref Unsafe.Add(ref from, termStride);
                into = ref Unsafe.Add(ref into, width);
            }
        }
    }
}
