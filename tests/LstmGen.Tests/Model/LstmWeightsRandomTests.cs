using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LstmGen.Tests.Model;

/// <summary>Random initial values: PyTorch's distribution, and the same bits everywhere and for ever.</summary>
public sealed class LstmWeightsRandomTests
{
    // Hashes and bits of an independent computation in NumPy from the formula in the documentation of LstmWeights.Random.
    [Theory]
    [InlineData(42, 3, 2, 2, 1, true, "09e35b5454f9ce7274954752aebbb2400acc4f640f13d26c619c49a85ae3bfe2")]
    [InlineData(ulong.MaxValue, 20, 5, 3, 4, true, "87f0c8a7d4cb68ade6d0b05040964f52b89cac34001d1abd88e3d71ddda0ba43")]
    [InlineData(7, 4, 3, 1, 0, false, "13b34e54c9124d83ba16bd47b657667db7d65446c15960f0311f71e0d53e28ba")]
    [InlineData(11, 5, 3, 2, 2, true, "54ed93b313df46d875f19cb9ace375c0f21834bd2651f67f1e52432a2f617664", true, false)]
    [InlineData(12, 6, 2, 1, 0, true, "dfbfdf88ea01f0323f68c59129bbc6f617fd4e48a5a28ba45290abc1956708d6", false, true)]
    [InlineData(13, 5, 3, 3, 1, false, "302c7191aaca24974093ac80d09ee338c13a3fadf626db9337529f4c3b2be55d", true, true)]
    public void The_values_of_a_seed_never_change(
        ulong seed, int hidden, int input, int layers, int output, bool bias, string sha256, bool peepholes = false, bool coupled = false)
    {
        LstmParameters parameters = LstmWeights.Random(seed).Bind(
            new LstmShape(input, hidden, layers, output, bias, CellOptions: new() { Peepholes = peepholes, CoupledGates = coupled ? LstmCoupledGates.InputFromForget : default }));
        float[] all = [.. NamedTensors.All(parameters).SelectMany(values => values)];
        Assert.Equal(parameters.Shape.ParameterCount, all.Length);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(all))));
    }

    [Fact]
    public void The_first_and_last_values_of_seed_42()
    {
        LstmParameters parameters = LstmWeights.Random(42).Bind(new LstmShape(2, 3, 2, 1));
        Assert.Equal([0x3e8ed094u, 0xbec91031u, 0xbe82e47bu, 0xbe383b26u], parameters.WeightIh(0)[..4].ToArray().Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(0x3f0b9225u, BitConverter.SingleToUInt32Bits(parameters.HeadBiases[0]));
    }

    [Fact]
    public void The_values_are_uniform_between_the_bounds()
    {
        LstmParameters parameters = LstmWeights.Random(1).Bind(new LstmShape(64, 64, 2, 8));
        Assert.All(NamedTensors.All(parameters).Where(values => values.Length > 4000), values =>
        {
            Assert.All(values, value => Assert.InRange(value, -0.125f, 0.125f));
            int[] bins = new int[16];
            foreach (float value in values)
            {
                bins[(int)((value + 0.125f) * 64)]++;
            }

            // Chi-squared with 15 degrees of freedom: above 45 once in 13,000 samples, and the seed is fixed.
            double expected = values.Length / 16.0;
            Assert.True(bins.Sum(count => (count - expected) * (count - expected) / expected) < 45);
        });
    }

    [Fact]
    public void Seeds_and_tensors_differ()
    {
        var shape = new LstmShape(4, 4, 2);
        List<float[]> one = NamedTensors.All(LstmWeights.Random(1).Bind(shape));
        Assert.NotEqual(one[0], NamedTensors.All(LstmWeights.Random(2).Bind(shape))[0]);
        Assert.NotEqual(one[0], one[7]);
        Assert.NotEqual(one[2], one[3]);
        Assert.Equal(one, NamedTensors.All(LstmWeights.Random(1).Bind(shape)));
    }
}
