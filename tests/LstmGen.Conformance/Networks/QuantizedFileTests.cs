using LstmGen.Formats;
using LstmGen.TestKit.Files;

namespace LstmGen.Conformance.Networks;

/// <summary>Weight files of 8-bit integers: what is read from one is what was written, whichever class reads it, and nothing is rounded twice.</summary>
public sealed class QuantizedFileTests
{
    private static readonly Dictionary<string, Action> s_models = new()
    {
        [nameof(I128H128L2O32Int8)] = Same<I128H128L2O32Int8>,
        [nameof(I24H20L2O3Int8)] = Same<I24H20L2O3Int8>,
        [nameof(I33H65P18BothInt8)] = Same<I33H65P18BothInt8>,
        [nameof(NarrowChain)] = Same<NarrowChain>,
        [nameof(I21H37O2NormGatesInt16)] = Same<I21H37O2NormGatesInt16>,
        [nameof(I12H100P36L2O4NoBias)] = Same<I12H100P36L2O4NoBias>,
    };

    public static TheoryData<string> Models => [.. s_models.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void WhatIsReadIsWhatWasWritten(string name) => s_models[name]();

    [Fact]
    public void AFileHasAQuarterOfTheBytes()
    {
        LstmParameters parameters = LstmWeights.Random(3).Bind(I128H128L2O32Int8.Shape);
        long Bytes(IEnumerable<SafetensorsTensor> tensors) => tensors.Sum(tensor => (long)tensor.Data.Length);
        double part = Bytes(LstmQuantization.ToTensors(parameters)) / (double)Bytes(parameters.ToTensors());
        Assert.InRange(part, 0.25, 0.29);
    }

    [Fact]
    public void ScalesThatAreMissingOrDoNotFitAreNamed()
    {
        LstmShape shape = I24H20L2O3Int8.Shape;
        SafetensorsTensor[] tensors = [.. LstmQuantization.ToTensors(LstmWeights.Random(3).Bind(shape))];
        SafetensorsTensor scales = tensors.Single(tensor => tensor.Name == "weight_hh_l1.scale");
        string expected = "'weight_hh_l1' has dtype I8; F32, F16 or BF16 was expected, or I8 with a scale a row in 'weight_hh_l1.scale', F32 [80].";
        Assert.EndsWith(expected, Refused(tensors.Where(tensor => tensor != scales)), StringComparison.Ordinal);
        Assert.EndsWith(expected, Refused(With(new(scales.Name, SafetensorsDtype.F16, [80], new byte[160]))), StringComparison.Ordinal);
        Assert.EndsWith(expected, Refused(With(SafetensorsTensor.FromFloats(scales.Name, [79], new float[79]))), StringComparison.Ordinal);
        Assert.EndsWith(expected, Refused(With(SafetensorsTensor.FromFloats(scales.Name, [80, 1], new float[80]))), StringComparison.Ordinal);
        Assert.Contains("holds NaN at", Refused(With(SafetensorsTensor.FromFloats(scales.Name, [80], Enumerable.Repeat(float.NaN, 80).ToArray()))), StringComparison.Ordinal);

        // A vector has no rows; and scales of what is no matrix of integers have no use.
        SafetensorsTensor bias = tensors.Single(tensor => tensor.Name == "bias_hh_l1");
        Assert.Contains("'bias_hh_l1' has dtype I8", Refused([.. tensors.Where(tensor => tensor != bias), new("bias_hh_l1", SafetensorsDtype.I8, [80], new byte[80])]), StringComparison.Ordinal);
        Assert.Contains("'head.weight.scale' is not used", Refused([.. tensors, SafetensorsTensor.FromFloats("head.weight.scale", [3], new float[3])]), StringComparison.Ordinal);

        IEnumerable<SafetensorsTensor> With(SafetensorsTensor other) => tensors.Select(tensor => tensor == scales ? other : tensor);

        string Refused(IEnumerable<SafetensorsTensor> some) => Assert.Throws<LstmFormatException>(() => LstmWeights.From([.. some]).Bind(shape)).Message;
    }

    [Fact]
    public void WeightsThatAreNotFiniteAreRefused()
    {
        LstmParameters parameters = LstmWeights.Random(3).Bind(I24H20L2O3Int8.Shape);
        Assert.Throws<ArgumentNullException>(() => LstmQuantization.ToTensors(null!));
        Assert.Throws<ArgumentNullException>(() => LstmQuantization.ToTensors(parameters, null!));
        parameters.Parts[1].RecurrentWeights[23] = float.PositiveInfinity;
        Assert.Contains("tensor 'weight_hh_l1' holds Infinity at [1, 3]", Assert.Throws<LstmFormatException>(() => LstmQuantization.ToTensors(parameters)).Message, StringComparison.Ordinal);
    }

    private static void Same<TModel>()
        where TModel : class, ILstmModel<TModel>
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("weights.safetensors"), again = folder.File("again.safetensors");
        LstmParameters exact = LstmWeights.Random(3).Bind(TModel.Shape);
        SafetensorsWriter.Write(path, [.. LstmQuantization.ToTensors(exact, "lstm.")]);
        LstmParameters read = LstmWeights.Load(path, "lstm.").Bind(TModel.Shape);
        SafetensorsWriter.Write(again, [.. LstmQuantization.ToTensors(read, "lstm.")]);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
        Assert.True(SafetensorsFile.Load(path).Tensors.Count(tensor => tensor.Dtype == SafetensorsDtype.I8) > 0);

        // No weight is further from what it was than half a step of its row.
        foreach ((SafetensorsTensor before, SafetensorsTensor after) in exact.ToTensors("lstm.").Zip(read.ToTensors("lstm.")))
        {
            float[] expected = before.ToFloats(), found = after.ToFloats();
            int columns = (int)before.Shape[^1];
            for (int at = 0; at < expected.Length; at++)
            {
                float largest = expected.AsSpan(at / columns * columns, columns).ToArray().Max(Math.Abs);
                Assert.InRange(Math.Abs(expected[at] - found[at]), 0, largest * 1.01f / 127);
            }
        }

        // A class from the file, and one from the floats that it stands for, are the same.
        TModel one = TModel.Create(LstmWeights.Load(path, "lstm.")), other = TModel.Create(LstmWeights.From([.. read.ToTensors()]));
        float[] inputs = [.. Enumerable.Range(0, 6 * TModel.Shape.Input).Select(index => MathF.Sin(index))], found1 = new float[6 * TModel.Shape.OutputSize], found2 = new float[found1.Length];
        one.Run(inputs, one.CreateState(), found1);
        other.Run(inputs, other.CreateState(), found2);
        Bits.AssertSame(found1, found2, "outputs");
    }
}
