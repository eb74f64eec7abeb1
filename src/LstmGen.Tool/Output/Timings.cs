using System.Diagnostics;
using LstmGen.Formats;

namespace LstmGen.Tool.Output;

/// <summary>Times of a model; these are the names of its JSON.</summary>
/// <param name="Kernels">The instruction set.</param>
/// <param name="Figures">One for each way to run it.</param>
internal sealed record Timings(string Kernels, IReadOnlyList<TimingFigure> Figures)
{
    private const int Steps = 64;
    private const int Batch = 16;

    internal static Timings Of(LstmModelFile file, TimeSpan time, Action<double> progress)
    {
        var model = new LstmDynamic(file.Network, file.Weights);
        var figures = new List<TimingFigure>();
        if (model.CanStep)
        {
            figures.Add(Measure("step", 1, 1));
            progress(1 / 3.0);
        }

        figures.Add(Measure($"sequence of {Steps}", Steps, 1));
        progress(2 / 3.0);
        figures.Add(Measure($"{Batch} sequences of {Steps}", Steps, Batch));
        progress(1);
        return new(model.KernelSet, figures);

        TimingFigure Measure(string name, int steps, int batch)
        {
            LstmShape shape = model.Shape;
            LstmState state = model.CreateState(batch);
            var random = new Random(1);
            int outputs = (shape.Outputs == LstmOutputs.EveryStep ? steps : 1) * batch * shape.OutputSize;
            float[] x = [.. Enumerable.Range(0, steps * batch * shape.Input).Select(_ => random.NextSingle() - 0.5f)], y = new float[outputs];
            int[] tokens = [.. Enumerable.Range(0, steps * batch).Select(_ => random.Next(Math.Max(1, shape.EmbeddedTokens)))];
            Action work = (shape.EmbeddedTokens > 0, name == "step") switch
            {
                (true, true) => () => model.Step(tokens[0], state, y),
                (true, false) => () => model.Run(tokens, state, y),
                (false, true) => () => model.Step(x, state, y),
                _ => () => model.Run(x, state, y),
            };
            (double median, double tail) = Blocks(work, time);
            return new(name, median, tail, median / (steps * batch));
        }
    }

    /// <summary>Seconds of one call: the median and the 99th percentile of blocks of about 20 microseconds.</summary>
    private static (double Median, double Tail) Blocks(Action work, TimeSpan time)
    {
        const double Block = 20e-6;
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        for (; Stopwatch.GetElapsedTime(start) < time / 4; calls++)
        {
            work(); // until the machine code is what it stays
        }

        int each = Math.Max(1, (int)(Block / (Stopwatch.GetElapsedTime(start).TotalSeconds / calls)));
        var seconds = new List<double>();
        for (start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time || seconds.Count == 0;)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int call = 0; call < each; call++)
            {
                work();
            }

            seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds / each);
        }

        seconds.Sort();
        return (seconds[seconds.Count / 2], seconds[(int)(seconds.Count * 0.99)]);
    }

    internal void Print()
    {
        Console.WriteLine($"Kernels: {Kernels}, one thread, LstmDynamic (no compiled class)");
        Console.WriteLine($"{"",-24}{"median",14}{"99 %",14}{"a step",14}");
        foreach (TimingFigure figure in Figures)
        {
            Console.WriteLine($"{figure.Name,-24}{Micro(figure.Seconds),14}{Micro(figure.Percentile99),14}{Micro(figure.SecondsPerStep),14}");
        }

        static string Micro(double seconds) => $"{seconds * 1e6:N3} us";
    }
}

/// <summary>Time of one way to run a model.</summary>
/// <param name="Name">Which.</param>
/// <param name="Seconds">The median of one call.</param>
/// <param name="Percentile99">What 99 of 100 blocks of calls stay below, of one call.</param>
/// <param name="SecondsPerStep">The median of one step of one sequence.</param>
internal sealed record TimingFigure(string Name, double Seconds, double Percentile99, double SecondsPerStep);
