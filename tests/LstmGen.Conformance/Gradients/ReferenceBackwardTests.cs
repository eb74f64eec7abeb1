using LstmGen.TestKit.Reference;

namespace LstmGen.Conformance.Gradients;

/// <summary>The reference's own backward pass, against central differences of its forward pass, in double.</summary>
public sealed class ReferenceBackwardTests
{
    private static readonly Dictionary<string, LstmShape> Shapes = new()
    {
        ["one unit"] = new(1, 1),
        ["one layer"] = new(3, 4),
        ["no bias"] = new(2, 3, Bias: false),
        ["two layers"] = new(3, 4, 2),
        ["three layers, head"] = new(2, 3, 3, 2),
        ["head without bias"] = new(2, 3, 1, 2, Bias: false),
        ["peepholes"] = new(3, 4, 2, CellOptions: new() { Peepholes = true }),
        ["coupled"] = new(3, 4, 2, 1, CellOptions: new() { CoupledGates = LstmCoupledGates.InputFromForget }),
        ["peepholes, coupled"] = new(2, 3, 3, 2, CellOptions: new() { Peepholes = true, CoupledGates = LstmCoupledGates.InputFromForget }),
        ["forget gate coupled"] = new(3, 4, 2, 1, CellOptions: new() { CoupledGates = LstmCoupledGates.ForgetFromInput }),
        ["peepholes, forget gate coupled"] = new(2, 3, 3, 2, CellOptions: new() { Peepholes = true, CoupledGates = LstmCoupledGates.ForgetFromInput }),
        ["clip"] = new(3, 4, 2, CellOptions: new() { Clip = 0.4f, Peepholes = true }),
        ["cell clip"] = new(3, 4, 2, CellOptions: new() { CellClip = 0.6f, Peepholes = true }),
        ["hard sigmoid, relu"] = new(3, 4, 2, CellOptions: new() { GateActivation = LstmActivation.HardSigmoid, CandidateActivation = LstmActivation.Relu, Peepholes = true }),
        ["hard sigmoid of Keras 3, leaky relu"] = new(3, 4, CellOptions: new() { GateActivation = LstmActivation.HardSigmoidSixth, CandidateActivation = LstmActivation.LeakyRelu }),
        ["hard sigmoid, affine"] = new(3, 4, CellOptions: new() { GateActivation = LstmActivation.HardSigmoid, GateAlpha = 0.3f, GateBeta = 0.4f, CandidateActivation = LstmActivation.Affine, CandidateAlpha = 0.7f, CandidateBeta = 0.1f }),
        ["softplus, scaled tanh, sigmoid"] = new(3, 4, CellOptions: new() { GateActivation = LstmActivation.Softplus, CandidateActivation = LstmActivation.ScaledTanh, CandidateAlpha = 1.7f, CandidateBeta = 0.6f, OutputActivation = LstmActivation.Sigmoid }),
        ["softsign, elu, thresholded relu"] = new(3, 4, CellOptions: new() { GateActivation = LstmActivation.Softsign, CandidateActivation = LstmActivation.Elu, OutputActivation = LstmActivation.ThresholdedRelu, OutputAlpha = 0.05f }),
        ["gelu"] = new(3, 4, CellOptions: new() { CandidateActivation = LstmActivation.Gelu }),
        ["tanh form of gelu"] = new(3, 4, CellOptions: new() { OutputActivation = LstmActivation.GeluTanh }),
    };

    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool>();
            foreach (string shape in Shapes.Keys)
            {
                cases.Add(shape, false, false);
                cases.Add(shape, true, false);
                cases.Add(shape, true, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryGradientIsTheSlopeOfTheLoss(string shape, bool ragged, bool dropout)
    {
        // A step of 2^-15 leaves about 1e-9 of curvature and 1e-11 of rounding.
        const double difference = 1.0 / (1 << 15);
        ReferenceTrial trial = Trial(shape, ragged, dropout);
        foreach (((string name, double[] values), (string gradient, double[] gradients)) in trial.Variables().Zip(trial.Gradients()))
        {
            Assert.Equal(name, gradient);
            Assert.Equal(values.Length, gradients.Length);
            Assert.Contains(gradients, value => value != 0);
            for (int index = 0; index < values.Length; index++)
            {
                double here = values[index];
                values[index] = here + difference;
                double above = trial.Loss();
                values[index] = here - difference;
                double below = trial.Loss();
                values[index] = here;
                double slope = (above - below) / (2 * difference);
                Assert.True(
                    Math.Abs(slope - gradients[index]) <= 1e-7,
                    FormattableString.Invariant($"{name}[{index}]: slope {slope:e8}, gradient {gradients[index]:e8}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientsAreLinearInWhatComesFromAbove(string shape, bool ragged, bool dropout)
    {
        ReferenceTrial trial = Trial(shape, ragged, dropout);
        var random = new SplitMix(99);
        double[][] first = [trial.OutputGradients, trial.HiddenGradients, trial.CellGradients];
        double[][] second = [.. first.Select(values => ReferenceModels.Widen(random.Fill(values.Length, 1)))];
        double[][] Gradients(double left, double right)
        {
            double[][] sums = [.. first.Zip(second, (a, b) => a.Zip(b, (x, y) => (left * x) + (right * y)).ToArray())];
            (trial.OutputGradients, trial.HiddenGradients, trial.CellGradients) = (sums[0], sums[1], sums[2]);
            return [.. trial.Gradients().Select(tensor => tensor.Values)];
        }

        double[][] one = Gradients(1, 0), other = Gradients(0, 1), combined = Gradients(-3, 0.75);
        for (int tensor = 0; tensor < one.Length; tensor++)
        {
            for (int index = 0; index < one[tensor].Length; index++)
            {
                Assert.Equal((-3 * one[tensor][index]) + (0.75 * other[tensor][index]), combined[tensor][index], 1e-12);
            }
        }
    }

    private static ReferenceTrial Trial(string shape, bool ragged, bool dropout)
        => new(Shapes[shape], ragged ? [2, 0, 5, 1] : [4, 4], ragged ? 5 : 4, dropout, (ulong)shape.Length);
}
