using LstmGen.Formats;

namespace LstmGen.Tool.Data;

/// <summary>Runs a model over rows, gains of the file included.</summary>
internal static class ModelRun
{
    private const int RowsAtOnce = 4096;

    /// <summary>The outputs for rows of one sequence, from the initial state on.</summary>
    /// <param name="file">The model.</param>
    /// <param name="inputs">[T, input]; of a model of tokens their numbers.</param>
    /// <param name="progress">Is told the part that is done, 0 to 1.</param>
    internal static Samples Run(LstmModelFile file, Samples inputs, Action<double>? progress = null)
    {
        var model = new LstmDynamic(file.Network, file.Weights);
        LstmShape shape = model.Shape;
        LstmState state = model.CreateState();
        float[] scaled = Scaled(file, inputs);
        bool pools = shape.Outputs != LstmOutputs.EveryStep;
        var outputs = new float[(pools ? 1 : inputs.Count) * shape.OutputSize];
        int atOnce = model.CanStep && !pools ? RowsAtOnce : inputs.Count;
        for (int start = 0; start < inputs.Count; start += atOnce)
        {
            int rows = Math.Min(atOnce, inputs.Count - start);
            Span<float> to = pools ? outputs : outputs.AsSpan(start * shape.OutputSize, rows * shape.OutputSize);
            ReadOnlySpan<float> from = scaled.AsSpan(start * inputs.Width, rows * inputs.Width);
            if (shape.EmbeddedTokens > 0)
            {
                model.Run(Tokens(from), state, to);
            }
            else
            {
                model.Run(from, state, to);
            }

            progress?.Invoke((double)(start + rows) / inputs.Count);
        }

        if (file.OutputGain != 1)
        {
            outputs = Array.ConvertAll(outputs, value => value * file.OutputGain);
        }

        return new(outputs, shape.OutputSize);
    }

    /// <summary>Numbers of a row that the model reads: 1 where it reads tokens.</summary>
    internal static int InputWidth(LstmModelFile file) => file.Network.Shape is { EmbeddedTokens: > 0 } ? 1 : file.Network.Shape.Input;

    /// <summary>How far the outputs and states of the model with weights of another kind are from those with weights in single precision, gains of the file included.</summary>
    /// <exception cref="ToolException">An input is no token of the network.</exception>
    internal static LstmComparison Compare(LstmModelFile file, LstmNumbers weights, Samples inputs)
    {
        var exact = new LstmDynamic(file.Network.WithWeights(LstmNumbers.Single), file.Weights);
        var narrow = new LstmDynamic(file.Network.WithWeights(weights), file.Weights);
        float[] scaled = Scaled(file, inputs);
        LstmComparison difference = exact.Shape.EmbeddedTokens > 0 ? LstmQuantization.Compare(exact, narrow, Tokens(scaled)) : LstmQuantization.Compare(exact, narrow, scaled);
        double gain = Math.Abs(file.OutputGain);
        (double largest, double rms, double value, long count) = difference.Outputs;
        return difference with { Outputs = new(gain * largest, gain * rms, gain * value, count) };
    }

    private static float[] Scaled(LstmModelFile file, Samples inputs) => file.InputGain == 1 ? inputs.Values : Array.ConvertAll(inputs.Values, value => value * file.InputGain);

    private static int[] Tokens(ReadOnlySpan<float> numbers)
    {
        var tokens = new int[numbers.Length];
        for (int at = 0; at < tokens.Length; at++)
        {
            tokens[at] = numbers[at] == Math.Floor(numbers[at]) && numbers[at] is >= 0 and < 1 << 24
                ? (int)numbers[at] : throw new ToolException(ExitCode.Refused, $"row {at + 1} of the inputs is {numbers[at]}; the number of a token was expected.");
        }

        return tokens;
    }
}
