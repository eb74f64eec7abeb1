using LstmGen.Training;

namespace LstmGen.Tests.Training.Losses;

/// <summary>Labels without a place in time are learnt: data, loss, trainer and decoder together.</summary>
public sealed class CtcTrainingTests
{
    private const int Signals = 4, Labels = 4; // of the labels the first is the blank

    [Fact]
    public void A_trainer_learns_where_labels_are_though_nothing_tells_it()
    {
        var random = new Random(6);
        LstmSequence[] pairs = [.. Enumerable.Range(0, 24).Select(_ => Pair(random))];
        var data = new LstmSequencePairs(pairs, batch: 8, Signals, targetSize: 1);
        using var model = new Frames(data);
        using var trainer = new Trainer(model, data, new TrainerOptions { Optimizer = trainables => new Adam(trainables, new() { LearningRate = 0.05f }), Epochs = 40 });
        double loss = trainer.Train(cancellationToken: TestContext.Current.CancellationToken).TrainingLoss;
        Assert.InRange(loss, 0, 0.1);
        var decoder = new CtcDecoder(Labels);
        var batch = new LstmBatch(data);
        int[] found = new int[data.Steps];
        for (int index = 0; index < data.Count; index++)
        {
            batch.Read(data, index);
            model.Forward(batch, trains: false);
            for (int row = 0; row < batch.Rows; row++)
            {
                int[] right = [.. Enumerable.Range(0, batch.TargetLengths[row]).Select(step => (int)batch.Target(step, row)[0])];
                int count = decoder.Greedy(model.Scores(batch), found, batch.Rows, row, batch.Lengths[row]);
                Assert.Equal(right, found[..count]);
                Assert.Equal(right, decoder.Beam(model.Scores(batch), batch.Rows, row, batch.Lengths[row]).Single().Labels);
            }
        }
    }

    /// <summary>Each label is heard for one to three steps, with one or two of silence behind it, all with noise.</summary>
    private static LstmSequence Pair(Random random)
    {
        float[] labels = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (float)random.Next(1, Labels))];
        List<int> heard = [];
        foreach (float label in labels)
        {
            heard.AddRange(Enumerable.Repeat((int)label, random.Next(1, 4)));
            heard.AddRange(Enumerable.Repeat(0, random.Next(1, 3)));
        }

        return new LstmSequence(
            heard.SelectMany(one => Enumerable.Range(0, Signals).Select(signal => (signal == one ? 1 : 0) + (random.NextSingle() * 0.4f))).ToArray(), labels);
    }

    private sealed class Frames : TrainableModel
    {
        private readonly CtcLoss _loss = LstmLoss.Ctc();
        private readonly DenseBlock _dense;
        private readonly float[] _scores, _gradients;
        private int _floats;

        internal Frames(LstmSequencePairs data)
            : base(data.Batch, data.Steps, data.InputSize, data.TargetSize, data.TargetSteps)
        {
            _dense = Add(new DenseBlock("dense.", Signals, Labels, new DenseOptions { Rows = data.Batch * data.Steps, Seed = 1 }));
            (_scores, _gradients) = (new float[data.Batch * data.Steps * Labels], new float[data.Batch * data.Steps * Labels]);
        }

        public override void Backward() => _dense.Backward(_gradients.AsSpan(0, _floats));

        internal ReadOnlySpan<float> Scores(LstmBatch batch) => _scores.AsSpan(0, batch.Steps * batch.Rows * Labels);

        protected override double Compute(LstmBatch batch, bool trains)
        {
            _floats = batch.Steps * batch.Rows * Labels;
            _dense.Forward(batch.Inputs, _scores.AsSpan(0, _floats));
            return _loss.Evaluate(batch, _scores.AsSpan(0, _floats), Labels, trains ? _gradients.AsSpan(0, _floats) : []);
        }
    }
}
