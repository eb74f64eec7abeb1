using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>The rows of a batch in order of falling length, with their states copied into that order.</summary>
internal readonly ref struct RaggedRows
{
    private readonly LstmScratch _scratch;
    private readonly ref float _state;
    private readonly Span<int> _order;
    private readonly Span<int> _lengths;

    private RaggedRows(LstmState state, ref float memory, LstmScratch scratch)
    {
        State = state;
        _scratch = scratch;
        _state = ref memory;
        _order = scratch.Order;
        _lengths = scratch.Lengths;
    }

    internal LstmState State { get; }

    /// <summary>Orders the rows.</summary>
    /// <param name="lengths">[B].</param>
    /// <param name="state">The state of the rows.</param>
    /// <param name="memory">Its first float.</param>
    /// <param name="scratch">Where order and copies go.</param>
    internal static RaggedRows Sort(ReadOnlySpan<int> lengths, LstmState state, ref float memory, LstmScratch scratch)
    {
        var rows = new RaggedRows(state, ref memory, scratch);
        for (int row = 0; row < lengths.Length; row++)
        {
            rows._order[row] = row;
            rows._lengths[row] = -lengths[row];
        }

        rows._lengths.Sort(rows._order);
        return rows;
    }

    /// <summary>Index in the caller's batch of a sorted row.</summary>
    internal int Source(int row) => _order[row];

    internal int LengthOf(int row) => -_lengths[row];

    /// <summary>How many rows have a step <paramref name="t"/>.</summary>
    internal int Running(int t)
    {
        int low = 0, high = State.Batch;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (LengthOf(middle) > t)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The rows of a state of a layer, in sorted order.</summary>
    internal ref float Sorted(int layer, int state) => ref Unsafe.Add(ref _scratch.Sorted, State.Place(layer, state));

    /// <summary>Copies every state into sorted order.</summary>
    internal void Gather() => CopyStates(back: false);

    /// <summary>Copies every state back into the caller's order.</summary>
    internal void Scatter() => CopyStates(back: true);

    private void CopyStates(bool back)
    {
        LstmParts parts = State.Shape.Parts;
        for (int layer = 0; layer < parts.Recurrent.Length; layer++)
        {
            for (int state = 0; state < parts.Recurrent[layer].Cell.States.Length; state++)
            {
                int stride = LstmStateLayout.Round16(parts.Recurrent[layer].Width(state));
                ref float given = ref Unsafe.Add(ref _state, State.Place(layer, state));
                ref float sorted = ref Sorted(layer, state);
                for (int row = 0; row < State.Batch; row++)
                {
                    ref float one = ref Unsafe.Add(ref given, Source(row) * stride);
                    ref float other = ref Unsafe.Add(ref sorted, row * stride);
                    if (back)
                    {
                        LstmRows.Copy(ref other, ref one, stride);
                    }
                    else
                    {
                        LstmRows.Copy(ref one, ref other, stride);
                    }
                }
            }
        }
    }

    /// <summary>The inputs of one step of the rows still running, in sorted order: [running, size].</summary>
    internal ref float GatherInputs(ReadOnlySpan<float> inputs, int size, int t, int running)
    {
        ref float gathered = ref _scratch.Gathered;
        for (int row = 0; row < running; row++)
        {
            inputs.Slice(((t * State.Batch) + Source(row)) * size, size)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gathered, row * size), size));
        }

        return ref gathered;
    }

    /// <summary>Takes over h of each row's last step within a chunk.</summary>
    internal void KeepLast(ref float y, ref float h, int stride, int start, int count)
    {
        for (int row = 0; row < State.Batch; row++)
        {
            int last = Math.Min(LengthOf(row), start + count) - 1 - start;
            if (last < 0)
            {
                break;
            }

            LstmRows.Copy(ref Unsafe.Add(ref y, ((last * State.Batch) + row) * stride), ref Unsafe.Add(ref h, row * stride), stride);
        }
    }
}
