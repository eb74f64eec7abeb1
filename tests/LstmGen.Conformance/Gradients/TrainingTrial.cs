using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>
/// The buffers of one training step: those of a run and what comes from above, the gradients of outputs [T, B, O] and of the
/// final h and c [L, B, H].
/// </summary>
internal sealed record TrainingTrial(
    LstmShape Shape, LstmWeights Loaded, int Steps, int Batch, float[] Inputs, float[] Hidden, float[] Cell,
    float[] OutputGradients, float[] HiddenGradients, float[] CellGradients)
{
    internal static TrainingTrial Of(Trial trial)
    {
        (int steps, int batch, LstmShape shape) = (trial.Scenario.Steps, trial.Scenario.Batch, trial.Shape);
        var random = new SplitMix((ulong)trial.Scenario.Seed + 0xBACC);
        return new TrainingTrial(
            shape, trial.Loaded, steps, batch, trial.Inputs, trial.Hidden, trial.Cell,
            random.Fill((long)steps * batch * shape.OutputSize, 1), random.Fill(trial.Hidden.Length, 1), random.Fill(trial.Cell.Length, 1));
    }

    /// <summary>The options that fit: batch and steps, nothing else.</summary>
    internal LstmTapeOptions Options => new() { Batch = Batch, Steps = Math.Max(1, Steps) };

    internal LstmTape CreateTape(ModelCase model, LstmTapeOptions? options = null) => model.CreateTape(Loaded.Bind(Shape), options ?? Options);

    /// <summary>One training step on a new tape.</summary>
    internal TrainingResult Run(ModelCase model, int[]? lengths = null, LstmTapeOptions? options = null, bool dropout = true)
    {
        using LstmTape tape = CreateTape(model, options);
        return Run(tape, lengths, dropout);
    }

    /// <summary>One training step. Between its passes everything the caller may change is changed.</summary>
    internal TrainingResult Run(LstmTape tape, int[]? lengths = null, bool dropout = true, bool accumulate = false)
    {
        LstmState state = State(tape, Hidden, Cell);
        float[] inputs = [.. Inputs];
        var outputs = Result.Poisoned(Steps * Batch * Shape.OutputSize);
        if (lengths is null)
        {
            tape.Forward(inputs, state, outputs, dropout);
        }
        else
        {
            int[] own = [.. lengths];
            tape.Forward(inputs, own, state, outputs, dropout);
            Array.Fill(own, -1);
        }

        Result forward = Result.Of([.. outputs], state);
        Array.Fill(inputs, float.NaN);
        Array.Fill(outputs, float.NaN);
        float[] noState = [.. Hidden.Select(_ => float.NaN)];
        state.Import(noState, noState);

        LstmState gradients = State(tape, HiddenGradients, CellGradients);
        float[] inputGradients = Result.Poisoned(inputs.Length);
        tape.Backward(OutputGradients, gradients, inputGradients, accumulate);
        Result states = Result.Of([], gradients);
        return new TrainingResult(
            forward, inputGradients, states.Hidden, states.Cell, [.. tape.Trainables.Select(one => (one.Name, one.Gradients.ToArray()))]);
    }

    internal LstmState State(LstmTape tape, float[] hidden, float[] cell)
    {
        LstmState state = tape.CreateState();
        state.Import(hidden, cell);
        return state;
    }

    /// <summary>One row, alone.</summary>
    internal TrainingTrial Row(int row) => this with
    {
        Batch = 1,
        Inputs = Result.RowOf(Inputs, Shape.Input, Batch, row),
        Hidden = Result.RowOf(Hidden, Shape.Hidden, Batch, row),
        Cell = Result.RowOf(Cell, Shape.Hidden, Batch, row),
        OutputGradients = Result.RowOf(OutputGradients, Shape.OutputSize, Batch, row),
        HiddenGradients = Result.RowOf(HiddenGradients, Shape.Hidden, Batch, row),
        CellGradients = Result.RowOf(CellGradients, Shape.Hidden, Batch, row),
    };

    /// <summary>Steps <paramref name="from"/> up to <paramref name="to"/>.</summary>
    internal TrainingTrial Cut(int from, int to) => this with
    {
        Steps = to - from,
        Inputs = Inputs[(from * Batch * Shape.Input)..(to * Batch * Shape.Input)],
        OutputGradients = OutputGradients[(from * Batch * Shape.OutputSize)..(to * Batch * Shape.OutputSize)],
    };

    /// <summary>Calls an action for every step of every row past its length.</summary>
    internal void PastLengths(int[] lengths, Action<int> stepAndRow)
    {
        for (int step = 0; step < Steps; step++)
        {
            for (int row = 0; row < Batch; row++)
            {
                if (step >= lengths[row])
                {
                    stepAndRow((step * Batch) + row);
                }
            }
        }
    }
}

/// <summary>
/// What a training step gave: the forward pass, the gradients of inputs [T, B, I] and of the initial h and c [L, B, H], and those of
/// the parameters.
/// </summary>
internal sealed record TrainingResult(Result Forward, float[] Inputs, float[] Hidden, float[] Cell, (string Name, float[] Values)[] Parameters)
{
    /// <summary>Every gradient by name.</summary>
    internal IEnumerable<(string Name, float[] Values)> Gradients() => [.. Parameters, ("inputs", Inputs), ("h0", Hidden), ("c0", Cell)];

    /// <summary>What belongs to one row of the batch.</summary>
    internal TrainingResult Row(LstmShape shape, int batch, int row) => new(
        Forward.Row(shape, batch, row),
        Result.RowOf(Inputs, shape.Input, batch, row),
        Result.RowOf(Hidden, shape.Hidden, batch, row),
        Result.RowOf(Cell, shape.Hidden, batch, row),
        []);

    /// <summary>As if the sequences were followed by so many steps past their lengths in all.</summary>
    internal TrainingResult Padded(LstmShape shape, int batch, int steps)
    {
        var outputs = new float[steps * batch * shape.OutputSize];
        var inputs = new float[steps * batch * shape.Input];
        Forward.Outputs.CopyTo(outputs, 0);
        Inputs.CopyTo(inputs, 0);
        return this with { Forward = Forward with { Outputs = outputs }, Inputs = inputs };
    }

    internal void AssertSame(TrainingResult other, string what)
    {
        Forward.AssertSame(other.Forward, what);
        AssertSameRows(other, what);
        AssertSameParameters(other, what);
    }

    internal void AssertSameParameters(TrainingResult other, string what)
    {
        Assert.Equal(Parameters.Select(one => one.Name), other.Parameters.Select(one => one.Name));
        foreach (((string name, float[] values), (_, float[] others)) in Parameters.Zip(other.Parameters))
        {
            Bits.AssertSame(values, others, $"gradient of {name}, {what}");
        }
    }

    /// <summary>The gradients that belong to rows: of inputs and initial states.</summary>
    internal void AssertSameRows(TrainingResult other, string what)
    {
        Bits.AssertSame(Inputs, other.Inputs, $"gradient of the inputs, {what}");
        Bits.AssertSame(Hidden, other.Hidden, $"gradient of h0, {what}");
        Bits.AssertSame(Cell, other.Cell, $"gradient of c0, {what}");
    }
}
