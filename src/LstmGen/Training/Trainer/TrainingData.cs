namespace LstmGen.Training;

/// <summary>Data as a trainer reads them: checked against the model, and with a place of the trainer's own in the pass.</summary>
internal sealed class TrainingData
{
    private readonly LstmBatches _data;
    private readonly string _name;

    private TrainingData(LstmBatches data, string name, LstmOutputs outputs)
    {
        (_data, _name, Count, CarriesState) = (data, name, data.Count, data.CarriesState);
        Batch = new LstmBatch(data, outputs);
    }

    /// <summary>Data for a generated class.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit, or a target cannot be used.</exception>
    internal static TrainingData OfClass(LstmBatches data, string name, LstmShape shape, LstmLoss loss, int batch, int steps)
    {
        int targetSize = loss.TargetSize(shape.OutputSize);
        int inputSize = shape.EmbeddedTokens > 0 ? 1 : shape.Input;
        if (data.InputSize != inputSize || data.TargetSize != targetSize)
        {
            throw new ArgumentException(
                $"The {name} data have {data.InputSize} inputs and {data.TargetSize} targets; {inputSize}{(shape.EmbeddedTokens > 0 ? ", the number of a token," : "")} and {targetSize} were expected "
                + $"for {shape} and {loss.Description}.",
                name);
        }

        CheckSizes(data, name, batch, steps);
        if (data.TargetSteps is not null != loss.TakesTargetSequences)
        {
            throw new ArgumentException(
                $"The {name} data have {(data.TargetSteps is null ? "a target for each step of the outputs" : "targets that are sequences of lengths of their own")}, "
                + $"which {loss.Description} does not take; {(data.TargetSteps is null ? "sequences of targets, as of LstmSequencePairs," : "a target for each step")} were expected.",
                name);
        }

        if (shape.Pools && data.ObjectionToSequences() is string objection)
        {
            throw new ArgumentException($"The {name} data: the outputs of {shape} are of all steps together, and {objection}.", name);
        }

        if (shape.Pools && loss.TakesTargetSequences)
        {
            throw new ArgumentException($"The outputs of {shape} are of all steps together; {loss.Description} needs those of every step.", name);
        }

        try
        {
            data.CheckTargets(loss, shape.OutputSize);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"The {name} data: {error.Message}", name, error);
        }

        return new TrainingData(data, name, shape.Outputs);
    }

    /// <summary>Data for a model of several parts, which looks at targets itself.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    internal static TrainingData OfParts(LstmBatches data, string name, TrainableModel model)
    {
        if (data.InputSize != model.InputSize || data.TargetSize != model.TargetSize)
        {
            throw new ArgumentException(
                $"The {name} data have {data.InputSize} inputs and {data.TargetSize} targets; {model.InputSize} and {model.TargetSize} were expected.", name);
        }

        CheckSizes(data, name, model.Batch, model.Steps);
        if (data.TargetSteps is null != model.TargetSteps is null || data.TargetSteps > model.TargetSteps)
        {
            throw new ArgumentException($"The {name} data have {Targets(data.TargetSteps)}; {Targets(model.TargetSteps)} was expected.", name);
        }

        return !data.CarriesState ? new TrainingData(data, name, LstmOutputs.EveryStep) : throw new ArgumentException(
            $"The {name} data carry a state from batch to batch; a model of several parts begins every batch anew, and data without were expected.", name);
    }

    internal LstmBatch Batch { get; }

    /// <summary>Batches of a pass.</summary>
    internal int Count { get; }

    internal bool CarriesState { get; }

    /// <summary>What a checkpoint compares: sizes.</summary>
    internal string Sizes
        => $"{Count} batches of {_data.Batch} sequences, {_data.Steps} steps{(_data.TargetSteps is int targets ? $", {targets} targets" : "")}{(CarriesState ? ", state carried" : "")}";

    internal string Description => _data.Description;

    /// <summary>Reads one batch.</summary>
    /// <returns>How much its mean loss counts.</returns>
    /// <exception cref="InvalidOperationException">The data have another number of batches than at first, or the batch cannot be used.</exception>
    internal double Read(int index, ulong? key)
    {
        int count = _data.Count;
        return count == Count
            ? Batch.Read(_data, index, key)
            : throw new InvalidOperationException($"The {_name} data have {count} batches; the {Count} of when they were given were expected.");
    }

    /// <summary>What a user knows a row of the loss as, [T, B], or [B] of sequences: their last step.</summary>
    internal string Place(int index, int row)
        => _data.Place(index, row % Batch.Rows, Batch.IsOfSequences ? Batch.Lengths[row] - 1 : row / Batch.Rows, Batch);

    /// <summary>The inputs of the batch as tokens, [T, B]; what lies past a row's length is not read.</summary>
    /// <param name="index">Number of the batch.</param>
    /// <param name="vocabulary">Number of different tokens.</param>
    /// <param name="tokens">Written.</param>
    /// <exception cref="InvalidOperationException">One is no token.</exception>
    internal void ReadTokens(int index, int vocabulary, Span<int> tokens)
    {
        ReadOnlySpan<float> inputs = Batch.Inputs;
        for (int at = 0; at < tokens.Length; at++)
        {
            (int step, int row) = Math.DivRem(at, Batch.Rows);
            if (step < Batch.Lengths[row])
            {
                tokens[at] = ClassNumber.Is(inputs[at], vocabulary) ? (int)inputs[at]
                    : throw new InvalidOperationException(FormattableString.Invariant(
                        $"The token of {_data.Place(index, row, step, Batch)} is {inputs[at]}; a whole number from 0 to {vocabulary - 1} was expected."));
            }
        }
    }

    private static void CheckSizes(LstmBatches data, string name, int batch, int steps)
    {
        if (data.Batch != batch || data.Steps > steps || data.Count < 1)
        {
            throw new ArgumentException(
                $"The {name} data have {data.Count} batches of {data.Batch} sequences and {data.Steps} steps; "
                + $"at least 1 of {batch} sequences and at most {steps} steps was expected.",
                name);
        }
    }

    private static string Targets(int? steps) => steps is null ? "a target for each step" : $"at most {steps} targets for each sequence";

    /// <summary>The first input that is not finite, as a text; null where all are.</summary>
    internal string? NonFiniteInput(int index)
    {
        for (int row = 0; row < Batch.Steps * Batch.Rows; row++)
        {
            ReadOnlySpan<float> input = Batch.Input(row / Batch.Rows, row % Batch.Rows);
            for (int column = 0; column < input.Length && row / Batch.Rows < Batch.Lengths[row % Batch.Rows]; column++)
            {
                if (!float.IsFinite(input[column]))
                {
                    return FormattableString.Invariant($"the input of {_data.Place(index, row % Batch.Rows, row / Batch.Rows, Batch)}, column {column} is {input[column]}");
                }
            }
        }

        return null;
    }
}
