using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LstmGen.Training;

namespace LstmGen;

/// <summary>
/// Q of the QR factorisation of a matrix of normal deviates, each column with the sign that makes the diagonal of R positive: uniform among the
/// matrices with orthonormal columns. By Householder reflections in double.
/// </summary>
/// <remarks>
/// That factorisation is unique, so rounding alone tells this from any other algorithm. Each column is a chain of its own of +, -, *, / and
/// square roots, and columns lie side by side in vectors: the same bits everywhere.
/// </remarks>
internal static class OrthogonalMatrix
{
    // Columns that take all reflections together while they are in the cache; four vectors of sums hide the latency of an addition.
    private const int Block = 32;

    /// <summary>A matrix whose columns, or its rows where those are fewer, are orthonormal.</summary>
    /// <param name="values">[rows, columns], written.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="key">From <see cref="CounterRandom.Key"/>.</param>
    internal static void Fill(Span<float> values, int rows, int columns, ulong key)
    {
        int tall = Math.Max(rows, columns), narrow = Math.Min(rows, columns);
        (int down, int right) = rows >= columns ? (columns, 1) : (1, columns);
        var reflections = new Reflection[narrow];
        double[] block = new double[tall * Block];
        for (int first = 0; first < narrow; first += Block)
        {
            int count = Math.Min(Block, narrow - first);
            Draw(block, tall, narrow, first, count, key);
            Factorise(block, tall, first, count, reflections);
        }

        for (int first = 0; first < narrow; first += Block)
        {
            int count = Math.Min(Block, narrow - first);
            Multiply(block, first, count, reflections);
            for (int row = 0; row < tall; row++)
            {
                for (int column = 0; column < count; column++)
                {
                    values[(row * down) + ((first + column) * right)] = (float)block[(row * Block) + column];
                }
            }
        }
    }

    /// <summary>Some columns of the normal deviates: number row narrow + column of the key.</summary>
    private static void Draw(Span<double> block, int tall, int narrow, int first, int count, ulong key)
    {
        block.Clear();
        for (int row = 0; row < tall; row++)
        {
            for (int column = 0; column < count; column++)
            {
                block[(row * Block) + column] = CounterRandom.Normal(key, ((ulong)row * (ulong)narrow) + (ulong)(first + column));
            }
        }
    }

    /// <summary>Takes the columns through the reflections of those before them, and makes their own.</summary>
    private static void Factorise(Span<double> block, int tall, int first, int count, Reflection[] reflections)
    {
        for (int before = 0; before < first; before++)
        {
            reflections[before].Apply(block[(before * Block)..]);
        }

        for (int column = 0; column < count; column++)
        {
            int row = first + column;
            double[] rest = new double[tall - row];
            for (int index = 0; index < rest.Length; index++)
            {
                rest[index] = block[((row + index) * Block) + column];
            }

            reflections[row] = new Reflection(rest);
            reflections[row].Apply(block[(row * Block)..]);
        }
    }

    /// <summary>Some columns of Q: those of the unit matrix, with the signs of R, through all reflections from the last to the first.</summary>
    private static void Multiply(Span<double> block, int first, int count, Reflection[] reflections)
    {
        block.Clear();
        for (int column = 0; column < count; column++)
        {
            block[((first + column) * Block) + column] = reflections[first + column].Sign;
        }

        for (int each = first + count - 1; each >= 0; each--)
        {
            reflections[each].Apply(block[(each * Block)..]);
        }
    }

    /// <summary>I - factor v v^T, which turns a column into a multiple of the first unit vector.</summary>
    private readonly struct Reflection
    {
        private readonly double[] _v;
        private readonly double _factor;

        /// <summary>The reflection of a column; takes its memory.</summary>
        internal Reflection(double[] column)
        {
            double squares = 0;
            foreach (double value in column)
            {
                squares += value * value;
            }

            // v = column + sign norm e, without cancellation; then v v = 2 norm (norm + |first|), and the column becomes -sign norm e.
            double norm = Math.Sqrt(squares), start = column[0];
            Sign = start < 0 ? 1 : -1;
            column[0] = start - (Sign * norm);
            (_v, _factor) = (column, norm > 0 ? 1 / (norm * (norm + Math.Abs(start))) : 0);
        }

        /// <summary>The sign of what the column becomes.</summary>
        internal double Sign { get; }

        /// <summary>Reflects the columns of a block from the row on where v starts.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void Apply(Span<double> block)
        {
            ref double start = ref MemoryMarshal.GetReference(block[..(_v.Length * Block)]);
            ref double row = ref start;
            Vector512<double> a = default, b = default, c = default, d = default;
            foreach (double v in _v)
            {
                Vector512<double> each = Vector512.Create(v);
                a += each * Vector512.LoadUnsafe(ref row);
                b += each * Vector512.LoadUnsafe(ref row, 8);
                c += each * Vector512.LoadUnsafe(ref row, 16);
                d += each * Vector512.LoadUnsafe(ref row, 24);
                row = ref Unsafe.Add(ref row, Block);
            }

            Vector512<double> factor = Vector512.Create(_factor);
            (a, b, c, d) = (a * factor, b * factor, c * factor, d * factor);
            row = ref start;
            foreach (double v in _v)
            {
                Vector512<double> each = Vector512.Create(v);
                (Vector512.LoadUnsafe(ref row) - (each * a)).StoreUnsafe(ref row);
                (Vector512.LoadUnsafe(ref row, 8) - (each * b)).StoreUnsafe(ref row, 8);
                (Vector512.LoadUnsafe(ref row, 16) - (each * c)).StoreUnsafe(ref row, 16);
                (Vector512.LoadUnsafe(ref row, 24) - (each * d)).StoreUnsafe(ref row, 24);
                row = ref Unsafe.Add(ref row, Block);
            }
        }
    }
}
