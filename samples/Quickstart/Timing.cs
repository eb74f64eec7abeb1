using System.Diagnostics;

namespace LstmGen.Samples.Quickstart;

/// <summary>Nanoseconds a step: streaming, as a whole sequence, and by the naive loops; each the median of blocks that took turns.</summary>
internal sealed record Timing(double StepNs, double RunNs, double NaiveNs, int ComparedSteps, float LargestDifference)
{
    private const int Blocks = 51;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.6); // until the compiler has optimised what it sees called often
    private const int LongestComparison = 20_000;

    // Blocks of about the same time, so that other programs interrupt one as often as the other.
    private const int BlockSteps = 256;
    private const int NaiveBlockSteps = 10;

    /// <summary>Compares the outputs of model and naive loops on the inputs [T, Input], then times both on them.</summary>
    /// <exception cref="InvalidOperationException">The outputs differ.</exception>
    public static Timing Measure<TModel>(TModel model, LstmParameters parameters, float[] inputs)
        where TModel : class, ILstmStreamingModel<TModel>
    {
        int width = TModel.Shape.Input, size = TModel.Shape.OutputSize;
        int steps = Math.Min(inputs.Length / width, LongestComparison);
        float[] outputs = new float[steps * size], naiveOutputs = new float[steps * size];
        LstmState state = model.CreateState();
        var naive = new NaiveLstm(parameters);
        model.Run(inputs.AsSpan(0, steps * width), state, outputs);
        Naive(0, steps);
        float difference = Difference.Largest(outputs, naiveOutputs, "the naive loops");

        double[] step = new double[Blocks], run = new double[Blocks], slow = new double[Blocks];
        int block = Math.Min(BlockSteps, steps), naiveBlock = Math.Min(NaiveBlockSteps, steps);
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            MeasureBlock(0);
        }

        for (int n = 0; n < Blocks; n++)
        {
            MeasureBlock(n);
        }

        return new Timing(Median(step), Median(run), Median(slow), steps, difference);

        void MeasureBlock(int n)
        {
            int from = n * block % (steps - block + 1);
            step[n] = Time(block, () => Step(from, block));
            run[n] = Time(block, () => model.Run(inputs.AsSpan(from * width, block * width), state, outputs.AsSpan(0, block * size)));
            slow[n] = Time(naiveBlock, () => Naive(from, naiveBlock));
        }

        void Step(int from, int count)
        {
            for (int t = from; t < from + count; t++)
            {
                model.Step(inputs.AsSpan(t * width, width), state, outputs.AsSpan(t * size, size));
            }
        }

        void Naive(int from, int count)
        {
            for (int t = from; t < from + count; t++)
            {
                naive.Step(inputs.AsSpan(t * width, width), naiveOutputs.AsSpan(t * size, size));
            }
        }
    }

    private static double Time(int steps, Action block)
    {
        long start = Stopwatch.GetTimestamp();
        block();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / steps;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
