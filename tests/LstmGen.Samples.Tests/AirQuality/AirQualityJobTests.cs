using LstmGen.Samples.AirQuality;
using LstmGen.Tests.Samples.Frame;

namespace LstmGen.Samples.Tests.AirQuality;

/// <summary>The whole job on the set that the sample makes: it beats its baselines, and one file is the model.</summary>
[Collection(nameof(ConsoleUse))]
public sealed class AirQualityJobTests
{
    [Fact]
    public void ItBeatsTheLastValueAndHoldsFourOfFiveAndItsFileGivesTheSameForecasts()
    {
        using var folder = new TemporaryFolder();
        string output = Fine("--epochs", "20", "--save", folder.File("m.safetensors"), "--svg", folder.File("a.svg"));
        (double last, double lstm)[] errors = [.. Rows(output, "last value").Zip(Rows(output, "LSTM"), (a, b) => (a[0], b[0]))];
        Assert.Equal(3, errors.Length);
        Assert.All(errors, pair => Assert.True(pair.lstm < 0.95 * pair.last, $"{pair}"));
        Assert.All(Rows(output, "LSTM"), row => Assert.InRange(row[2], 65, 92));
        Assert.StartsWith("<?xml", File.ReadAllText(folder.File("a.svg")), StringComparison.Ordinal);

        string loaded = Fine("--load", folder.File("m.safetensors"));
        Assert.Equal(Tables(output), Tables(loaded));
    }

    [Fact]
    public void HoursThatComeOneByOneGiveTheForecastsOfAllTogether()
    {
        using var folder = new TemporaryFolder();
        Fine("--epochs", "1", "--save", folder.File("m.safetensors"));
        Hours hours = MadeUpAir.Make(300, seed: 4);
        Forecast[][] all = Forecaster.Load(folder.File("m.safetensors")).Run(hours);
        Forecaster live = Forecaster.Load(folder.File("m.safetensors"));
        var now = new Forecast[Forecaster.Horizons.Length];
        for (int hour = 0; hour < hours.Count; hour++)
        {
            live.Next(hours[hour], now);
            Assert.Equal(all.Select(of => of[hour]), now);
            Assert.All(now, forecast => Assert.True(float.IsNaN(forecast.Mean) || forecast.Interval.Contains(forecast.Mean) || forecast.Mean >= 0));
        }
    }

    [Theory]
    [InlineData("pm2.5", "pm10", "'pm10'; 'pm2.5' of 18 was expected")]
    [InlineData("series_scaler.1.changes", "series_scaler.9.changes", "'lstmgen.series_scaler.1.changes'; it was expected beside the weights")]
    [InlineData("lstm.weight_ih_l1", "more.weight_ih_l1", "more.weight_ih_l1")]
    public void AFileOfAnotherModelIsRefused(string part, string other, string message)
    {
        using var folder = new TemporaryFolder();
        Fine("--epochs", "1", "--save", folder.File("m.safetensors"));
        byte[] bytes = File.ReadAllBytes(folder.File("m.safetensors"));
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        int at = text.IndexOf(part, StringComparison.Ordinal);
        string changed = text[..at] + other + text[(at + part.Length)..];
        bytes = System.Text.Encoding.Latin1.GetBytes(changed);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(
            bytes, System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(bytes) + other.Length - part.Length);
        File.WriteAllBytes(folder.File("m.safetensors"), bytes);
        (int code, _, string errors) = Sampled.Run(Job.Run, "--load", folder.File("m.safetensors"));
        Assert.Equal(2, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderWithoutTheFilesIsRefused()
    {
        using var folder = new TemporaryFolder();
        (int code, _, string errors) = Sampled.Run(Job.Run, "--data", folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("train_2010_2012.csv", errors, StringComparison.Ordinal);
    }

    private static string Fine(params string[] args)
    {
        (int code, string output, string errors) = Sampled.Run(Job.Run, args);
        Assert.Equal((0, ""), (code, errors));
        return output;
    }

    private static string[] Tables(string output) => [.. output.Split('\n').Where(line => line.Contains("LSTM") || line.Contains("last value"))];

    private static double[][] Rows(string output, string name) => Sampled.Rows(output, name);
}
