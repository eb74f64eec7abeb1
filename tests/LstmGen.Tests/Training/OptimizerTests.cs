using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>What all optimisers have in common: state that can be restored, no allocation, checked options.</summary>
public sealed class OptimizerTests
{
    private static readonly Dictionary<string, Func<LstmTrainable[], LstmOptimizer>> Kinds = new()
    {
        ["sgd"] = trainables => new Sgd(trainables, new SgdOptions { LearningRate = 0.1f }),
        ["momentum"] = trainables => new Sgd(trainables, new SgdOptions { LearningRate = 0.1f, Momentum = 0.9, Dampening = 0.5, WeightDecay = 0.1 }),
        ["nesterov"] = trainables => new Sgd(trainables, new SgdOptions { LearningRate = 0.1f, Momentum = 0.9, Nesterov = true }),
        ["rmsprop"] = trainables => new RmsProp(trainables),
        ["centered"] = trainables => new RmsProp(trainables, new RmsPropOptions { Centered = true, Momentum = 0.9 }),
        ["adam"] = trainables => new Adam(trainables),
        ["adamw"] = trainables => new AdamW(trainables),
    };

    public static TheoryData<string> Names() => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_restored_optimizer_goes_on_with_the_same_bits(string kind)
    {
        LstmTrainable[] trainables = Trainables.Random(1, 37, 5);
        LstmOptimizer optimizer = Kinds[kind](trainables);
        Steps(optimizer, trainables, 1, 4);
        LstmTrainable[] copies = [.. trainables.Select(t => Trainables.Of(t.Name, t.Values.ToArray(), new float[t.Count]))];
        LstmOptimizer restored = Kinds[kind](copies);
        restored.LearningRate = optimizer.LearningRate;
        restored.Steps = optimizer.Steps;
        foreach ((LstmOptimizerState from, LstmOptimizerState to) in optimizer.States.Zip(restored.States))
        {
            Assert.Equal(from.Name, to.Name);
            Assert.Equal(from.Dimensions, to.Dimensions);
            from.Values.CopyTo(to.Values);
        }

        foreach ((LstmScalar from, LstmScalar to) in optimizer.Scalars.Zip(restored.Scalars))
        {
            Assert.Equal(from.Name, to.Name);
            to.Value = from.Value;
        }

        Steps(optimizer, trainables, 5, 3);
        Steps(restored, copies, 5, 3);
        Assert.Equal(optimizer.Steps, restored.Steps);
        foreach ((LstmTrainable left, LstmTrainable right) in trainables.Zip(copies))
        {
            Assert.Equal(left.Values.ToArray(), right.Values.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_allocates_nothing_and_leaves_gradients_alone(string kind)
    {
        LstmTrainable[] trainables = Trainables.Random(1, 100, 7);
        float[] gradients = trainables[0].Gradients.ToArray();
        LstmOptimizer optimizer = Kinds[kind](trainables);
        Allocated.Nothing(optimizer.Step);
        Assert.Equal(gradients, trainables[0].Gradients.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_tells_the_tapes_that_values_changed(string kind)
    {
        var version = new ParametersVersion();
        LstmOptimizer optimizer = Kinds[kind]([new LstmTrainable("t", [3], [1, 2, 3], [1, 1, 1], version)]);
        long before = version.Value;
        optimizer.Step();
        Assert.NotEqual(before, version.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Learning_rate_zero_changes_nothing(string kind)
    {
        LstmTrainable[] trainables = Trainables.Random(1, 40);
        float[] values = trainables[0].Values.ToArray();
        LstmOptimizer optimizer = Kinds[kind](trainables);
        optimizer.LearningRate = 0;
        Steps(optimizer, trainables, 1, 3);
        Assert.Equal(values, trainables[0].Values.ToArray());
    }

    [Fact]
    public void Centred_rmsprop_stays_finite_where_the_gradient_never_changes()
    {
        float[] values = new float[16];
        LstmTrainable trainable = Trainables.Of("w", values, [.. Enumerable.Range(1, 16).Select(i => i / 7f)]);
        var optimizer = new RmsProp([trainable], new RmsPropOptions { Centered = true, Alpha = 0.5 });
        for (int step = 0; step < 200; step++)
        {
            optimizer.Step();
        }

        Assert.All(values, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        LstmTrainable[] trainables = Trainables.Random(1, 3);
        Refused("LearningRate", () => new Sgd(trainables, new SgdOptions { LearningRate = float.NaN }));
        Refused("LearningRate", () => new Adam(trainables).LearningRate = -1);
        Refused("Momentum", () => new Sgd(trainables, new SgdOptions { LearningRate = 1, Momentum = -0.5 }));
        Refused("Dampening", () => new Sgd(trainables, new SgdOptions { LearningRate = 1, Dampening = double.NaN }));
        Refused("WeightDecay", () => new Sgd(trainables, new SgdOptions { LearningRate = 1, WeightDecay = -1 }));
        Refused("Alpha", () => new RmsProp(trainables, new RmsPropOptions { Alpha = 1.5 }));
        Refused("Epsilon", () => new RmsProp(trainables, new RmsPropOptions { Epsilon = double.PositiveInfinity }));
        Refused("Beta1", () => new Adam(trainables, new AdamOptions { Beta1 = 1 }));
        Refused("Beta2", () => new AdamW(trainables, new AdamOptions { Beta2 = -0.1 }));
        Refused("WeightDecay", () => new AdamW(trainables, new AdamOptions { WeightDecay = -1 }));
        var error = Assert.Throws<ArgumentException>(() => new Sgd(trainables, new SgdOptions { LearningRate = 1, Nesterov = true }));
        Assert.StartsWith("Nesterov needs Momentum above 0 and Dampening 0; they are 0 and 0.", error.Message);
        Assert.Throws<ArgumentNullException>(() => new Adam([null!]));
        Assert.Throws<ArgumentNullException>(() => new Sgd(trainables, null!));
    }

    private static void Refused(string name, Action action)
        => Assert.Contains($"{name} must be", Assert.Throws<ArgumentOutOfRangeException>(action).Message);

    private static void Steps(LstmOptimizer optimizer, LstmTrainable[] trainables, int seed, int count)
    {
        var random = new Random(seed);
        for (int step = 0; step < count; step++)
        {
            foreach (LstmTrainable trainable in trainables)
            {
                Trainables.Floats(random, trainable.Count).CopyTo(trainable.Gradients);
            }

            optimizer.Step();
        }
    }
}
