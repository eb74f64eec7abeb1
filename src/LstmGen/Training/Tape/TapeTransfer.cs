using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>Copies between the caller's buffers, in the caller's order of rows, and the tape, in its own.</summary>
internal static class TapeTransfer
{
    /// <summary>[T, B, features] into rows of as many floats; what lies past a row's length is not read.</summary>
    internal static void Inputs(ReadOnlySpan<float> source, int features, TapeRows rows, Span<float> target)
        => Gradients(source, features, rows, ref MemoryMarshal.GetReference(target), features);

    /// <summary>[T, B, features] into rows a stride apart; what lies past a row's length is not read.</summary>
    internal static void Gradients(ReadOnlySpan<float> source, int features, TapeRows rows, ref float target, int stride)
    {
        if (rows.Full && stride == features)
        {
            source.CopyTo(MemoryMarshal.CreateSpan(ref target, source.Length));
            return;
        }

        for (int step = 0; step < rows.Steps; step++)
        {
            int running = rows.Running(step);
            for (int row = 0; row < running; row++)
            {
                source.Slice(((step * rows.Batch) + rows.Source(row)) * features, features).CopyTo(Row(ref target, stride, features, rows, step, row));
            }
        }
    }

    /// <summary>Rows of as many floats into [T, B, features]; zeros past a row's length.</summary>
    internal static void Outputs(Span<float> source, int features, TapeRows rows, Span<float> target)
        => Outputs(ref MemoryMarshal.GetReference(source), features, features, rows, target);

    /// <summary>Rows a stride apart into [T, B, features]; zeros past a row's length.</summary>
    internal static void Outputs(ref float source, int stride, int features, TapeRows rows, Span<float> target)
    {
        if (rows.Full && stride == features)
        {
            MemoryMarshal.CreateReadOnlySpan(ref source, target.Length).CopyTo(target);
            return;
        }

        for (int step = 0; step < rows.Steps; step++)
        {
            int running = rows.Running(step);
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

    internal static void InitialStates(LstmState state, TapeRows rows, TapeMemory memory)
    {
        for (int kind = 0; kind < state.Shape.Cell.States.Length; kind++)
        {
            for (int layer = 0; layer < state.Shape.Layers; layer++)
            {
                for (int row = 0; row < rows.Batch; row++)
                {
                    state.Row(kind, layer, rows.Source(row)).CopyTo(State(ref memory.State(kind, layer, 0, row), state));
                }
            }
        }
    }

    internal static void FinalStates(LstmState state, TapeRows rows, TapeMemory memory)
    {
        for (int kind = 0; kind < state.Shape.Cell.States.Length; kind++)
        {
            for (int layer = 0; layer < state.Shape.Layers; layer++)
            {
                for (int row = 0; row < rows.Batch; row++)
                {
                    State(ref memory.State(kind, layer, rows.LengthOf(row), row), state).CopyTo(state.Row(kind, layer, rows.Source(row)));
                }
            }
        }
    }

    /// <summary>Adds the gradient of the final h of some rows where each ends, and starts those of the other states.</summary>
    internal static void FinalStateGradients(LstmState? state, LstmShape shape, int layer, int first, int end, TapeRows rows, TapeMemory memory)
    {
        for (int row = first; row < end; row++)
        {
            for (int kind = 1; kind < shape.Cell.States.Length; kind++)
            {
                Span<float> gradient = MemoryMarshal.CreateSpan(ref memory.StateGradient(kind, row), memory.Stride);
                gradient.Clear();
                state?.Row(kind, layer, rows.Source(row)).CopyTo(gradient);
            }

            if (state != null)
            {
                ReadOnlySpan<float> final = state.Row(0, layer, rows.Source(row));
                Span<float> dh = State(ref memory.HiddenGradient(rows.LengthOf(row), row), state);
                for (int unit = 0; unit < dh.Length; unit++)
                {
                    dh[unit] += final[unit];
                }
            }
        }
    }

    internal static void InitialStateGradients(LstmState? state, int layer, int first, int end, TapeRows rows, TapeMemory memory)
    {
        for (int row = first; state != null && row < end; row++)
        {
            State(ref memory.HiddenGradient(0, row), state).CopyTo(state.Row(0, layer, rows.Source(row)));
            for (int kind = 1; kind < state.Shape.Cell.States.Length; kind++)
            {
                State(ref memory.StateGradient(kind, row), state).CopyTo(state.Row(kind, layer, rows.Source(row)));
            }
        }
    }

    private static Span<float> State(ref float first, LstmState state) => MemoryMarshal.CreateSpan(ref first, state.Shape.Hidden);

    private static Span<float> Row(ref float first, int stride, int features, TapeRows rows, int step, int row)
        => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, (nint)((step * rows.Batch) + row) * stride), features);
}
