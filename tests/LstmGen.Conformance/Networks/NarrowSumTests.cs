using LstmGen.TestKit.Models;

namespace LstmGen.Conformance.Networks;

/// <summary>
/// Steps of models with narrow weights beside loops that round by the documented rule, in integers of 64 bits and double: from the state that the model itself has before a step, so that
/// what one step rounds is the same on both sides.
/// </summary>
public sealed class NarrowSumTests
{
    public static TheoryData<string> Models => ["I24H20L2O3Int16", "I24H20L2O3Int8", "I3H100L2PeepholesInt8", "I128H128L2O32Int8", "V30H20L2O6Int8"];

    [Theory]
    [MemberData(nameof(Models))]
    public void AStepIsThatOfTheDocumentedRule(string name)
    {
        ModelCase model = NetworkCases.Get(name).Model;
        LstmShape shape = model.Shape;
        Check(model, LstmWeights.Random(21), (step, random) =>
        {
            // Larger and smaller samples: a row has a scale of its own.
            float range = step % 5 == 4 ? 1e-3f : 3;
            return [.. Enumerable.Range(0, shape.Input).Select(_ => ((random.NextSingle() * 2) - 1) * range)];
        });
    }

    /// <summary>Weights of one size and samples of one size and all signs alike: integer sums come as close to the end of 32 bits, and sums of pairs of bytes to that of 16, as they can.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void SumsAtTheirBoundDoNotOverflow(string name)
    {
        ModelCase model = NetworkCases.Get(name).Model;
        LstmShape shape = model.Shape;
        foreach (float sign in new[] { 1f, -1f })
        {
            var weights = TestWeights.Build(shape, length => [.. Enumerable.Range(0, (int)length).Select(at => at % 7 == 6 ? -1f / 64 : 1f / 64)]);
            Check(model, weights.ToLstmWeights(), (_, _) => [.. Enumerable.Range(0, shape.Input).Select(at => at % 7 == 6 ? -sign : sign)]);
            weights = TestWeights.Build(shape, length => [.. Enumerable.Repeat(1f / 64, (int)length)]);
            Check(model, weights.ToLstmWeights(), (_, _) => [.. Enumerable.Repeat(sign, shape.Input)]);
        }
    }

    private static void Check(ModelCase model, LstmWeights weights, Func<int, Random, float[]> inputOf)
    {
        LstmShape shape = model.Shape;
        LstmParameters parameters = weights.Bind(shape);
        foreach (string kernelSet in model.KernelSets)
        {
            Check(model, model.Create(weights, kernelSet), parameters, inputOf);
        }
    }

    private static void Check(ModelCase model, CompiledModel compiled, LstmParameters parameters, Func<int, Random, float[]> inputOf)
    {
        (string name, LstmShape shape) = (model.Name, model.Shape);
        LstmState state = compiled.CreateState(), before = compiled.CreateState();
        var random = new Random(5);
        double largest = 0;
        float[] output = new float[shape.OutputSize];
        for (int step = 0; step < 25; step++)
        {
            float[] input = inputOf(step, random);
            before.CopyFrom(state);
            compiled.Step(input, state, output);
            float[] x = input;
            for (int layer = 0; layer < shape.Layers; layer++)
            {
                bool exact = layer == 0 && (shape.Input <= 16 || name[0] == 'V');
                (double[] h, double[] c) = Layer(parameters, shape, layer, x, exact, before.Hidden(layer), before.Cell(layer));
                largest = Math.Max(largest, Distance(h, state.Hidden(layer)));
                largest = Math.Max(largest, Distance(c, state.Cell(layer)));
                x = state.Hidden(layer);
            }
        }

        Assert.True(largest < 1e-6, $"{name}, {compiled.KernelSet}: a step is off by {largest:e2}");
    }

    /// <summary>The largest difference; of values above 1, such as a c that grows, relative to them.</summary>
    private static double Distance(double[] expected, float[] found) => expected.Zip(found, (one, other) => Math.Abs(one - other) / Math.Max(1, Math.Abs(one))).Max();

    private static (double[] H, double[] C) Layer(LstmParameters parameters, LstmShape shape, int layer, float[] x, bool exact, float[] h, float[] c)
    {
        int units = shape.Hidden;
        double[] ofInputs = Sums(parameters.WeightIh(layer), 4 * units, x, exact ? LstmNumbers.Single : shape.Weights);
        double[] ofHidden = Sums(parameters.WeightHh(layer), 4 * units, h, shape.Weights);
        ReadOnlySpan<float> one = parameters.BiasIh(layer), other = parameters.BiasHh(layer);
        double[] z = new double[4 * units], newH = new double[units], newC = new double[units];
        for (int at = 0; at < z.Length; at++)
        {
            z[at] = ofInputs[at] + ofHidden[at] + one[at] + other[at];
        }

        float[] none = new float[units], ofI = none, ofF = none, ofO = none;
        if (shape.CellOptions.Peepholes)
        {
            (ofI, ofF, ofO) = (parameters.PeepholeI(layer).ToArray(), parameters.PeepholeF(layer).ToArray(), parameters.PeepholeO(layer).ToArray());
        }

        for (int unit = 0; unit < units; unit++)
        {
            double i = Logistic(z[unit] + (ofI[unit] * c[unit])), f = Logistic(z[units + unit] + (ofF[unit] * c[unit]));
            newC[unit] = (f * c[unit]) + (i * Math.Tanh(z[(2 * units) + unit]));
            newH[unit] = Logistic(z[(3 * units) + unit] + (ofO[unit] * newC[unit])) * Math.Tanh(newC[unit]);
        }

        return (newH, newC);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Sums(ReadOnlySpan<float> weights, int rows, float[] x, LstmNumbers numbers)
    {
        double[] sums = new double[rows];
        float most = x.Max(Math.Abs);
        int largest = numbers == LstmNumbers.Int16 ? 8191 : 127;
        float inverse = largest / most, scale = most / largest;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> each = weights.Slice(row * x.Length, x.Length);
            if (numbers == LstmNumbers.Single || most == 0)
            {
                for (int at = 0; at < x.Length; at++)
                {
                    sums[row] += (double)each[at] * x[at];
                }

                continue;
            }

            double scaleOfRow = Scale(each, numbers);
            long sum = 0;
            for (int at = 0; at < x.Length; at++)
            {
                sum += (long)Math.Round(each[at] / scaleOfRow) * (long)MathF.Round(x[at] * inverse);
            }

            sums[row] = sum * scaleOfRow * scale;
        }

        return sums;
    }

    /// <summary>Of 16 bits: no integer above 32,767 and no more than (2^31 - 1) / 8,191 in a row; of 8: none above 127 and no more than 128 in a pair of neighbours.</summary>
    private static double Scale(ReadOnlySpan<float> row, LstmNumbers numbers)
    {
        double most = 0, sum = 0, pair = 0;
        for (int at = 0; at < row.Length; at++)
        {
            most = Math.Max(most, Math.Abs(row[at]));
            sum += Math.Abs((double)row[at]);
            pair = Math.Max(pair, Math.Abs((double)row[at]) + (at % 2 == 1 ? Math.Abs((double)row[at - 1]) : 0));
        }

        double inverse = numbers == LstmNumbers.Int16 ? Math.Min(32767 / most, 262176 / sum) : Math.Min(127 / most, 128 / pair);
        while (true)
        {
            double scale = (float)(1 / inverse);
            long[] integers = [.. row.ToArray().Select(weight => Math.Abs((long)Math.Round(weight / scale)))];
            if (numbers == LstmNumbers.Int16 ? integers.Sum() <= 262176 && integers.Max() <= 32767
                : integers.Max() <= 127 && integers.Chunk(2).All(two => two.Sum() <= 128))
            {
                return scale;
            }

            inverse *= 1 - (1d / 4096);
        }
    }
}
