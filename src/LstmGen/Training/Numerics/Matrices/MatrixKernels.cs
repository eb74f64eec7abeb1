using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LstmGen.Dynamic;

namespace LstmGen.Training;

/// <summary>
/// Products of matrices, and of rows whose floats are a multiple of 16, on one width of vectors. Chains of up to 128 multiply-adds from +0 are added one after another
/// to what a sum starts from; a product of two rows is 16 partial sums by index mod 16, folded 8, 4, 2, 1. So the width never shows.
/// </summary>
internal abstract class MatrixKernels
{
    /// <summary>Rows of a packed panel of the left factor.</summary>
    internal const int PanelRows = 6;

    private static readonly MatrixKernels s_512 = new Of<Lanes512>(), s_256 = new Of<Lanes256>(), s_128 = new Of<Lanes128>(), s_exact = new Of<ExactLanes>();

    /// <summary>Those that this processor can run, best first.</summary>
    internal static MatrixKernels[] All { get; } =
    [
        .. Vector512.IsHardwareAccelerated ? [s_512] : (MatrixKernels[])[],
        .. Vector256.IsHardwareAccelerated ? [s_256] : (MatrixKernels[])[],
        .. Vector256.IsHardwareAccelerated || RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? [s_128] : (MatrixKernels[])[],
        s_exact,
    ];

    /// <summary>What blocks are made with.</summary>
    internal static MatrixKernels Best => All[0];

    /// <summary>Columns of a packed panel of the right factor.</summary>
    internal abstract int PanelColumns { get; }

    /// <summary>Some rows times some panels, over one block of terms.</summary>
    /// <param name="a">Packed panels of rows.</param>
    /// <param name="b">The right factor.</param>
    /// <param name="firstTerm">The first term of the block.</param>
    /// <param name="panels">Panels of columns.</param>
    /// <param name="start">What the first column of a row starts from in the first block, padded; null: from what <paramref name="c"/> holds.</param>
    /// <param name="c">Written: rows one after another.</param>
    /// <param name="firstRow">The first row in <paramref name="c"/>.</param>
    /// <param name="rows">Number of rows.</param>
    internal abstract void Multiply(ref float a, PackedMatrix b, int firstTerm, Range panels, float[]? start, in MatrixView c, int firstRow, int rows);

    /// <summary>The product of two rows.</summary>
    internal abstract float Dot(ref float a, ref float b, int length);

    /// <summary>sum += factor x, fused.</summary>
    internal abstract void AddScaled(ref float sum, ref float x, float factor, int length);

    private sealed class Of<TLanes> : MatrixKernels
        where TLanes : struct, IKernelLanes<TLanes>
    {
        internal override int PanelColumns => MatrixTile<TLanes>.Columns;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override void Multiply(ref float a, PackedMatrix b, int firstTerm, Range panels, float[]? start, in MatrixView c, int firstRow, int rows)
        {
            int terms = Math.Min(PackedMatrix.Block, b.Terms - firstTerm), width = PanelColumns;
            Span<float> edge = stackalloc float[PanelRows * 2 * 16];
            for (int panel = panels.Start.Value; panel < panels.End.Value; panel++)
            {
                int column = panel * width, columns = Math.Min(width, b.Columns - column);
                for (int row = 0; row < rows; row += PanelRows)
                {
                    ref float left = ref Unsafe.Add(ref a, row * terms);
                    ref float sums = ref c.At(firstRow + row, column);
                    nint stride = c.RowStride;
                    ref float from = ref sums;
                    nint fromStride = stride;
                    if (start is not null)
                    {
                        from = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(start), column);
                        fromStride = 0;
                    }

                    if (columns == width && rows - row >= PanelRows)
                    {
                        MatrixTile<TLanes>.Apply(ref left, ref b.At(firstTerm, panel), terms, ref from, fromStride, ref sums, stride);
                        continue;
                    }

                    int rowsLeft = Math.Min(PanelRows, rows - row);
                    for (int at = 0; at < rowsLeft; at++)
                    {
                        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref from, at * fromStride), columns).CopyTo(edge[(at * width)..]);
                    }

                    MatrixTile<TLanes>.Apply(ref left, ref b.At(firstTerm, panel), terms, ref edge[0], width, ref edge[0], width);
                    for (int at = 0; at < rowsLeft; at++)
                    {
                        edge.Slice(at * width, columns).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref sums, at * stride), columns));
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override float Dot(ref float a, ref float b, int length)
        {
            Span<float> sums = stackalloc float[16];
            for (int lane = 0; lane < 16; lane += TLanes.Count)
            {
                TLanes partial = TLanes.All(0);
                for (int at = lane; at < length; at += 16)
                {
                    partial = TLanes.MultiplyAdd(TLanes.Load(ref a, at), TLanes.Load(ref b, at), partial);
                }

                TLanes.Store(partial, ref sums[0], lane);
            }

            return PartialSum.Fold(ref sums[0]);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override void AddScaled(ref float sum, ref float x, float factor, int length)
        {
            TLanes each = TLanes.All(factor);
            for (int at = 0; at < length; at += TLanes.Count)
            {
                TLanes.Store(TLanes.MultiplyAdd(each, TLanes.Load(ref x, at), TLanes.Load(ref sum, at)), ref sum, at);
            }
        }
    }
}
