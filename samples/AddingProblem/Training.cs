using LstmGen.Training;

namespace LstmGen.Samples.AddingProblem;

/// <summary>Trains the model: a plain loop of forward pass, loss, backward pass, clipping and Adam.</summary>
internal static class Training
{
    private const int Batch = 64;
    private const float Rate = 0.01f;
    private const int Reported = 250; // steps between two lines of the report

    /// <summary>A model trained on as many batches as there are updates, each drawn anew.</summary>
    /// <exception cref="ArithmeticException">The loss is not finite.</exception>
    public static Adder Train(int length, int updates, int seed, int threads)
    {
        LstmParameters parameters = LstmWeights.Random((ulong)seed).Bind(Adder.Shape);
        using LstmTape tape = Adder.CreateTape(parameters, new LstmTapeOptions { Batch = Batch, Steps = length, Threads = threads });
        var optimizer = new Adam(tape.Trainables);
        LstmSchedule schedule = LstmSchedule.Cosine(Rate, updates);
        var sequences = new Sequences(length, Batch, seed);
        LstmState state = tape.CreateState();
        float[] outputs = new float[length * Batch], gradients = new float[outputs.Length];
        double sum = 0;
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

        return new Adder(LstmWeights.From(parameters));
    }

    /// <summary>Mean squared error on sequences drawn with a seed of their own.</summary>
    public static double Test(Adder model, int length, int count, int seed)
    {
        var sequences = new Sequences(length, count, seed);
        sequences.Draw();
        var outputs = new float[length * count];
        model.Run(sequences.Inputs, model.CreateState(count), outputs);
        return LstmLoss.MeanSquared.Evaluate(outputs, sequences.Targets, sequences.Mask, outputSize: 1, gradients: []);
    }
}
