using System.Text.Json;
using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Learning rates against PyTorch's, schedules.json.</summary>
public sealed class ScheduleTests
{
    private static readonly JsonElement File = Golden.Load("schedules.json");

    private static readonly float Rate = (float)File.GetProperty("rate").GetDouble();

    private static readonly Dictionary<string, LstmSchedule> Schedules = new()
    {
        ["step"] = LstmSchedule.StepDecay(Rate, 7, 0.5),
        ["cosine"] = LstmSchedule.Cosine(Rate, 59, 0.015625f),
        ["warmStep"] = LstmSchedule.WarmUp(5, LstmSchedule.StepDecay(Rate, 10, 0.3)),
        ["warmCosine"] = LstmSchedule.WarmUp(8, LstmSchedule.Cosine(Rate, 51)),
    };

    public static TheoryData<string> Names() => [.. Schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_are_those_of_PyTorch(string name)
    {
        double[] expected = File.GetProperty(name).Doubles();
        Assert.Equal(60, expected.Length);
        Golden.Compare(name, expected, [.. Enumerable.Range(0, 60).Select(step => Schedules[name].LearningRate(step))], 1e-8);
        Assert.Empty(Schedules[name].Scalars);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Plateaus_are_those_of_PyTorch(int index)
    {
        double[] metrics = File.GetProperty("metrics").Doubles();
        JsonElement plateau = File.GetProperty("plateaus")[index];
        double[] expected = plateau.GetProperty("rates").Doubles();
        Assert.NotEqual(expected[0], expected[^1]);
        for (int cut = 0; cut < metrics.Length; cut += 7)
        {
            LstmSchedule schedule = LstmSchedule.WarmUp(1, Create(plateau.GetProperty("options")));
            float[] found = new float[metrics.Length];
            for (int report = 0; report < metrics.Length; report++)
            {
                if (report == cut)
                {
                    // A new one with the state of the old goes on where that stopped.
                    LstmSchedule restored = LstmSchedule.WarmUp(1, Create(plateau.GetProperty("options")));
                    foreach ((LstmScalar from, LstmScalar to) in schedule.Scalars.Zip(restored.Scalars))
                    {
                        Assert.Equal(from.Name, to.Name);
                        to.Value = from.Value;
                    }

                    schedule = restored;
                }

                schedule.Report(metrics[report]);
                found[report] = schedule.LearningRate(report);
            }

            Golden.Compare("plateau", expected, found, 1e-8);
        }
    }

    [Fact]
    public void What_lies_past_the_end_is_constant()
    {
        Assert.Equal(0.25f, LstmSchedule.Constant(0.25f).LearningRate(long.MaxValue));
        Assert.Equal(0.1f, LstmSchedule.Cosine(1, 10, 0.1f).LearningRate(10));
        Assert.Equal(0.1f, LstmSchedule.Cosine(1, 10, 0.1f).LearningRate(1000));
        Assert.Equal(0f, LstmSchedule.StepDecay(1, 1).LearningRate(long.MaxValue));
        Assert.Equal([0.25f, 0.5f, 0.75f, 1, 1], [.. Enumerable.Range(0, 5).Select(step => LstmSchedule.WarmUp(4, LstmSchedule.Constant(1)).LearningRate(step))]);
    }

    [Fact]
    public void A_metric_of_nan_is_no_better()
    {
        LstmSchedule schedule = LstmSchedule.ReduceOnPlateau(1, new LstmPlateauOptions { Patience = 1, Factor = 0.5 });
        schedule.Report(double.NaN);
        Assert.Equal(1f, schedule.LearningRate(0));
        schedule.Report(double.NaN);
        Assert.Equal(0.5f, schedule.LearningRate(0));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => LstmSchedule.Constant(-1));
        Assert.Throws<ArgumentOutOfRangeException>("every", () => LstmSchedule.StepDecay(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => LstmSchedule.StepDecay(1, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => LstmSchedule.Cosine(1, 5, 2));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => LstmSchedule.Cosine(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => LstmSchedule.WarmUp(0, LstmSchedule.Constant(1)));
        Assert.Throws<ArgumentNullException>("then", () => LstmSchedule.WarmUp(1, null!));
        Assert.Throws<ArgumentOutOfRangeException>("Factor", () => LstmSchedule.ReduceOnPlateau(1, new LstmPlateauOptions { Factor = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Patience", () => LstmSchedule.ReduceOnPlateau(1, new LstmPlateauOptions { Patience = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => LstmSchedule.Constant(1).LearningRate(-1));
    }

    private static LstmSchedule Create(JsonElement options)
        => LstmSchedule.ReduceOnPlateau(Rate, new LstmPlateauOptions
        {
            Factor = options.Number("factor", 0.1), Patience = (int)options.Number("patience", 10), Threshold = options.Number("threshold", 1e-4),
            Cooldown = (int)options.Number("cooldown", 0), Minimum = (float)options.Number("min_lr", 0),
        });
}
