using System.Reflection;
using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>What would be an error after hours is one before: no option of a number that cannot be used passes a constructor.</summary>
public sealed class OptionTests
{
    private static readonly float[] Numbers = TrainingCase.Series(60);

    [Fact]
    public void NoNumberThatIsNotFinitePassesAnyOption()
    {
        int checks = 0;
        void Check<TOptions>(Action<TOptions> use)
            where TOptions : class, new()
        {
            foreach (PropertyInfo property in typeof(TOptions).GetProperties())
            {
                object[] values = (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
                {
                    { } type when type == typeof(float) => [float.NaN, float.PositiveInfinity, float.NegativeInfinity],
                    { } type when type == typeof(double) => [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e300],
                    _ => [],
                };
                foreach (object value in values)
                {
                    var options = new TOptions();
                    property.SetValue(options, value);
                    Exception? error = Record.Exception(() => use(options));
                    Assert.True(error is ArgumentException && error.Message.Contains(property.Name), $"{typeof(TOptions).Name}.{property.Name} = {value}: {error?.Message}");
                    checks++;
                }
            }
        }

        Check<AdamOptions>(options => Create(o => o with { Optimizer = t => new Adam(t, options) }));
        Check<AdamOptions>(options => Create(o => o with { Optimizer = t => new AdamW(t, options) }));
        Check<RmsPropOptions>(options => Create(o => o with { Optimizer = t => new RmsProp(t, options) }));
        Check<SgdSettings>(options => Create(o => o with { Optimizer = t => new Sgd(t, options.ToOptions()) }));
        Check<LstmPlateauOptions>(options => Create(o => o with { Schedule = () => LstmSchedule.ReduceOnPlateau(0.1f, options) }));
        Check<SeriesAugmentation>(options => new SeriesWindows(Numbers, 2, SeriesPart.All(60), new() { Steps = 5, Augmentation = options }));
        Check<TrainerSettings>(options => Create(options.Apply));
        Assert.True(checks > 100, $"{checks}");
    }

    [Fact]
    public void ACheckpointThatCannotBeWrittenIsFoundAtConstruction()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "x");
        string[] paths =
        [
            "", " ", folder.Path, folder.Path + Path.DirectorySeparatorChar, Path.Combine(folder.Path, "none", "c"), Path.Combine(folder.File("file"), "c"),
            "a\0b", .. OperatingSystem.IsLinux() ? new[] { "/proc/c" } : [],
        ];
        foreach (string path in paths)
        {
            Exception? error = Record.Exception(() => Create(options => options with { CheckpointPath = path }));
            Assert.True(error is ArgumentException { ParamName: nameof(TrainerOptions.CheckpointPath) }, $"'{path}': {error}");
            Assert.StartsWith("CheckpointPath is ", error.Message);
        }

        Create(options => options with { CheckpointPath = folder.File("new") });
        Create(options => options with { CheckpointPath = folder.File("file") });
        Assert.Equal(["file"], folder.Names());
        Assert.Equal("x", File.ReadAllText(folder.File("file")));
    }

    [Fact]
    public void DropoutOfASingleLayerIsRefused()
    {
        var data = new SeriesWindows(Numbers, 2, SeriesPart.All(60), new() { Steps = 5, TargetColumns = [0] });
        string expected = "Dropout is 0.5, but it drops what one layer passes to the next and the model has a single one; RecurrentDropout is what that has.";
        var error = Assert.Throws<ArgumentException>(() => new Trainer<I2H12O1Full>(data, new() { Loss = LstmLoss.MeanSquared, Dropout = 0.5f }));
        Assert.StartsWith(expected, error.Message);
        LstmParameters parameters = LstmWeights.Random(1).Bind(I2H12O1Full.Shape);
        error = Assert.Throws<ArgumentException>(() => I2H12O1Full.CreateTape(parameters, new() { Steps = 5, Dropout = 0.5f }));
        Assert.StartsWith(expected, error.Message);
        new Trainer<I2H12O1Full>(data, new() { Loss = LstmLoss.MeanSquared, RecurrentDropout = 0.5f }).Dispose();
    }

    private static void Create(Func<TrainerOptions, TrainerOptions> with)
        => new Trainer<I2H3L3O2>(
            new SeriesWindows(Numbers, 2, SeriesPart.All(60), new() { Steps = 5 }), with(new TrainerOptions { Loss = LstmLoss.MeanSquared })).Dispose();

    /// <summary>SgdOptions with a constructor that reflection can call.</summary>
    private sealed class SgdSettings
    {
        public float LearningRate { get; init; } = 0.1f;

        public double Momentum { get; init; }

        public double Dampening { get; init; }

        public double WeightDecay { get; init; }

        internal SgdOptions ToOptions()
            => new() { LearningRate = LearningRate, Momentum = Momentum, Dampening = Dampening, WeightDecay = WeightDecay };
    }

    /// <summary>Every number of TrainerOptions.</summary>
    private sealed class TrainerSettings
    {
        public float? ClipNorm { get; init; }

        public float? ClipValue { get; init; }

        public float Dropout { get; init; }

        public float RecurrentDropout { get; init; }

        public float RecurrentWeightDropout { get; init; }

        public float InputDropout { get; init; }

        public double MinImprovement { get; init; }

        internal TrainerOptions Apply(TrainerOptions options) => options with
        {
            ClipNorm = ClipNorm, ClipValue = ClipValue, Dropout = Dropout, RecurrentDropout = RecurrentDropout,
            RecurrentWeightDropout = RecurrentWeightDropout, InputDropout = InputDropout, MinImprovement = MinImprovement,
        };
    }
}
