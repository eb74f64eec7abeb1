using System.Runtime.CompilerServices;
using LstmGen.Kernels;
using LstmGen.Training.Tape;

namespace LstmGen.Training;

/// <summary>Products of matrices on some threads, which share the sums but never one of them: the bits are those of one thread.</summary>
internal sealed class MatrixProducts : IDisposable
{
    // So many packed rows lie in the second cache; columns are taken in such pieces that every thread gets some.
    private const int RowsTogether = 16 * MatrixKernels.PanelRows;
    private const int PanelsTogether = 64;

    private readonly TapeWorkers _workers;
    private readonly AlignedMemory[] _left;
    private readonly Action<int> _multiply, _pack;
    private MatrixView _a, _c;
    private PackedMatrix _b = null!;
    private float[]? _start;
    private int _rows, _panels, _next;

    internal MatrixProducts(int threads, MatrixKernels kernels)
    {
        Kernels = kernels;
        _workers = new TapeWorkers(threads);
        _left = new AlignedMemory[threads];
        for (int thread = 0; thread < threads; thread++)
        {
            _left[thread] = new AlignedMemory(RowsTogether * PackedMatrix.Block);
        }

        (_multiply, _pack) = (MultiplyPart, PackPart);
    }

    internal MatrixKernels Kernels { get; }

    internal int Threads => _workers.Parts;

    /// <summary>Room for a right factor.</summary>
    internal PackedMatrix Room(int terms, int columns) => new(terms, columns, Kernels.PanelColumns);

    /// <summary>Room for what sums of a row start from; zeros.</summary>
    internal float[] Start(int columns) => new float[(columns + Kernels.PanelColumns - 1) / Kernels.PanelColumns * Kernels.PanelColumns];

    /// <summary>Runs an action of one's own, a part for each thread.</summary>
    internal void Run(Action<int> action) => _workers.Run(action);

    /// <summary>Packs a right factor: a term a row, a column a column.</summary>
    internal void Pack(in MatrixView matrix, int terms, int columns, PackedMatrix to)
    {
        matrix.Require(terms, columns);
        to.Resize(terms, columns);
        (_a, _b) = (matrix.Transposed, to);
        _workers.Run(_pack);
    }

    /// <summary>c = start + a b; without a start it is c + a b.</summary>
    /// <param name="a">[rows, terms].</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="b">[terms, columns], packed.</param>
    /// <param name="c">[rows, columns], rows one after another; written.</param>
    /// <param name="start">What each row starts from, from <see cref="Start"/>; null: from what <paramref name="c"/> holds.</param>
    internal void Multiply(in MatrixView a, int rows, PackedMatrix b, in MatrixView c, float[]? start)
    {
        a.Require(rows, b.Terms);
        c.Require(rows, b.Columns);
        (_a, _rows, _b, _c, _start, _next) = (a, rows, b, c, start, 0);
        int pieces = (rows + RowsTogether - 1) / RowsTogether, wanted = _workers.Parts == 1 ? 1 : 4 * _workers.Parts;
        _panels = Math.Clamp(b.Panels * pieces / wanted, 1, PanelsTogether);
        _workers.Run(_multiply);
    }

    public void Dispose() => _workers.Dispose();

    private void PackPart(int part)
    {
        int panel = Kernels.PanelColumns, first = Share(_b.Panels, part), end = Share(_b.Panels, part + 1);
        for (int term = 0; term < _b.Terms; term += PackedMatrix.Block)
        {
            int terms = Math.Min(PackedMatrix.Block, _b.Terms - term);
            for (int at = first; at < end; at++)
            {
                MatrixPacking.Panel(_a, at * panel, Math.Min(panel, _b.Columns - (at * panel)), panel, term, terms, ref _b.At(term, at));
            }
        }
    }

    private void MultiplyPart(int part)
    {
        int across = (_b.Panels + _panels - 1) / _panels, count = (_rows + RowsTogether - 1) / RowsTogether * across;
        ref float left = ref _left[part].Reference;
        for (int piece = Interlocked.Increment(ref _next) - 1; piece < count; piece = Interlocked.Increment(ref _next) - 1)
        {
            int row = piece / across * RowsTogether, rows = Math.Min(RowsTogether, _rows - row);
            int panel = piece % across * _panels, end = Math.Min(_b.Panels, panel + _panels);
            for (int term = 0; term < _b.Terms; term += PackedMatrix.Block)
            {
                int terms = Math.Min(PackedMatrix.Block, _b.Terms - term);
                for (int at = 0; at < rows; at += MatrixKernels.PanelRows)
                {
                    int lines = Math.Min(MatrixKernels.PanelRows, rows - at);
                    MatrixPacking.Panel(_a, row + at, lines, MatrixKernels.PanelRows, term, terms, ref Unsafe.Add(ref left, at * terms));
                }

                Kernels.Multiply(ref left, _b, term, panel..end, term == 0 ? _start : null, _c, row, rows);
            }
        }
    }

    private int Share(int count, int part) => (int)((long)count * part / _workers.Parts);
}
