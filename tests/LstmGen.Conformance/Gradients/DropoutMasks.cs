using LstmGen.Conformance.Properties;
using LstmGen.TestKit.Reference;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>
/// Recovers the dropout masks of a pass from what a tape computes, on weights that make them visible: gates at 1/2, and g of each
/// unit +1 or 0 as the one h it sees is kept or dropped. c(t) is then c(t-1) / 2, plus 1/2 where it was kept.
/// </summary>
internal static class DropoutMasks
{
    /// <summary>So large that tanh of it times any h that a few dropped steps leave is 1.</summary>
    private const float Strong = 1L << 40;

    /// <summary>
    /// Between[layer][(t B + row) H + unit], Recurrent[layer][row H + unit], Inputs[(t B + row) I + input] and
    /// RecurrentWeights[layer][row H + column], true where kept.
    /// </summary>
    internal sealed record Observed(bool[][] Between, bool[][] Recurrent, bool[] Inputs, bool[][] RecurrentWeights)
    {
        /// <summary>As factors for the reference.</summary>
        internal ReferenceMasks Scaled(LstmTapeOptions options) => new(
            [.. Between.Select(mask => Scale(mask, options.Dropout))],
            [.. Recurrent.Select(mask => Scale(mask, options.RecurrentDropout))],
            Scale(Inputs, options.InputDropout),
            [.. RecurrentWeights.Select(mask => Scale(mask, options.RecurrentWeightDropout))]);

        private static double[] Scale(bool[] mask, float rate) => [.. mask.Select(kept => kept ? (double)(1f / (1f - rate)) : 0)];
    }

    /// <summary>Whether a cell is such that masks show. They are put on outside of it, whatever it is.</summary>
    internal static bool Show(LstmCellOptions cell)
        => ReferenceModels.Gate(cell).Value(0) == 0.5 && cell is { CandidateActivation: LstmActivation.Tanh, OutputActivation: LstmActivation.Tanh, Clip: 0, CellClip: 0 };

    /// <summary>The masks of one pass of a tape with these options; every step of it is watched.</summary>
    internal static Observed Observe(ModelCase model, LstmTapeOptions options, long pass)
    {
        LstmShape shape = model.Shape;
        LstmTapeOptions states = options with { InputDropout = 0, RecurrentWeightDropout = 0 };
        bool[][][] upward = Kept(model, states, pass, recurrent: false);
        bool[][][] recurrent = Kept(model, states, pass, recurrent: true);
        foreach (bool[][] steps in recurrent)
        {
            Assert.All(steps, step => Assert.Equal(steps[0], step)); // one mask for all steps of a sequence
        }

        // What a layer sees of the one below is the mask of the one below; the first sees the inputs.
        Assert.All(upward[0].SelectMany(step => step), Assert.True);
        return new Observed(
            [.. upward.Skip(1).Take(shape.Layers - 1).Select(steps => steps.SelectMany(step => step).ToArray())],
            [.. recurrent.Select(steps => steps[0])],
            KeptInputs(model, options, pass),
            KeptRecurrentWeights(model, options, pass));
    }

    /// <summary>From the gradient of the inputs: 0 where one was dropped and nowhere else.</summary>
    private static bool[] KeptInputs(ModelCase model, LstmTapeOptions options, long pass)
        => Seen(model, options with { Dropout = 0, RecurrentDropout = 0, RecurrentWeightDropout = 0 }, pass, options.Steps, (_, inputs) => Kept(inputs));

    /// <summary>From the gradient of R over one step after an h of 1: 0 where a weight was dropped and nowhere else.</summary>
    private static bool[][] KeptRecurrentWeights(ModelCase model, LstmTapeOptions options, long pass)
        => Seen(model, options with { Dropout = 0, RecurrentDropout = 0, InputDropout = 0 }, pass, 1, (tape, _)
            => tape.Trainables.Where(one => one.Name.StartsWith("weight_hh", StringComparison.Ordinal)).Select(one => Kept(one.Gradients)).ToArray());

    private static bool[] Kept(ReadOnlySpan<float> gradients)
    {
        var kept = new bool[gradients.Length];
        for (int index = 0; index < kept.Length; index++)
        {
            kept[index] = gradients[index] != 0;
        }

        return kept;
    }

    /// <summary>Gradients of one pass in which no derivative is 0: gates at 1/2, and g of every unit from all it reads, by small weights.</summary>
    private static T Seen<T>(ModelCase model, LstmTapeOptions options, long pass, int steps, Func<LstmTape, float[], T> see)
    {
        LstmShape shape = model.Shape;
        TestWeights weights = TestWeights.Build(shape, length => new float[length]);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            int columns = shape.LayerInput(layer);
            weights.Layers[layer].WeightIh.AsSpan((shape.Gates - 2) * shape.Hidden * columns, shape.Hidden * columns).Fill(0.5f / columns);
        }

        using LstmTape tape = model.CreateTape(weights.ToLstmWeights().Bind(shape), options);
        tape.Pass = pass;
        float[] ones = [.. Enumerable.Repeat(1f, shape.Layers * options.Batch * shape.Hidden)];
        LstmState state = tape.CreateState(), gradients = tape.CreateState();
        state.Import(ones, ones);
        gradients.Import(ones, ones);
        float[] inputs = [.. Enumerable.Repeat(1f, steps * options.Batch * shape.Input)];
        tape.Forward(inputs, state, new float[steps * options.Batch * shape.OutputSize]);
        tape.Backward(new float[steps * options.Batch * shape.OutputSize], gradients, inputs);
        return see(tape, inputs);
    }

    /// <summary>[layer][step][row H + unit]: whether the h that each unit sees was kept.</summary>
    private static bool[][][] Kept(ModelCase model, LstmTapeOptions options, long pass, bool recurrent)
    {
        LstmShape shape = model.Shape;
        using LstmTape tape = model.CreateTape(Revealing(shape, recurrent).ToLstmWeights().Bind(shape), options);
        int size = options.Batch * shape.Hidden;
        float[] ones = [.. Enumerable.Repeat(1f, shape.Layers * size)];
        float[] before = ones;
        bool[][][] kept = [.. Enumerable.Range(0, shape.Layers).Select(_ => new bool[options.Steps][])];
        for (int steps = 1; steps <= options.Steps; steps++)
        {
            LstmState state = tape.CreateState();
            state.Import(ones, ones);
            float[] inputs = [.. Enumerable.Repeat(1f, steps * options.Batch * shape.Input)];
            tape.Pass = pass;
            tape.Forward(inputs, state, new float[steps * options.Batch * shape.OutputSize]);
            float[] cell = Result.Of([], state).Cell;
            for (int layer = 0; layer < shape.Layers; layer++)
            {
                bool[] step = new bool[size];
                for (int index = 0; index < size; index++)
                {
                    int at = (layer * size) + index;
                    float added = cell[at] - (before[at] / 2);
                    Assert.True(MathF.Abs(added) < 0.01f || MathF.Abs(added - 0.5f) < 0.01f, $"neither kept nor dropped: {added}");
                    step[index] = added > 0.25f;
                }

                kept[layer][steps - 1] = step;
            }

            before = cell;
        }

        return kept;
    }

    /// <summary>All weights zero but those that let g of a unit see one h: its own of the last step, or that of the unit below.</summary>
    private static TestWeights Revealing(LstmShape shape, bool recurrent)
    {
        TestWeights weights = TestWeights.Build(shape, length => new float[length]);
        int g = (shape.Gates - 2) * shape.Hidden;
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            int columns = recurrent ? shape.Hidden : shape.LayerInput(layer);
            float[] matrix = recurrent ? weights.Layers[layer].WeightHh : weights.Layers[layer].WeightIh;
            for (int unit = 0; unit < shape.Hidden; unit++)
            {
                int column = layer == 0 && !recurrent ? 0 : unit;
                matrix[((g + unit) * columns) + column] = Strong;
            }
        }

        return weights;
    }
}
