using System.Buffers;
using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>Takes tokens through a model chunk by chunk, as the rows of a table that <see cref="LstmRunner{TNetwork}"/> reads like samples.</summary>
/// <typeparam name="TNetwork">The network that reads such rows, on the instruction set in use.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmTokenRunner<TNetwork>
    where TNetwork : struct, ILstmNetwork
{
    // Rows that are copied together; as many as the runner takes through one layer before the next.
    private const int ChunkRows = 48;

    /// <summary>Sequences of equal length; the arguments have been checked.</summary>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public static void Run(LstmTokenTable table, ReadOnlySpan<int> tokens, int steps, LstmState state, Span<float> outputs)
    {
        if (steps == 0)
        {
            outputs.Clear();
            return;
        }

        int chunk = Chunk(table, state, steps), size = table.Model.OutputSize;
        bool pooled = table.Model.Pools;
        float[] rows = ArrayPool<float>.Shared.Rent(chunk * state.Batch * table.RowFloats);
        try
        {
            for (int start = 0; start < steps; start += chunk)
            {
                int count = Math.Min(chunk, steps - start), first = start * state.Batch, samples = count * state.Batch;
                table.Gather(tokens.Slice(first, samples), rows);
                LstmRunner<TNetwork>.Run(
                    table.Weights, rows.AsSpan(0, samples * table.RowFloats), count, state, pooled ? outputs : outputs.Slice(first * size, samples * size));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rows);
        }
    }

    /// <summary>Sequences of different lengths; the arguments have been checked.</summary>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public static void Run(
        LstmTokenTable table, ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, int steps, LstmState state, Span<float> outputs)
    {
        if (steps == 0)
        {
            outputs.Clear();
            return;
        }

        int chunk = Chunk(table, state, steps), batch = state.Batch, size = table.Model.OutputSize;
        bool pooled = table.Model.Pools;
        float[] rows = ArrayPool<float>.Shared.Rent(chunk * batch * table.RowFloats);
        int[] left = ArrayPool<int>.Shared.Rent(batch);
        try
        {
            for (int start = 0; start < steps; start += chunk)
            {
                int count = Math.Min(chunk, steps - start);
                for (int row = 0; row < batch; row++)
                {
                    left[row] = Math.Clamp(lengths[row] - start, 0, count);
                    for (int step = 0; step < left[row]; step++)
                    {
                        table.Gather(tokens.Slice(((start + step) * batch) + row, 1), rows.AsSpan(((step * batch) + row) * table.RowFloats));
                    }
                }

                LstmRunner<TNetwork>.Run(
                    table.Weights, rows.AsSpan(0, count * batch * table.RowFloats), left.AsSpan(0, batch), count, state,
                    pooled ? outputs : outputs.Slice(start * batch * size, count * batch * size));
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(left);
            ArrayPool<float>.Shared.Return(rows);
        }
    }

    /// <summary>All steps where outputs are of all together, or a layer reads from the end.</summary>
    private static int Chunk(LstmTokenTable table, LstmState state, int steps)
    {
        if (!table.Model.Pools && !table.Weights.Layout.WholeSequences)
        {
            return Math.Clamp(ChunkRows / state.Batch, 1, steps);
        }

        long floats = (long)steps * state.Batch * table.RowFloats;
        return floats <= Array.MaxLength ? steps : throw new ArgumentException(
            $"Outputs of all steps together, and layers that read from the end, need whole sequences in memory: {steps} steps of batch {state.Batch} would be {floats} floats, at most {Array.MaxLength} are possible; shorter sequences or a smaller batch.",
            nameof(steps));
    }
}
