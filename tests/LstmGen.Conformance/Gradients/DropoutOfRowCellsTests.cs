using LstmGen.TestKit.Networks;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>Cells that take sums by rows, with every kind of dropout: the gradient along a direction is the slope of the loss under the same masks.</summary>
public sealed class DropoutOfRowCellsTests
{
    private const int Steps = 5, Batch = 6;

    /// <summary>Of a difference of losses in float, over a step of this size.</summary>
    private const float By = 1f / 128;

    public static TheoryData<string> Networks => ["Gated", "ResetBefore", "Exponential", "I9H21L2O3NormSums"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void GradientsAreSlopesUnderTheMasksOfAPass(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        var options = new LstmTapeOptions
        {
            Batch = Batch, Steps = Steps, Seed = 7, Dropout = network.Shape.Layers > 1 ? 0.25f : 0, RecurrentDropout = 0.25f, InputDropout = 0.25f, RecurrentWeightDropout = 0.25f,
        };
        var trial = new NetworkTrial(network, 11, Steps, Batch, ragged: true);
        using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), options);
        foreach (string part in (string[])["weight_ih", "weight_hh", "bias", "gain"])
        {
            LstmTrainable[] moved = [.. tape.Trainables.Where(trainable => trainable.Name.Contains(part, StringComparison.Ordinal))];
            if (moved.Length == 0)
            {
                continue;
            }

            var random = new SplitMix(13);
            float[][] directions = [.. moved.Select(trainable => random.Fill(trainable.Values.Length, 1))];
            Loss();
            tape.Backward(trial.OutputGradients);
            double derived = moved.Zip(directions).Sum(each => each.First.Gradients.ToArray().Zip(each.Second, (a, b) => (double)a * b).Sum());
            Move(By);
            double after = Loss();
            Move(-2 * By);
            double before = Loss();
            Move(By);
            double slope = (after - before) / (2 * By);
            Assert.True(Math.Abs(slope - derived) <= 0.02 * (1 + Math.Abs(derived)), $"{part}: the slope is {slope}, the gradient says {derived}");

            void Move(float by)
            {
                foreach ((LstmTrainable trainable, float[] direction) in moved.Zip(directions))
                {
                    trainable.CopyFrom([.. trainable.Values.ToArray().Zip(direction, (value, way) => value + (by * way))]);
                }
            }
        }

        double Loss()
        {
            tape.Pass = 3;
            LstmState state = tape.CreateState();
            trial.Begin(state);
            float[] outputs = new float[Steps * Batch * network.Shape.OutputSize];
            tape.Forward(trial.Inputs, trial.Lengths, state, outputs);
            return outputs.Zip(trial.OutputGradients, (a, b) => (double)a * b).Sum();
        }
    }
}
