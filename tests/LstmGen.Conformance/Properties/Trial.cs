namespace LstmGen.Conformance.Properties;

/// <summary>The buffers of one case: time-major inputs [T, B, I] and initial states [L, B, H].</summary>
internal sealed class Trial
{
    internal Trial(LstmShape shape, Scenario scenario)
        : this(shape, scenario, TestWeights.Random(shape, (ulong)scenario.Seed, MathF.ScaleB(1, scenario.GainLog2)))
    {
    }

    internal Trial(LstmShape shape, Scenario scenario, TestWeights weights)
    {
        Shape = shape;
        Scenario = scenario;
        Weights = weights;
        var random = new SplitMix((ulong)scenario.Seed + 0x5EED);
        Inputs = random.Fill((long)scenario.Steps * scenario.Batch * shape.Input, 2);
        int state = shape.Layers * scenario.Batch * shape.Hidden;
        Hidden = scenario.ZeroState ? new float[state] : random.Fill(state, 1);
        Cell = scenario.ZeroState ? new float[state] : random.Fill(state, 2);
        Loaded = weights.ToLstmWeights();
    }

    private Trial(Trial source, int row)
    {
        Shape = source.Shape;
        Scenario = source.Scenario with { Batch = 1 };
        Weights = source.Weights;
        Loaded = source.Loaded;
        Inputs = Result.RowOf(source.Inputs, Shape.Input, source.Scenario.Batch, row);
        Hidden = Result.RowOf(source.Hidden, Shape.Hidden, source.Scenario.Batch, row);
        Cell = Result.RowOf(source.Cell, Shape.Hidden, source.Scenario.Batch, row);
    }

    internal LstmShape Shape { get; }

    internal Scenario Scenario { get; }

    internal TestWeights Weights { get; }

    /// <summary>The weights as a model takes them.</summary>
    internal LstmWeights Loaded { get; }

    internal float[] Inputs { get; }

    internal float[] Hidden { get; }

    internal float[] Cell { get; }

    /// <summary>One row of this trial, alone.</summary>
    internal Trial Row(int row) => new(this, row);

    internal LstmState InitialState(CompiledModel model)
    {
        LstmState state = model.CreateState(Scenario.Batch);
        state.Import(Hidden, Cell);
        return state;
    }

    internal Result Run(CompiledModel model, int[]? lengths = null)
    {
        LstmState state = InitialState(model);
        var outputs = Poisoned(Scenario.Steps);
        if (lengths is null)
        {
            model.Run(Inputs, state, outputs);
        }
        else
        {
            model.Run(Inputs, lengths, state, outputs);
        }

        return Result.Of(outputs, state);
    }

    /// <summary>Inputs of steps <paramref name="from"/> up to <paramref name="to"/>.</summary>
    internal ReadOnlySpan<float> Steps(int from, int to)
    {
        int step = Scenario.Batch * Shape.Input;
        return Inputs.AsSpan(from * step, (to - from) * step);
    }

    /// <summary>An output buffer of so many steps, full of a value that no run may leave behind.</summary>
    internal float[] Poisoned(int steps) => Result.Poisoned(steps * Scenario.Batch * Shape.OutputSize);
}
