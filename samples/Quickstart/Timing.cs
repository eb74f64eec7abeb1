using System.Diagnostics;

namespace LstmGen.Samples.Quickstart;

/// <summary>Nanoseconds a step: streaming, as a whole sequence, and by the naive loops; each the median of blocks that took turns.</summary>
internal sealed record Timing(double StepNs, double RunNs, double NaiveNs, float LargestDifference)
{
    private const int Blocks = 51;
    private const int BlockSteps = 256;

    /// <summary>Compares the outputs of model and naive loops over all inputs [T, Input], then times both on the same inputs.</summary>
    public static Timing Measure<TModel>(TModel model, LstmParameters parameters, float[] inputs)
        where TModel : class, ILstmModel<TModel>
    {
        int width = TModel.Shape.Input, size = TModel.Shape.OutputSize;
        int steps = inputs.Length / width;
        float[] outputs = new float[steps * size], naiveOutputs = new float[steps * size];
        var naive = new NaiveLstm(parameters);
        model.Run(inputs, model.CreateState(), outputs);
        for (int t = 0; t < steps; t++)
        {
            naive.Step(inputs.AsSpan(t * width, width), naiveOutputs.AsSpan(t * size, size));
        }

        float difference = Difference.Largest(outputs, naiveOutputs, "the naive loops");
        LstmState state = model.CreateState();
        var block = new float[BlockSteps * size];
        var times = (Step: new double[Blocks], Run: new double[Blocks], Naive: new double[Blocks]);
        for (int n = -5; n < Blocks; n++)
        {
            int from = (n + 5) * BlockSteps % Math.Max(1, steps - BlockSteps + 1);
            float[] window = [.. inputs.AsSpan(from * width, Math.Min(BlockSteps, steps) * width)];
            int count = window.Length / width;
            double step = Time(count, () =>
            {
                for (int t = 0; t < count; t++)
                {
                    model.Step(window.AsSpan(t * width, width), state, block.AsSpan(t * size, size));
                }
            });
            double run = Time(count, () => model.Run(window, state, block.AsSpan(0, count * size)));
            double slow = Time(count, () =>
            {
                for (int t = 0; t < count; t++)
                {
                    naive.Step(window.AsSpan(t * width, width), block.AsSpan(t * size, size));
                }
            });
            if (n >= 0)
            {
                (times.Step[n], times.Run[n], times.Naive[n]) = (step, run, slow);
            }
        }

        return new Timing(Median(times.Step), Median(times.Run), Median(times.Naive), difference);
    }

    private static double Time(int steps, Action block)
    {
        long start = Stopwatch.GetTimestamp();
        block();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / steps;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
