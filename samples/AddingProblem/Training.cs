using LstmGen.Training;

namespace LstmGen.Samples.AddingProblem;

/// <summary>Trains the model: a plain loop of forward pass, loss, backward pass, clipping and Adam.</summary>
internal static class Training
{
    private const int Batch = 64;
    private const float Rate = 0.01f;
    private const int Reported = 250; // steps between two lines of the report
    private const int Learnt = 2000; // sequences in a row that are right where the problem is learnt
    private const float Right = 2 * 0.04f; // the error allowed: 0.04 of targets between 0 and 1, which these are twice

    /// <summary>
    /// A model trained on as many batches as there are updates, each drawn anew, and after how many sequences the last 2,000 were right, each answered
    /// before it was trained on, with the model of then: the criterion of 1997. Null: never.
    /// </summary>
    /// <exception cref="ArithmeticException">The loss is not finite.</exception>
    public static (Adder Model, (int Sequences, Adder Model)? Learnt) Train(int length, int updates, int seed, int threads)
    {
        LstmParameters parameters = LstmWeights.Random((ulong)seed).Bind(Adder.Shape);
        using LstmTape tape = Adder.CreateTape(parameters, new LstmTapeOptions { Batch = Batch, Steps = length, Threads = threads });
        var optimizer = new Adam(tape.Trainables);
        LstmSchedule schedule = LstmSchedule.Cosine(Rate, updates);
        var sequences = new Sequences(length, Batch, seed);
        LstmState state = tape.CreateState();
        float[] outputs = new float[length * Batch], gradients = new float[outputs.Length];
        double sum = 0;
        int right = 0;
        (int, Adder)? learnt = null;
        for (int update = 0; update < updates; update++)
        {
            sequences.Draw();
            state.Reset();
            tape.Forward(sequences.Inputs, state, outputs);
            double loss = LstmLoss.MeanSquared.Evaluate(outputs, sequences.Targets, sequences.Mask, outputSize: 1, gradients);
            if (!double.IsFinite(loss))
            {
                throw new ArithmeticException($"The loss of update {update + 1} is {loss}, at a learning rate of {optimizer.LearningRate}.");
            }

            for (int row = 0; row < Batch && learnt is null; row++)
            {
                int at = ((length - 1) * Batch) + row;
                right = Math.Abs(outputs[at] - sequences.Targets[at]) < Right ? right + 1 : 0;
                learnt = right >= Learnt ? ((update * Batch) + row + 1, new Adder(LstmWeights.From(parameters))) : null;
            }

            tape.Backward(gradients);
            LstmClipping.ByGlobalNorm(tape.Trainables, maxNorm: 1);
            optimizer.LearningRate = schedule.LearningRate(update);
            optimizer.Step();
            sum += loss;
            if ((update + 1) % Reported == 0)
            {
                Console.WriteLine($"update {update + 1,5}   mean squared error of the last {Reported} batches {sum / Reported:F6}");
                sum = 0;
            }
        }

        return (new Adder(LstmWeights.From(parameters)), learnt);
    }

    /// <summary>Mean squared error on sequences drawn with a seed of their own, and how many of them are wrong.</summary>
    public static (double Error, int Wrong) Test(Adder model, int length, int count, int seed)
    {
        var sequences = new Sequences(length, count, seed);
        sequences.Draw();
        var outputs = new float[length * count];
        model.Run(sequences.Inputs, model.CreateState(count), outputs);
        int last = (length - 1) * count, wrong = 0;
        for (int at = last; at < outputs.Length; at++)
        {
            wrong += Math.Abs(outputs[at] - sequences.Targets[at]) < Right ? 0 : 1;
        }

        return (LstmLoss.MeanSquared.Evaluate(outputs, sequences.Targets, sequences.Mask, outputSize: 1, gradients: []), wrong);
    }
}
