using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LstmGen.Kernels;

/// <summary>The checks at the public door of every model; kernels behind it read memory unchecked.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmGuard
{
    /// <summary>Throws unless the arguments fit one step of one sequence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step(LstmShape shape, int inputSize, int outputSize, ReadOnlySpan<float> input, LstmState state, ReadOnlySpan<float> output)
    {
        if (input.Length != inputSize || output.Length != outputSize || !ReferenceEquals(state?.Shape, shape)
            || state.Batch != 1 || input.Overlaps(output))
        {
            StepSlow(shape, input, state, output);
        }
    }

    /// <summary>Throws unless the arguments fit a run; gives the number of steps.</summary>
    public static int Run(LstmShape shape, ReadOnlySpan<float> inputs, LstmState state, ReadOnlySpan<float> outputs)
    {
        CheckState(shape, state);
        long row = (long)state.Batch * shape.Input;
        if (inputs.Length % row != 0)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Length} floats; a multiple of batch {state.Batch} x input {shape.Input} = {row} was expected.", nameof(inputs));
        }

        int steps = (int)(inputs.Length / row);
        Outputs(shape, steps, state, outputs.Length);
        CheckOverlap(inputs, outputs, "inputs", "outputs");
        return steps;
    }

    /// <summary>Throws unless so many floats are the outputs of so many steps.</summary>
    internal static void Outputs(LstmShape shape, int steps, LstmState state, int outputs)
    {
        bool each = !shape.Pools;
        long expected = (each ? (long)steps : 1) * state.Batch * shape.OutputSize;
        if (outputs != expected)
        {
            throw new ArgumentException(
                $"outputs has {outputs} floats; {(each ? $"steps {steps} x " : "")}batch {state.Batch} x output {shape.OutputSize} = {expected} were expected.", nameof(outputs));
        }
    }

    /// <summary>Throws unless there is a length for every sequence of the state and each lies in 0..steps.</summary>
    public static void Lengths(ReadOnlySpan<int> lengths, LstmState state, int steps)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (lengths.Length != state.Batch)
        {
            throw new ArgumentException($"lengths has {lengths.Length} values; batch = {state.Batch} were expected.", nameof(lengths));
        }

        for (int row = 0; row < lengths.Length; row++)
        {
            if ((uint)lengths[row] > (uint)steps)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(lengths), lengths[row], $"The length of row {row} must lie between 0 and the number of steps, {steps}.");
            }
        }
    }

    /// <summary>Throws unless the state is of the shape.</summary>
    internal static void State(LstmShape shape, LstmState state, string name) => CheckState(shape, state, name);

    internal static bool SameShape(LstmShape left, LstmShape right)
        => left.Input == right.Input && left.Parts.SameSizes(right.Parts);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StepSlow(LstmShape shape, ReadOnlySpan<float> input, [NotNull] LstmState? state, ReadOnlySpan<float> output)
    {
        CheckState(shape, state);
        if (state.Batch != 1)
        {
            throw new ArgumentException($"Step takes a state of batch 1; this one has batch {state.Batch}. Use Run for batches.", nameof(state));
        }

        if (input.Length != shape.Input)
        {
            throw new ArgumentException($"input has {input.Length} floats; input = {shape.Input} were expected.", nameof(input));
        }

        if (output.Length != shape.OutputSize)
        {
            throw new ArgumentException($"output has {output.Length} floats; output = {shape.OutputSize} were expected.", nameof(output));
        }

        CheckOverlap(input, output, "input", "output");
    }

    private static void CheckState(LstmShape shape, [NotNull] LstmState? state, string name = "state")
    {
        ArgumentNullException.ThrowIfNull(state, name);
        if (!SameShape(shape, state.Shape))
        {
            throw new ArgumentException($"The state belongs to a model of {state.Shape}; one of {shape} was expected.", name);
        }
    }

    private static void CheckOverlap(ReadOnlySpan<float> input, ReadOnlySpan<float> output, string inputName, string outputName)
    {
        if (input.Overlaps(output))
        {
            throw new ArgumentException($"{inputName} and {outputName} overlap; they must be separate buffers.", outputName);
        }
    }
}
