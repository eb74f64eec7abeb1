using LstmGen.Training;

namespace LstmGen.Tests.Training.Blocks;

/// <summary>A block that a user derives, and parameters of one's own.</summary>
public sealed class OwnBlockTests
{
    private sealed class Scale : TrainableBlock
    {
        internal Scale(string name)
            : base(name, seed: 4)
        {
            Gain = Add("gain", [2], [3, 4]);
            Noise = Uniform("noise", [10, 10], 0.5);
        }

        internal LstmTrainable Gain { get; }

        internal LstmTrainable Noise { get; }

        internal void Again() => Add("gain", [1], [0]);

        internal void Hold(Action action)
        {
            Enter();
            try
            {
                action();
            }
            finally
            {
                Exit();
            }
        }
    }

    [Fact]
    public void Parameters_of_ones_own_are_trained_by_any_optimiser()
    {
        using var block = new Scale("s.");
        Assert.Equal(["s.gain", "s.noise"], block.Trainables.Select(trainable => trainable.Name));
        var optimizer = new Sgd(block.Trainables, new SgdOptions { LearningRate = 0.5f });
        block.Gain.Gradients[1] = 2;
        optimizer.Step();
        Assert.Equal([3, 3], block.Gain.Values.ToArray());
        Assert.All(block.Noise.Values.ToArray(), value => Assert.InRange(value, -0.5f, 0.5f));
        Assert.Throws<ArgumentException>("trainable", block.Again);
    }

    [Fact]
    public void One_pass_at_a_time_and_none_after_the_end()
    {
        var block = new Scale("s.");
        Assert.Contains("block", Assert.Throws<InvalidOperationException>(() => block.Hold(() => block.Hold(() => { }))).Message);
        block.Dispose();
        Assert.Contains(nameof(Scale), Assert.Throws<ObjectDisposedException>(() => block.Hold(() => { })).Message);
    }

    [Fact]
    public void A_parameter_copies_what_it_is_made_of_and_says_what_does_not_fit()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        long[] dimensions = [2, 3];
        var trainable = new LstmTrainable("w", dimensions, values);
        (values[0], dimensions[0]) = (9, 9);
        Assert.Equal(1, trainable.Values[0]);
        Assert.Equal([2, 3], trainable.Dimensions);
        Assert.All(trainable.Gradients.ToArray(), value => Assert.Equal(0, value));
        Assert.Contains("2 x 3 = 6", Assert.Throws<ArgumentException>("values", () => new LstmTrainable("w", [2, 3], new float[5])).Message);
        Assert.Throws<ArgumentException>("dimensions", () => new LstmTrainable("w", [2, 0], []));
        Assert.Throws<ArgumentException>("dimensions", () => new LstmTrainable("w", [1L << 40, 1L << 40], []));
        Assert.Throws<ArgumentException>("name", () => new LstmTrainable("", [1], new float[1]));
    }
}
