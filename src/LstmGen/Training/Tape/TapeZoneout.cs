using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>
/// Zoneout of one pass: which units keep h or c of the step before, at random in training and in the mean else. Masks follow from the seed, the pass and the place alone,
/// so the backward pass makes them again. What a step gave for c is kept, since its backward step needs it.
/// </summary>
internal sealed class TapeZoneout
{
    private readonly LstmTapeOptions _options;
    private readonly LstmNode[] _nodes;
    private readonly LstmNetworkLayout _network;
    private readonly AlignedMemory[] _cells;
    private readonly AlignedMemory[] _rows;
    private readonly AlignedMemory[] _past;
    private readonly bool _any;
    private long _pass;
    private bool _random;

    internal TapeZoneout(LstmTapeOptions options, LstmNetworkLayout network)
    {
        (_options, _nodes, _network) = (options, network.Nodes, network);
        (_cells, _rows, _past) = (new AlignedMemory[_nodes.Length], new AlignedMemory[_nodes.Length], new AlignedMemory[_nodes.Length]);
        for (int node = 0; node < _nodes.Length; node++)
        {
            bool cells = _nodes[node].CellZoneout > 0;
            int stride = cells ? _network.CellStrideOf(_nodes[node]) : 0;
            _any |= _nodes[node].Zones;
            _cells[node] = new AlignedMemory(checked(options.Steps * options.Batch * stride));
            _rows[node] = new AlignedMemory(_nodes[node].Zones ? checked(options.Batch * Math.Max(stride, _nodes[node].Stride)) : 0);
            _past[node] = new AlignedMemory(checked(options.Batch * stride));
            FloatsPerRowAndStep += stride;
        }
    }

    internal int FloatsPerRowAndStep { get; }

    /// <summary>Starts a pass, at random or in the mean.</summary>
    /// <returns>Whether anything is random.</returns>
    internal bool Begin(bool random, long pass)
    {
        (_pass, _random) = (pass, random && _any);
        return _random;
    }

    /// <summary>What a step gave for c, before zoneout; what it left, where there is none of c.</summary>
    internal ref float Cell(int node, int step, int row, ref float left)
    {
        if (_nodes[node].CellZoneout > 0)
        {
            return ref At(_cells[node], _network.CellStrideOf(_nodes[node]), step, row);
        }

        return ref left;
    }

    /// <summary>Some rows after a step.</summary>
    internal void Forward(int node, int step, int first, int count, TapeRows rows, TapeMemory memory)
    {
        LstmNode each = _nodes[node];
        if (each.CellZoneout > 0)
        {
            int stride = _network.CellStrideOf(each);
            LstmRows.Copy(ref memory.Cell(node, step + 1, first), ref At(_cells[node], stride, step, first), count * stride);
            Zone(node, step, first, count, rows, ref memory.Cell(node, step, first), ref memory.Cell(node, step + 1, first), stride, each.CellZoneout, TapeDropout.Use.CellZoneout);
        }

        if (each.HiddenZoneout > 0)
        {
            Zone(
                node, step, first, count, rows, ref memory.Hidden(node, step, first), ref memory.Hidden(node, step + 1, first), each.Stride, each.HiddenZoneout,
                TapeDropout.Use.HiddenZoneout);
        }
    }

    /// <summary>Before the backward step: the gradient of what zoneout gave becomes that of what the step gave; the rest is that of the states before.</summary>
    internal void Backward(int node, int step, int first, int count, TapeRows rows, TapeMemory memory)
    {
        LstmNode each = _nodes[node];
        for (int row = 0; each.HiddenZoneout > 0 && row < count; row++)
        {
            Span<float> dy = MemoryMarshal.CreateSpan(ref memory.HiddenGradient(node, step + 1, first + row), each.Stride);
            ZoneoutRows.Part(
                dy, Mask(node, step, first + row, rows, each.Stride, each.HiddenZoneout, TapeDropout.Use.HiddenZoneout), each.HiddenZoneout,
                MemoryMarshal.CreateSpan(ref memory.HiddenGradient(node, step, first + row), each.Stride));
        }

        for (int row = 0; each.CellZoneout > 0 && row < count; row++)
        {
            int stride = _network.CellStrideOf(each);
            Span<float> dc = MemoryMarshal.CreateSpan(ref memory.StateGradient(node, first + row), stride);
            ReadOnlySpan<float> mask = Mask(node, step, first + row, rows, stride, each.CellZoneout, TapeDropout.Use.CellZoneout);
            Span<float> past = _past[node].Span.Slice((first + row) * stride, stride);
            past.Clear();
            ZoneoutRows.Part(dc, mask, each.CellZoneout, past);
        }
    }

    /// <summary>After the backward step: adds the gradient of c before it that does not go through it.</summary>
    internal void AddCell(int node, int first, int count, TapeMemory memory)
    {
        for (int row = 0; _nodes[node].CellZoneout > 0 && row < count; row++)
        {
            int stride = _network.CellStrideOf(_nodes[node]);
            Span<float> dc = MemoryMarshal.CreateSpan(ref memory.StateGradient(node, first + row), stride);
            NodeRows.Add(dc, _past[node].Span.Slice((first + row) * stride, stride), dc);
        }
    }

    private void Zone(
        int node, int step, int first, int count, TapeRows rows, ref float before, ref float after, int stride, float rate, TapeDropout.Use use)
    {
        if (!_random)
        {
            LstmRows.Mix(ref before, ref after, rate, count * stride);
            return;
        }

        for (int row = 0; row < count; row++)
        {
            ZoneoutRows.Keep(
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref before, (nint)row * stride), stride), MemoryMarshal.CreateSpan(ref Unsafe.Add(ref after, (nint)row * stride), stride),
                Mask(node, step, first + row, rows, stride, rate, use));
        }
    }

    /// <summary>The mask of a row at a step; empty where nothing is random.</summary>
    private ReadOnlySpan<float> Mask(int node, int step, int row, TapeRows rows, int stride, float rate, TapeDropout.Use use)
    {
        if (!_random)
        {
            return [];
        }

        Span<float> mask = Row(node, row, stride);
        long place = (step * (long)_options.Batch) + rows.Source(row);
        DropoutMask.Fill(mask, rate, TapeDropout.Key(_options, _pass, use, _nodes[node].State), (ulong)(place * stride));
        return mask;
    }

    private Span<float> Row(int node, int row, int stride) => MemoryMarshal.CreateSpan(ref At(_rows[node], stride, 0, row), stride);

    private ref float At(AlignedMemory memory, int stride, int step, int row) => ref Unsafe.Add(ref memory.Reference, (nint)((step * _options.Batch) + row) * stride);
}
