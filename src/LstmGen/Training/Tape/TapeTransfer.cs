using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>Copies between the caller's buffers, in the caller's order of rows, and the tape, in its own.</summary>
internal static class TapeTransfer
{
    /// <summary>[T, B, features] into rows of as many floats; what lies past a row's length is not read.</summary>
    internal static void Inputs(ReadOnlySpan<float> source, int features, TapeRows rows, int steps, Span<float> target)
        => Gradients(source, features, rows, steps, ref MemoryMarshal.GetReference(target), features);

    /// <summary>[T, B, features] into rows a stride apart; what lies past a row's length is not read.</summary>
    /// <param name="source">The caller's.</param>
    /// <param name="features">Values of a row.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="steps">T: all steps of the pass, or 1 where a row stands for all of them.</param>
    /// <param name="target">The first row, written.</param>
    /// <param name="stride">Floats between rows.</param>
    internal static void Gradients(ReadOnlySpan<float> source, int features, TapeRows rows, int steps, ref float target, int stride)
    {
        steps = Math.Min(steps, rows.Steps);
        if (rows.Full && stride == features)
        {
            source.CopyTo(MemoryMarshal.CreateSpan(ref target, source.Length));
            return;
        }

        for (int step = 0; step < steps; step++)
        {
            int running = rows.Running(step);
            for (int row = 0; row < running; row++)
            {
                source.Slice(((step * rows.Batch) + rows.Source(row)) * features, features).CopyTo(Row(ref target, stride, features, rows, step, row));
            }
        }
    }

    /// <summary>Rows of as many floats into [T, B, features]; zeros past a row's length.</summary>
    internal static void Outputs(Span<float> source, int features, TapeRows rows, int steps, Span<float> target)
        => Outputs(ref MemoryMarshal.GetReference(source), features, features, rows, steps, target);

    /// <summary>Rows a stride apart into [T, B, features]; zeros past a row's length.</summary>
    internal static void Outputs(ref float source, int stride, int features, TapeRows rows, int steps, Span<float> target)
    {
        if (rows.Full && stride == features && steps <= rows.Steps)
        {
            MemoryMarshal.CreateReadOnlySpan(ref source, target.Length).CopyTo(target);
            return;
        }

        for (int step = 0; step < steps; step++)
        {
            int running = step < rows.Steps ? rows.Running(step) : 0;
            for (int row = 0; row < rows.Batch; row++)
            {
                Span<float> output = target.Slice(((step * rows.Batch) + rows.Source(row)) * features, features);
                if (row < running)
                {
                    Row(ref source, stride, features, rows, step, row).CopyTo(output);
                }
                else
                {
                    output.Clear();
                }
            }
        }
    }

    /// <summary>A state of a layer after each step, in the caller's order of rows and of time; zeros past a row's length.</summary>
    /// <param name="first">That of the first row after the first step.</param>
    /// <param name="stride">Floats between rows.</param>
    /// <param name="apart">How many states of all rows lie from one step to the next.</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="turned">Whether the layer read each row from its end.</param>
    /// <param name="target">[T, B, values].</param>
    internal static void States(ref float first, int stride, int apart, int width, TapeRows rows, bool turned, Span<float> target)
    {
        target.Clear();
        for (int row = 0; row < rows.Batch; row++)
        {
            int length = rows.LengthOf(row);
            for (int step = 0; step < length; step++)
            {
                int read = turned ? length - 1 - step : step;
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, (nint)((read * apart * rows.Batch) + row) * stride), width)
                    .CopyTo(target[(((step * rows.Batch) + rows.Source(row)) * width)..]);
            }
        }
    }

    internal static void InitialStates(LstmState state, LstmNode[] nodes, TapeRows rows, TapeMemory memory)
    {
        for (int node = 0; node < nodes.Length; node++)
        {
            for (int kind = 0; nodes[node].Recurs && kind < state.StatesOf(nodes[node].State); kind++)
            {
                for (int row = 0; row < rows.Batch; row++)
                {
                    Span<float> from = state.Row(kind, nodes[node].State, rows.Source(row));
                    from.CopyTo(MemoryMarshal.CreateSpan(ref memory.State(kind, node, 0, row), from.Length));
                }
            }
        }
    }

    internal static void FinalStates(LstmState state, LstmNode[] nodes, TapeRows rows, TapeMemory memory)
    {
        for (int node = 0; node < nodes.Length; node++)
        {
            for (int kind = 0; nodes[node].Recurs && kind < state.StatesOf(nodes[node].State); kind++)
            {
                for (int row = 0; row < rows.Batch; row++)
                {
                    Span<float> to = state.Row(kind, nodes[node].State, rows.Source(row));
                    MemoryMarshal.CreateSpan(ref memory.State(kind, node, rows.LengthOf(row), row), to.Length).CopyTo(to);
                }
            }
        }
    }

    /// <summary>Adds the gradient of the final h of some rows of a layer where each ends, and starts those of further states.</summary>
    internal static void FinalStateGradients(LstmState? state, in LstmNode each, int node, int states, int first, int end, TapeRows rows, TapeMemory memory)
    {
        for (int row = first; row < end; row++)
        {
            for (int further = 1; further < states; further++)
            {
                Span<float> gradient = MemoryMarshal.CreateSpan(ref memory.StateGradient(node, row, further), memory.Stride(node, further));
                gradient.Clear();
                state?.Row(further, each.State, rows.Source(row)).CopyTo(gradient);
            }

            if (state != null)
            {
                ReadOnlySpan<float> final = state.Row(0, each.State, rows.Source(row));
                Span<float> dh = MemoryMarshal.CreateSpan(ref memory.HiddenGradient(node, rows.LengthOf(row), row), final.Length);
                for (int unit = 0; unit < dh.Length; unit++)
                {
                    dh[unit] += final[unit];
                }
            }
        }
    }

    internal static void InitialStateGradients(LstmState? state, in LstmNode each, int node, int first, int end, TapeRows rows, TapeMemory memory)
    {
        for (int row = first; state != null && row < end; row++)
        {
            Span<float> h = state.Row(0, each.State, rows.Source(row));
            MemoryMarshal.CreateSpan(ref memory.HiddenGradient(node, 0, row), h.Length).CopyTo(h);
            for (int further = 1; further < state.StatesOf(each.State); further++)
            {
                Span<float> c = state.Row(further, each.State, rows.Source(row));
                MemoryMarshal.CreateSpan(ref memory.StateGradient(node, row, further), c.Length).CopyTo(c);
            }
        }
    }

    private static Span<float> Row(ref float first, int stride, int features, TapeRows rows, int step, int row)
        => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, (nint)((step * rows.Batch) + row) * stride), features);
}
