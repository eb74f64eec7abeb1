using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LstmGen.Training;

namespace LstmGen.Tests.Model;

/// <summary>Initialisers beside PyTorch's: what Keras makes, forget biases, for every kind of cell, and the same bits everywhere and for ever.</summary>
public sealed class LstmInitializerTests
{
    public static TheoryData<bool, bool> Cells => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Recurrent_weights_have_orthonormal_columns(bool peepholes, bool coupled)
    {
        foreach (int hidden in (int[])[1, 2, 16, 31, 32, 33, 70])
        {
            LstmParameters parameters = Keras(new LstmShape(3, hidden, 2, CellOptions: new() { Peepholes = peepholes, CoupledGates = coupled ? LstmCoupledGates.InputFromForget : default }), 5);
            for (int layer = 0; layer < 2; layer++)
            {
                AssertOrthonormal(parameters.WeightHh(layer), hidden);
            }

            Assert.NotEqual(parameters.WeightHh(0).ToArray(), parameters.WeightHh(1).ToArray());
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    [InlineData(64, 64)]
    [InlineData(40, 130)]
    public void The_shorter_side_is_orthonormal(int rows, int columns)
    {
        float[] values = new float[rows * columns];
        OrthogonalMatrix.Fill(values, rows, columns, 77);
        float[] tall = rows >= columns ? values : [.. Enumerable.Range(0, values.Length).Select(at => values[((at % rows) * columns) + (at / rows)])];
        AssertOrthonormal(tall, Math.Min(rows, columns));
    }

    /// <summary>Gram and Schmidt, column by column, give the one factorisation with a positive diagonal.</summary>
    [Fact]
    public void It_is_the_factor_of_the_normal_deviates_with_a_positive_diagonal()
    {
        const int rows = 90, columns = 40;
        float[] values = new float[rows * columns];
        OrthogonalMatrix.Fill(values, rows, columns, 9);
        double[][] q = new double[columns][];
        for (int column = 0; column < columns; column++)
        {
            double[] rest = [.. Enumerable.Range(0, rows).Select(row => (double)CounterRandom.Normal(9, (ulong)((row * columns) + column)))];
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] before in q[..column])
                {
                    double product = before.Zip(rest, (x, y) => x * y).Sum();
                    rest = [.. rest.Zip(before, (x, y) => x - (product * y))];
                }
            }

            double norm = Math.Sqrt(rest.Sum(value => value * value));
            q[column] = [.. rest.Select(value => value / norm)];
            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(q[column][row], values[(row * columns) + column], 1e-7);
            }
        }
    }

    [Fact]
    public void Matrices_of_inputs_are_uniform_within_the_limit_of_Glorot()
    {
        var shape = new LstmShape(100, 64, 2, 50, CellOptions: new() { Peepholes = true });
        LstmParameters parameters = Keras(shape, 3);
        AssertUniform(parameters.WeightIh(0), Math.Sqrt(6.0 / (100 + (4 * 64))));
        AssertUniform(parameters.WeightIh(1), Math.Sqrt(6.0 / (64 + (4 * 64))));
        AssertUniform(parameters.HeadWeights, Math.Sqrt(6.0 / (64 + 50)));
        LstmParameters coupled = Keras(new LstmShape(100, 300, CellOptions: new() { Peepholes = true, CoupledGates = LstmCoupledGates.InputFromForget }), 3);
        AssertUniform(coupled.WeightIh(0), Math.Sqrt(6.0 / (100 + (3 * 300))));
        AssertUniform(coupled.PeepholeF(0), Math.Sqrt(6.0 / 600));
        AssertUniform(coupled.PeepholeO(0), Math.Sqrt(6.0 / 600));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Biases_are_0_and_of_the_forget_gate_1(bool peepholes, bool coupled)
    {
        var shape = new LstmShape(3, 5, 2, 4, CellOptions: new() { Peepholes = peepholes, CoupledGates = coupled ? LstmCoupledGates.InputFromForget : default });
        LstmParameters parameters = Keras(shape, 1);
        Assert.All(parameters.HeadBiases.ToArray(), value => Assert.Equal(0, value));
        for (int layer = 0; layer < 2; layer++)
        {
            Assert.Equal(Expected(shape, 1), parameters.BiasIh(layer).ToArray());
            Assert.Equal(new float[shape.Gates * 5], parameters.BiasHh(layer).ToArray());
        }

        LstmParameters none = LstmWeights.Random(1, LstmInitializer.Keras with { ForgetBias = 0 }).Bind(shape);
        Assert.Equal(new float[shape.Gates * 5], none.BiasIh(1).ToArray());
        Assert.Equal(parameters.WeightIh(1).ToArray(), none.WeightIh(1).ToArray());
        Assert.Equal(parameters.HeadWeights.ToArray(), none.HeadWeights.ToArray());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_forget_bias_changes_nothing_else(bool peepholes, bool coupled)
    {
        var shape = new LstmShape(3, 5, 2, 4, CellOptions: new() { Peepholes = peepholes, CoupledGates = coupled ? LstmCoupledGates.InputFromForget : default });
        LstmParameters plain = LstmWeights.Random(8).Bind(shape);
        LstmParameters biased = LstmWeights.Random(8, LstmInitializer.PyTorch with { ForgetBias = 2.5f }).Bind(shape);
        bool[] forget = [.. Expected(shape, 1).Select(value => value == 1)];
        Assert.Equal(5, forget.Count(value => value));
        foreach (ModelTensor tensor in shape.Tensors())
        {
            float[] expected = [.. plain.Values(tensor)];
            bool isBias = tensor.Name.StartsWith("bias_", StringComparison.Ordinal);
            for (int index = 0; isBias && index < expected.Length; index++)
            {
                expected[index] = !forget[index] ? expected[index] : tensor.Name.StartsWith("bias_ih", StringComparison.Ordinal) ? 2.5f : 0;
            }

            Assert.Equal(expected, biased.Values(tensor));
        }
    }

    [Fact]
    public void Without_biases_a_forget_bias_is_refused_and_Keras_has_none()
    {
        var shape = new LstmShape(3, 5, 1, 2, Bias: false);
        LstmParameters parameters = Keras(shape, 1);
        Assert.Equal(3, NamedTensors.All(parameters).Count(values => values.Length > 0));
        foreach (LstmInitializer initializer in (LstmInitializer[])[LstmInitializer.PyTorch, LstmInitializer.Keras])
        {
            var error = Assert.Throws<ArgumentException>(() => LstmWeights.Random(1, initializer with { ForgetBias = 1.5f }).Bind(shape));
            Assert.StartsWith("The initialiser's ForgetBias is 1.5, but ", error.Message);
            foreach (float wrong in (float[])[float.NaN, float.PositiveInfinity])
            {
                var range = Assert.Throws<ArgumentOutOfRangeException>(() => LstmWeights.Random(1, initializer with { ForgetBias = wrong }));
                Assert.Contains("ForgetBias must be a finite float.", range.Message);
            }
        }

        Assert.Throws<ArgumentNullException>(() => LstmWeights.Random(1, null!));
    }

    [Fact]
    public void Seeds_differ_and_PyTorchs_is_the_default()
    {
        var shape = new LstmShape(4, 4, 2, 1);
        Assert.Equal(Hash(LstmWeights.Random(6).Bind(shape)), Hash(LstmWeights.Random(6, LstmInitializer.PyTorch).Bind(shape)));
        Assert.NotEqual(Keras(shape, 1).WeightIh(0).ToArray(), Keras(shape, 2).WeightIh(0).ToArray());
        Assert.NotEqual(Keras(shape, 1).WeightHh(0).ToArray(), Keras(shape, 2).WeightHh(0).ToArray());
    }

    // Hashes of an independent computation in Python.
    [Theory]
    [InlineData(42, 3, 2, 2, 1, true, false, false, "dd9d9a08b561556fea4b6b5a62f973a256ca03f989293ec57645d2cae499c3b6")]
    [InlineData(7, 40, 5, 1, 4, false, true, false, "148e846b9daf9d71d387e676a4b8c38caa5357cd2ead87a43add3073970ad326")]
    [InlineData(11, 70, 3, 2, 2, true, true, true, "7c655fa4889102c8ba551226008a1f20a75f8e7ab8f84e2b4dc25a9f495e3b8d")]
    public void The_values_of_a_seed_never_change(
        ulong seed, int hidden, int input, int layers, int output, bool bias, bool peepholes, bool coupled, string sha256)
        => Assert.Equal(sha256, Hash(Keras(new LstmShape(input, hidden, layers, output, bias, CellOptions: new() { Peepholes = peepholes, CoupledGates = coupled ? LstmCoupledGates.InputFromForget : default }), seed)));

    private static LstmParameters Keras(LstmShape shape, ulong seed) => LstmWeights.Random(seed, LstmInitializer.Keras).Bind(shape);

    private static string Hash(LstmParameters parameters)
        => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(NamedTensors.All(parameters).SelectMany(values => values).ToArray())));

    /// <summary>A bias of which the forget gate's rows, the second of i, f, g, o and the first of f, g, o, have a value.</summary>
    private static float[] Expected(LstmShape shape, float forget)
    {
        float[] bias = new float[shape.Gates * shape.Hidden];
        bias.AsSpan(shape.CellOptions.CoupledGates != LstmCoupledGates.None ? 0 : shape.Hidden, shape.Hidden).Fill(forget);
        return bias;
    }

    private static void AssertOrthonormal(ReadOnlySpan<float> matrix, int columns)
    {
        for (int left = 0; left < columns; left++)
        {
            for (int right = left; right < columns; right++)
            {
                double product = 0;
                for (int row = 0; row < matrix.Length / columns; row++)
                {
                    product += (double)matrix[(row * columns) + left] * matrix[(row * columns) + right];
                }

                Assert.Equal(left == right ? 1 : 0, product, 1e-6);
            }
        }
    }

    /// <summary>The variance of a uniform distribution is a third of the square of its limit; five standard deviations, the seed being fixed.</summary>
    private static void AssertUniform(ReadOnlySpan<float> values, double limit)
    {
        double sum = 0, squares = 0, largest = 0;
        foreach (float value in values)
        {
            Assert.InRange(value, (float)-limit, (float)limit);
            (sum, squares, largest) = (sum + value, squares + ((double)value * value), Math.Max(largest, Math.Abs(value)));
        }

        double variance = limit * limit / 3;
        Assert.InRange(largest, 0.99 * limit, limit * 1.000001);
        Assert.True(Math.Abs(sum / values.Length) < 5 * Math.Sqrt(variance / values.Length));
        Assert.True(Math.Abs((squares / values.Length / variance) - 1) < 5 * Math.Sqrt(0.8 / values.Length));
    }
}
