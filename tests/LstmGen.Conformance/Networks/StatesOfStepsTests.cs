using LstmGen.TestKit.Networks;
using LstmGen.TestKit.Reference;
using LstmGen.Training;

namespace LstmGen.Conformance.Networks;

/// <summary>Every state after every step: what a run that ends there leaves, to the bit.</summary>
public sealed class StatesOfStepsTests
{
    private const int Steps = 6, Batch = 4;

    public static TheoryData<string> Networks => [.. NetworkCases.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void ATapeHasThoseOfRunsThatEndThere(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        var trial = new NetworkTrial(network, 5, Steps, Batch, ragged: true);
        using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), new LstmTapeOptions { Batch = Batch, Steps = Steps });
        Assert.Throws<InvalidOperationException>(() => tape.GetStates("hidden", 0, []));
        float[] outputs = new float[ReferenceNetworks.OutputSteps(network.Shape, Steps) * Batch * network.Shape.OutputSize];
        LstmState state = tape.CreateState();
        FurtherStates.Import(state, trial.Hidden, trial.Cell);
        tape.Forward(trial.Inputs, trial.Lengths, state, outputs);
        foreach ((string each, int layer, float[] values) in All(tape, state))
        {
            for (int row = 0; row < Batch; row++)
            {
                for (int step = 0; step < Steps; step++)
                {
                    float[] found = At(values, step, row), final = state.Get(each, layer, row);
                    if (step >= trial.Lengths[row])
                    {
                        Assert.All(found, value => Assert.Equal(0, value));
                    }

                    // A layer that reads from the end has its last state at the first step.
                    if (step == (IsBackward(network, layer) ? 0 : trial.Lengths[row] - 1) && trial.Lengths[row] > 0)
                    {
                        Bits.AssertSame(final, found, $"{each} of layer {layer}, row {row}");
                    }
                }
            }
        }

        // A backward pass leaves them, and steps that a mask leaves out are zero.
        float[] before = All(tape, state).SelectMany(one => one.Values).ToArray();
        tape.Backward(trial.OutputGradients);
        Bits.AssertSame(before, All(tape, state).SelectMany(one => one.Values).ToArray(), "after the backward pass");
        bool[] counts = [.. Enumerable.Range(0, Steps * Batch).Select(at => at % 3 > 0)];
        var mask = new LstmMask(Steps, Batch);
        mask.Set(counts);
        tape.Forward(trial.Inputs, mask, state, outputs);
        Assert.All(All(tape, state), one => Assert.All(Enumerable.Range(0, counts.Length), at => Assert.Equal(counts[at], At(one.Values, at / Batch, at % Batch).Any(value => value != 0))));
        Assert.Throws<ArgumentException>(() => tape.GetStates("hidden", 0, new float[1]));
        Assert.Throws<ArgumentException>(() => tape.GetStates("nothing", 0, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tape.GetStates("hidden", state.LayerCount, new float[1]));
    }

    [Fact]
    public void ARunHasThoseOfATape()
    {
        NetworkCase network = NetworkCases.Get("Gated");
        var trial = new NetworkTrial(network, 5, Steps, Batch, ragged: false);
        var model = Gated.Create(trial.Weights);
        using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), new LstmTapeOptions { Batch = Batch, Steps = Steps });
        float[] outputs = new float[ReferenceNetworks.OutputSteps(network.Shape, Steps) * Batch * network.Shape.OutputSize], other = new float[outputs.Length];
        LstmState state = tape.CreateState();
        tape.Forward(trial.Inputs, state, outputs);
        foreach ((string name, int layer, float[] values) in All(tape, state))
        {
            LstmState fresh = model.CreateState(Batch);
            float[] found = new float[values.Length];
            model.RunStates(trial.Inputs, fresh, other, name, layer, found);
            Bits.AssertSame(values, found, $"{name} of layer {layer}");
            Bits.AssertSame(outputs, other, "outputs");
            Bits.AssertSame(state.Get(name, layer), fresh.Get(name, layer), "final state");
        }

        LstmState some = model.CreateState(Batch);
        Assert.Throws<ArgumentException>(() => model.RunStates(trial.Inputs, some, other, "cell", 0, new float[1]));
        Assert.Throws<ArgumentException>(() => model.RunStates(trial.Inputs, some, other, "hidden", 0, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.RunStates(trial.Inputs, some, other, "hidden", 9, new float[1]));
        Assert.Throws<ArgumentException>(() => model.RunStates(trial.Inputs, some, other, "hidden", 3, other.AsSpan(0, Steps * Batch * 10 > other.Length ? 0 : Steps * Batch * 10)));
    }

    private static bool IsBackward(NetworkCase network, int layer) => network.Name switch
    {
        "I3H5ReversePeepholes" or "I8H12L2O3Reverse" or "I3H33ReverseMaxFast" or "FromTheEnd" => true,
        "Sentiment" or "Reviewer" or "Heard" => false,
        "Loudest" => layer == 1,
        "Funnel" => layer == 0,
        "Backward" => layer is 1 or 2,
        "Tagger" => layer == 1,
        "Wide" => layer == 1,
        "Classifier" => layer % 2 == 1,
        _ => !network.Model.Streams && layer % 2 == 1,
    };

    private static IEnumerable<(string Name, int Layer, float[] Values)> All(LstmTape tape, LstmState state)
    {
        for (int layer = 0; layer < state.LayerCount; layer++)
        {
            foreach (string name in state.NamesOf(layer))
            {
                float[] values = new float[Steps * Batch * state.Get(name, layer).Length];
                tape.GetStates(name, layer, values);
                yield return (name, layer, values);
            }
        }
    }

    private static float[] At(float[] values, int step, int row)
    {
        int width = values.Length / (Steps * Batch);
        return values.AsSpan(((step * Batch) + row) * width, width).ToArray();
    }
}
