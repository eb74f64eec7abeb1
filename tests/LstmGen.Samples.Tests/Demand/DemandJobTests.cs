using System.Globalization;
using LstmGen.Samples.Demand;
using LstmGen.Tests.Samples.Frame;

namespace LstmGen.Samples.Tests.Demand;

/// <summary>The whole job on the shop that the sample makes up, and what its files must be.</summary>
[Collection(nameof(ConsoleUse))]
public sealed class DemandJobTests
{
    [Fact]
    public void OneModelBeatsTheSeasonBeforeAndItsOrdersCostLessAndItsFileGivesTheSame()
    {
        using var folder = new TemporaryFolder();
        (int code, string output, string errors) = Sampled.Run(Job.Run, "--epochs", "3", "--save", folder.File("m.safetensors"), "--svg", folder.File("a.svg"));
        Assert.Equal((0, ""), (code, errors));
        double[][] lstm = Sampled.Rows(output, "LSTM"), before = Sampled.Rows(output, "season before");
        Assert.Equal(2, lstm.Length); // all, and new ones
        for (int table = 0; table < lstm.Length; table++)
        {
            Assert.True(lstm[table][0] < before[table][0], output); // sMAPE
            Assert.True(lstm[table][^1] < 0.8 * before[table][^1], output); // cost
        }

        Assert.InRange(lstm[0][1], 70, 92); // 80 % of days are to be served
        Assert.StartsWith("<?xml", File.ReadAllText(folder.File("a.svg")), StringComparison.Ordinal);
        (code, string loaded, _) = Sampled.Run(Job.Run, "--load", folder.File("m.safetensors"));
        Assert.Equal(0, code);
        Assert.Equal(Sampled.Rows(output, "LSTM"), Sampled.Rows(loaded, "LSTM"));
    }

    [Fact]
    public void WhatIsUsualComesFromSeasonsBeforeAlone()
    {
        Panel shop = MadeUpShop.Make(seed: 2);
        Product product = shop.Products[0];
        int now = 100;
        float[] changed = [.. product.Sales];
        for (int row = now; row < changed.Length; row++)
        {
            changed[row] = 1000 + row;
        }

        Columns one = Columns.Of(product, shop), other = Columns.Of(product with { Sales = changed }, shop);
        int known = now - one.First, width = Columns.Names.Length;
        Assert.Equal(one.Rows[..(known * width)], other.Rows[..(known * width)]);
        Assert.Equal(one.Usual[..(known + DemandModel.Ahead)], other.Usual[..(known + DemandModel.Ahead)]);
        Assert.NotEqual(one.Usual[known + DemandModel.Ahead], other.Usual[known + DemandModel.Ahead]);
        foreach (int column in Columns.KnownAhead)
        {
            Assert.All(
                Enumerable.Range(known, DemandModel.Ahead), row => Assert.Equal(one.Rows[(row * width) + column], other.Rows[(row * width) + column]));
        }
    }

    [Theory]
    [InlineData("1949-01,1\n1949-03,2\n", "line 3", "not the month after 1949-01")]
    [InlineData("1949-13,1\n", "line 2", "not a month such as 1949-01")]
    [InlineData("1949-01,-1\n", "line 2", "Passengers")]
    [InlineData("1949-01,1\n", "1 months; at least 120 were expected")]
    public void WhatIsNoSeriesOfMonthsIsRefused(string rows, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("airline-passengers.csv"), "Month,Passengers\n" + rows);
        (int code, _, string errors) = Sampled.Run(Job.Run, "--data", folder.Path);
        Assert.Equal(2, code);
        Assert.All(parts, part => Assert.Contains(part, errors, StringComparison.Ordinal));
    }

    [Fact]
    public void TwoSeriesOfMonthsAreReadAndForecast()
    {
        using var folder = new TemporaryFolder();
        foreach ((string file, string column, double size) in new[] { ("airline-passengers.csv", "Passengers", 200.0), ("monthly-sunspots.csv", "Sunspots", 30) })
        {
            File.WriteAllLines(folder.File(file), ["Month," + column, .. Enumerable.Range(0, 150).Select(month => string.Create(
                CultureInfo.InvariantCulture, $"{1949 + (month / 12)}-{(month % 12) + 1:00},{size * (1 + (month * 0.01) + (0.3 * Math.Sin(month * Math.PI / 6))):F1}"))]);
        }

        (int code, string output, string errors) = Sampled.Run(Job.Run, "--data", folder.Path, "--epochs", "20");
        Assert.Equal("", errors);
        Assert.Equal(0, code);
        Assert.Contains("all series (2), 1 to 7 months ahead", output, StringComparison.Ordinal);
    }
}
