using System.Globalization;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Commands;

/// <summary>One step at a time by one thread and by two that share it, in turn, each step timed; then a step of several streams that read the weights together.</summary>
internal static class LowLatencyCommand
{
    private const int Threads = 2;
    private const int MostStreams = 4;

    internal static int Run(int steps)
    {
        if (Environment.ProcessorCount < Threads)
        {
            throw new BenchmarkException($"A step of {Threads} threads needs as many processors; this process has {Environment.ProcessorCount}.");
        }

        Console.WriteLine($"{MachineDescription.Text}; {Card256.KernelSets[0]}\n");
        var table = new MarkdownTable("one step", "threads", "mean, ns", "median", "99 %", "99.99 %", "median / that of one", "bytes allocated");
        Add<Card128>("(128, 128) x 2, 32 outputs, f32");
        Add<Card128Int8>("(128, 128) x 2, 32 outputs, Int8");
        Add<Card256>("(256, 256) x 3, f32");
        Add<Card256Int16>("(256, 256) x 3, Int16");
        Add<Card256Int8>("(256, 256) x 3, Int8");
        Console.WriteLine(table);

        var streams = new MarkdownTable(["a step of so many streams", .. Enumerable.Range(1, MostStreams).Select(count => $"{count}, ns")]);
        AddStreams<Card128>("(128, 128) x 2, 32 outputs, f32");
        AddStreams<Card128Int16>("(128, 128) x 2, 32 outputs, Int16");
        AddStreams<Card128Int8>("(128, 128) x 2, 32 outputs, Int8");
        AddStreams<Card256Int8>("(256, 256) x 3, Int8");
        Console.WriteLine(streams);
        return 0;

        void Add<TModel>(string name)
            where TModel : class, ILstmLowLatencyModel<TModel>
        {
            TModel model = TModel.Create(LstmWeights.Random(1));
            using var shared = new LstmLowLatency<TModel>(model, new() { Threads = Threads, Spin = Timeout.InfiniteTimeSpan });
            float[] input = Feed.Uniform(TModel.Shape.Input), output = new float[TModel.Shape.OutputSize];
            LstmState one = model.CreateState(), several = model.CreateState();
            model.Step(input, one, output); // the thread's scratch is there before bytes are counted
            LatencySeries alone = new(() => model.Step(input, one, output), TailChild.Chunk, TailRow.Block);
            LatencySeries together = new(() => shared.Step(input, several, output), TailChild.Chunk, TailRow.Block);
            for (int done = 0; done < steps; done += TailChild.Chunk)
            {
                alone.Run();
                together.Run();
            }

            double median = alone.Percentile(50);
            foreach ((int threads, LatencySeries series) in new[] { (1, alone), (Threads, together) })
            {
                table.Add(
                    name, $"{threads}", Text(series.Mean), Text(series.Percentile(50)), Text(series.Percentile(99)), Text(series.Percentile(99.99)),
                    (series.Percentile(50) / median).ToString("F2", CultureInfo.InvariantCulture), series.Allocated.ToString(CultureInfo.InvariantCulture));
            }
        }

        void AddStreams<TModel>(string name)
            where TModel : class, ILstmStreamingModel<TModel>
        {
            TModel model = TModel.Create(LstmWeights.Random(1));
            LatencySeries[] series = [.. Enumerable.Range(1, MostStreams).Select(count =>
            {
                float[] inputs = Feed.Uniform(count * TModel.Shape.Input), outputs = new float[count * TModel.Shape.OutputSize];
                LstmState state = model.CreateState(count);
                return new LatencySeries(() => model.Run(inputs, state, outputs), TailChild.Chunk, TailRow.Block);
            })];
            for (int done = 0; done < steps; done += TailChild.Chunk)
            {
                Array.ForEach(series, each => each.Run());
            }

            streams.Add([name, .. series.Select(each => Text(each.Percentile(50)))]);
        }
    }

    private static string Text(double nanoseconds) => nanoseconds.ToString("N0", CultureInfo.InvariantCulture);
}
