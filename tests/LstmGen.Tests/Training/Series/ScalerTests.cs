using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Scaling: fitted on the training rows alone, undone exactly enough, saved to the last bit.</summary>
public sealed class ScalerTests
{
    // Three columns: a ramp, a constant, an alternation; the last rows are far away.
    private static readonly float[] Series = [1, 7, -2, 2, 7, 2, 3, 7, -2, 4, 7, 2, 900, -900, 900];

    private static readonly SeriesPart Training = new(0, 4);

    [Fact]
    public void StandardHasMeanZeroAndDeviationOneOnTheTrainingRows()
    {
        SeriesScaler scaler = SeriesScaler.Standard(Series, 3, Training);
        Assert.Equal([2.5f, 7, 0], scaler.Offset.ToArray());
        Assert.Equal([MathF.Sqrt(1.25f), 1, 2], scaler.Scale.ToArray());
    }

    [Fact]
    public void MinMaxGoesFromZeroToOneOnTheTrainingRows()
    {
        SeriesScaler scaler = SeriesScaler.MinMax(Series, 3, Training);
        float[] scaled = new float[12];
        scaler.Transform(Series.AsSpan(0, 12), scaled);
        Assert.Equal([1, 7, -2], scaler.Offset.ToArray());
        Assert.Equal([0, 0, 0, 1 / 3f, 0, 1, 2 / 3f, 0, 0, 1, 0, 1], scaled);
    }

    [Fact]
    public void RowsOutsideTheTrainingPartDoNotShow()
    {
        float[] other = [.. Series[..12], float.NaN, float.PositiveInfinity, 5];
        Assert.Equal(SeriesScaler.Standard(Series, 3, Training).Scale.ToArray(), SeriesScaler.Standard(other, 3, Training).Scale.ToArray());
    }

    [Fact]
    public void TheInverseUndoesTheTransformInPlace()
    {
        SeriesScaler scaler = SeriesScaler.Standard(Series, 3, Training);
        float[] values = [.. Series];
        scaler.Transform(values, values);
        scaler.Inverse(values, values);
        for (int index = 0; index < values.Length; index++)
        {
            Assert.Equal(Series[index], values[index], MathF.Abs(Series[index]) * 1e-5f);
        }
    }

    [Fact]
    public void ColumnsCanBeSelected()
    {
        SeriesScaler scaler = SeriesScaler.Standard(Series, 3, Training).Select(2, 0);
        Assert.Equal([0, 2.5f], scaler.Offset.ToArray());
        Assert.Equal(4.5f, scaler.Inverse(0, 2.25f));
    }

    [Fact]
    public void AFileGivesTheSameBitsBack()
    {
        using var folder = new TemporaryFolder();
        SeriesScaler scaler = SeriesScaler.Standard(Series, 3, Training);
        SafetensorsWriter.Write(folder.File("s"), scaler.ToTensors("x."));
        SeriesScaler loaded = SeriesScaler.From(SafetensorsFile.Load(folder.File("s")), "x.");
        Assert.Equal(scaler.Offset.ToArray(), loaded.Offset.ToArray());
        Assert.Equal(scaler.Scale.ToArray(), loaded.Scale.ToArray());
    }

    [Fact]
    public void AFileWithAScaleOfZeroIsRefused()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(
            folder.File("s"), [SafetensorsTensor.FromFloats("scaler.series_offset", [2], [1, 2]), SafetensorsTensor.FromFloats("scaler.series_scale", [2], [1, 0])]);
        var error = Assert.Throws<LstmFormatException>(() => SeriesScaler.From(SafetensorsFile.Load(folder.File("s"))));
        Assert.EndsWith("'scaler.': Column 1 has offset 2 and scale 0; finite numbers and a scale other than 0 were expected.", error.Message);
    }

    [Fact]
    public void ATrainingValueThatIsNotFiniteIsNamed()
    {
        float[] bad = [.. Series];
        bad[7] = float.NegativeInfinity;
        var error = Assert.Throws<ArgumentException>(() => SeriesScaler.MinMax(bad, 3, new SeriesPart(1, 4)));
        Assert.StartsWith("series holds -Infinity in row 2, column 1; finite values, or NaN where one is missing, were expected.", error.Message);
    }

    [Theory]
    [InlineData(5, 5)] // no whole rows
    [InlineData(6, 4)]
    [InlineData(4, 6)]
    [InlineData(0, 2)]
    public void BuffersThatDoNotFitAreRefusedBeforeAnythingIsWritten(int from, int to)
    {
        var scaler = new SeriesScaler([1, 2], [3, 4]);
        float[] written = [.. Enumerable.Repeat(7f, to)];
        Assert.Throws<ArgumentException>(() => scaler.Transform(new float[from], written));
        Assert.Throws<ArgumentException>(() => scaler.Inverse(new float[from], written));
        Assert.All(written, value => Assert.Equal(7, value));
        Assert.ThrowsAny<ArgumentException>(() => new SeriesScaler([1, 2], [3]));
    }
}
