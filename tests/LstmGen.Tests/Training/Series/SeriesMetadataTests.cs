using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>One file is the model: scalings in the metadata of the weights come back to the last bit, and those of other columns are refused.</summary>
public sealed class SeriesMetadataTests
{
    private const string Key = "lstmgen.series_scaler.1.inputs";

    [Property(MaxTest = 200)]
    public void EveryFloatComesBackToItsBits(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        float Next(bool positive)
        {
            while (true)
            {
                float value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
                if (float.IsFinite(value) && value != 0)
                {
                    return positive ? Math.Abs(value) : value;
                }
            }
        }

        int count = random.Next(1, 9);
        float[] offset = [.. Enumerable.Range(0, count).Select(_ => Next(false))], scale = [.. Enumerable.Range(0, count).Select(_ => Next(true))];
        string[] names = [.. Enumerable.Range(0, count).Select(n => $"{n} \"é\\{(char)random.Next(32, 500)}\"")];
        SafetensorsWriter.Write(folder.File("s"), [], [new SeriesScaler(offset, scale).ToMetadata(names), new SeriesLevels(scale).ToMetadata(names)]);
        SafetensorsFile file = SafetensorsFile.Load(folder.File("s"));
        SeriesScaler scaler = SeriesScaler.FromMetadata(file, names);
        SeriesLevels levels = SeriesLevels.FromMetadata(file, out IReadOnlyList<string> series);
        Assert.Equal(Bits(offset), Bits(scaler.Offset.ToArray()));
        Assert.Equal(Bits(scale), Bits(scaler.Scale.ToArray()));
        Assert.Equal(Bits(scale), Bits(levels.Levels.ToArray()));
        Assert.Equal(names, series);
    }

    [Fact]
    public void TheWeightsOfSuchAFileLoadAsOfAnyOther()
    {
        using var folder = new TemporaryFolder();
        var shape = new LstmShape(2, 3, 1, 1);
        LstmParameters parameters = LstmWeights.Random(seed: 1).Bind(shape);
        parameters.Save(folder.File("s"), [new SeriesScaler([1, 2], [3, 4]).ToMetadata(["pm", "wind"])], prefix: "lstm.");
        LstmParameters loaded = LstmWeights.Load(folder.File("s"), "lstm.").Bind(shape);
        Assert.Equal(parameters.HeadWeights.ToArray(), loaded.HeadWeights.ToArray());
        Assert.Equal([3, 4], SeriesScaler.FromMetadata(SafetensorsFile.Load(folder.File("s")), ["pm", "wind"]).Scale.ToArray());
    }

    [Theory]
    [InlineData(new[] { "pm" }, "number 1 of the 2 columns is 'wind'; none of 1 was expected.")]
    [InlineData(new[] { "wind", "pm" }, "number 0 of the 2 columns is 'pm'; 'wind' of 2 was expected.")]
    [InlineData(new[] { "pm", "wind", "rain" }, "number 2 of the 2 columns is none; 'rain' of 3 was expected.")]
    public void AScalerOfOtherColumnsIsRefused(string[] columns, string message)
        => Assert.EndsWith(message, Refused(new SeriesScaler([1, 2], [3, 4]).ToMetadata(["pm", "wind"]), columns));

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "an object was expected.")]
    [InlineData("{}", "there is no list columns.")]
    [InlineData("{\"columns\":[1]}", "columns 0 is no text.")]
    [InlineData("{\"columns\":[\"pm\"]}", "there is no list offset.")]
    [InlineData("{\"columns\":[\"pm\"],\"offset\":[1e99],\"scale\":[1]}", "finite numbers and a scale other than 0 were expected.")]
    [InlineData("{\"columns\":[\"pm\"],\"offset\":[true],\"scale\":[1]}", "offset 0 is no number of a float.")]
    [InlineData("{\"columns\":[\"pm\"],\"offset\":[1],\"scale\":[0]}", "finite numbers and a scale other than 0 were expected.")]
    [InlineData("{\"columns\":[\"pm\"],\"offset\":[1],\"scale\":[1,2]}", "as many of both, at least 1, were expected.")]
    [InlineData("{\"columns\":[[[[[[[]]]]]]]}", "depth")]
    public void ADamagedTextIsRefused(string text, string message)
    {
        string error = Refused(new(Key, text), ["pm"]);
        Assert.Contains($"metadata '{Key}': ", error);
        Assert.Contains(message, error);
    }

    [Fact]
    public void ALongWordIsNotRepeated() => Assert.InRange(Refused(new(Key, new string('7', 100_000)), ["pm"]).Length, 1, 400);

    [Fact]
    public void AFileWithoutTheScalerSaysWhatItLacks()
        => Assert.EndsWith("the metadata have no 'lstmgen.series_scaler.1.inputs'; it was expected beside the weights.", Refused(new("other", "1"), ["pm"]));

    [Fact]
    public void NamesAreThoseOfTheColumnsEachOnce()
    {
        var scaler = new SeriesScaler([1, 2], [3, 4]);
        Assert.Throws<ArgumentException>(() => scaler.ToMetadata(["pm"]));
        Assert.Throws<ArgumentException>(() => scaler.ToMetadata(["pm", "pm"]));
        Assert.Throws<ArgumentException>(() => scaler.ToMetadata(["pm", "\ud800"]));
    }

    [Fact]
    public void LevelsAreMeansOfWhatIsThere()
    {
        float[] series = [1, 9, -3, 9, float.NaN, 9, 0, 9, 0, 9, float.NaN, 9];
        SeriesLevels levels = SeriesLevels.Of(series, 2, 0, [new(0, 3), new(3, 5), new(5, 6)]);
        Assert.Equal([2, 1, 1], levels.Levels.ToArray());
        Assert.Equal(1.5f, levels.Transform(0, 3));
        Assert.Equal(3, levels.Inverse(0, 1.5f));
        Assert.Equal(1, SeriesLevels.LevelOf([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesLevels.Of(series, 2, 2, [new(0, 3)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesLevels.Of(series, 2, 0, [new(0, 7)]));
        foreach (float bad in new[] { 0, -1, float.NaN, float.PositiveInfinity })
        {
            Assert.Throws<ArgumentException>(() => new SeriesLevels(1, bad));
        }
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    private static string Refused(KeyValuePair<string, string> entry, string[] columns)
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("s"), [], [entry]);
        return Assert.Throws<LstmFormatException>(() => SeriesScaler.FromMetadata(SafetensorsFile.Load(folder.File("s")), columns)).Message;
    }
}
