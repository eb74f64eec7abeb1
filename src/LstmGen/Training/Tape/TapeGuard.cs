using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>The checks at the public door of a tape; kernels behind it read memory unchecked.</summary>
internal static class TapeGuard
{
    // More than machines have: a wrong number is refused before it takes the memory and threads of the whole process.
    private const int MostThreads = 1_024;

    internal static void Options(LstmShape shape, LstmTapeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AtLeastOne(options.Batch, nameof(options.Batch));
        AtLeastOne(options.Steps, nameof(options.Steps));
        AtLeastOne(options.Threads, nameof(options.Threads));
        if (options.Threads > MostThreads)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, $"Threads must be at most {MostThreads}.");
        }

        if ((long)options.Batch * options.Steps > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), (long)options.Batch * options.Steps, $"Batch x Steps must be at most {Array.MaxLength}: fewer steps or a smaller batch.");
        }

        if (options.Prefix is null)
        {
            throw new ArgumentException("Prefix is null; a text was expected, empty for none.", nameof(options));
        }

        Probability(options.Dropout, nameof(options.Dropout));
        Probability(options.RecurrentDropout, nameof(options.RecurrentDropout));
        Probability(options.RecurrentWeightDropout, nameof(options.RecurrentWeightDropout));
        Probability(options.InputDropout, nameof(options.InputDropout));
        if (options.Dropout > 0 && shape.Layers == 1)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Dropout is {options.Dropout}, but it drops what one layer passes to the next and the model has a single one; RecurrentDropout is what that has."),
                nameof(options));
        }
    }

    internal static void Parameters(LstmShape shape, LstmParameters parameters)
    {
        if (shape.Input != parameters.Shape.Input || !shape.Parts.Equals(parameters.Shape.Parts))
        {
            throw new ArgumentException($"The parameters are of {parameters.Shape}; {shape} was expected.", nameof(parameters));
        }
    }

    /// <summary>Throws unless the arguments fit a forward pass; gives the number of steps.</summary>
    internal static int Forward(
        LstmShape shape, LstmTapeOptions options, ReadOnlySpan<float> inputs, LstmState state, ReadOnlySpan<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckBatch(options, state, nameof(state));
        int steps = LstmGuard.Run(shape, inputs, state, outputs);
        return steps <= options.Steps
            ? steps
            : throw new ArgumentException($"inputs has {steps} steps; at most {options.Steps} were asked for when the tape was made.", nameof(inputs));
    }

    /// <summary>Throws unless tokens of so many steps, which have been checked themselves, can be taken; gives the number of steps.</summary>
    internal static int Tokens(LstmShape shape, LstmTapeOptions options, int steps, LstmState state)
    {
        CheckBatch(options, state, nameof(state));
        if (shape.EmbeddedTokens == 0)
        {
            throw new ArgumentException($"{shape} has no embeddings of tokens; vectors were expected.", "tokens");
        }

        return steps <= options.Steps
            ? steps
            : throw new ArgumentException($"tokens has {steps} steps; at most {options.Steps} were asked for when the tape was made.", "tokens");
    }

    internal static void Backward(
        LstmShape shape, LstmTapeOptions options, int steps, ReadOnlySpan<float> outputGradients, LstmState? stateGradients,
        ReadOnlySpan<float> inputGradients)
    {
        CheckLength(outputGradients.Length, shape.OutputSteps(steps), options.Batch, shape.OutputSize, "output", nameof(outputGradients));
        if (stateGradients != null)
        {
            LstmGuard.State(shape, stateGradients, nameof(stateGradients));
            CheckBatch(options, stateGradients, nameof(stateGradients));
        }

        if (!inputGradients.IsEmpty)
        {
            CheckLength(inputGradients.Length, steps, options.Batch, shape.Input, "input", nameof(inputGradients));
            if (inputGradients.Overlaps(outputGradients))
            {
                throw new ArgumentException(
                    $"{nameof(outputGradients)} and {nameof(inputGradients)} overlap; they must be separate buffers.", nameof(inputGradients));
            }
        }
    }

    internal static void States(int length, int steps, int batch, int width, string name) => CheckLength(length, steps, batch, width, name, "values");

    private static void CheckLength(int length, int steps, int batch, int features, string what, string name)
    {
        long expected = (long)steps * batch * features;
        if (length != expected)
        {
            throw new ArgumentException($"{name} has {length} floats; steps {steps} x batch {batch} x {what} {features} = {expected} were expected.", name);
        }
    }

    private static void CheckBatch(LstmTapeOptions options, LstmState state, string name)
    {
        if (state.Batch != options.Batch)
        {
            throw new ArgumentException($"{name} has batch {state.Batch}; the tape was made for {options.Batch}.", name);
        }
    }

    private static void AtLeastOne(int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException("options", value, $"{name} must be at least 1.");
        }
    }

    private static void Probability(float value, string name)
    {
        if (!(value >= 0 && value < 1))
        {
            throw new ArgumentOutOfRangeException("options", value, $"{name} is a probability: from 0 up to, but not including, 1.");
        }
    }
}
