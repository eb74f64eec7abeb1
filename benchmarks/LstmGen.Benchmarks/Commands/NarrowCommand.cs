using System.Globalization;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.OneDnn;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Commands;

/// <summary>What weights of 16 and 8 bits are worth: beside those of single precision and those of 8 bits of ONNX Runtime and oneDNN, a block of each in turn; then single steps one by one, for the longest among them.</summary>
internal static class NarrowCommand
{
    private const int Sequence = 256;
    private const int BatchSteps = 16;
    private const double Tolerance = 0.05; // of the largest value: the two round weights, inputs and h by different rules

    internal static int Run(int steps)
    {
        Console.WriteLine($"{MachineDescription.Text}; {Lstm128x128.KernelSets[0]}\n");
        var probe = new QuietProbe();
        probe.Calibrate(1);
        bool hasDnn = HasDnn();
        var table = new MarkdownTable("(inputs, units)", "call", "f32, ns a step of a row", "Int16", "f32 / Int16", "Int8", "f32 / Int8", "ONNX Runtime, int8", "ONNX Runtime / Int8", "oneDNN, int8", "oneDNN / Int8", "kept");
        Add<Lstm64x64, Narrow64x64Int16, Narrow64x64Int8>("(64, 64)");
        Add<Lstm128x128, Narrow128x128Int16, Narrow128x128Int8>("(128, 128)");
        Add<Lstm256x256, Narrow256x256Int16, Narrow256x256Int8>("(256, 256)");
        Add<Card128, Card128Int16, Card128Int8>("(128, 128) x 2, 32 outputs");
        Add<Card256, Card256Int16, Card256Int8>("(256, 256) x 3");
        Console.WriteLine(table);

        var tail = new MarkdownTable("(128, 128) x 2, 32 outputs, one step", "mean, ns", "median", "99 %", "99.99 %", "bytes allocated");
        (string Name, LatencySeries Series)[] series = [("f32", Tail<Card128>()), ("Int16", Tail<Card128Int16>()), ("Int8", Tail<Card128Int8>())];
        for (int done = 0; done < steps; done += TailChild.Chunk)
        {
            foreach ((_, LatencySeries each) in series)
            {
                each.Run();
            }
        }

        foreach ((string name, LatencySeries each) in series)
        {
            tail.Add(name, Text(each.Mean), Text(each.Percentile(50)), Text(each.Percentile(99)), Text(each.Percentile(99.99)), each.Allocated.ToString(CultureInfo.InvariantCulture));
        }

        Console.WriteLine(tail);
        return 0;

        void Add<TExact, TInt16, TInt8>(string name)
            where TExact : class, ILstmStreamingModel<TExact>
            where TInt16 : class, ILstmStreamingModel<TInt16>
            where TInt8 : class, ILstmStreamingModel<TInt8>
        {
            (string Call, int Batch, int Steps)[] calls = [("step", 1, 1), ($"sequence of {Sequence}", 1, Sequence), ("batch of 16", 16, BatchSteps), ("batch of 64", 64, BatchSteps)];
            foreach ((string call, int batch, int count) in calls)
            {
                var problem = new InferenceProblem($"{name} {call}", TExact.Shape, batch, count);
                using IPrepared? runtime = problem.Shape.HasHead ? null : Agreed<TInt8>(problem, OnnxRuntimePeer.TitleOfC, new OnnxRuntimeInference(problem, threads: 1, byC: true, narrow: true));
                using IPrepared? dnn = problem.Shape.HasHead || !hasDnn ? null : Agreed<TInt8>(problem, OneDnnPeer.Title, new OneDnnNarrowInference(problem));
                ITimedWork[] peers = [.. new[] { runtime, dnn }.OfType<ITimedWork>()];
                ITimedWork[] works = [Work<TExact>(batch, count), Work<TInt16>(batch, count), Work<TInt8>(batch, count), .. peers];
                Tiers.Settle(works);
                Measurement[] timings = new BlockTimer(probe).Measure(works);
                double[] times = [.. timings.Select(timing => timing.Seconds * 1e9 / (batch * count))];
                string Time(IPrepared? peer, Func<double, string> text) => peer is null ? "" : text(times[3 + Array.IndexOf(peers, peer)]);
                table.Add(
                    name, call, Text(times[0]), Text(times[1]), Ratio(times[0] / times[1]), Text(times[2]), Ratio(times[0] / times[2]),
                    Time(runtime, Text), Time(runtime, time => Ratio(time / times[2])), Time(dnn, Text), Time(dnn, time => Ratio(time / times[2])),
                    $"{timings.Min(timing => timing.Kept)}{(timings.Any(timing => timing.Uncertain) ? " (uncertain)" : "")}");
            }
        }
    }

    /// <summary>A peer, once a call of it has been compared with one of ours.</summary>
    private static IPrepared Agreed<TInt8>(InferenceProblem problem, string name, IPrepared peer)
        where TInt8 : class, ILstmModel<TInt8>
    {
        using var ours = new LstmGenInference<TInt8>(problem, null);
        peer.Time(1);
        ours.Time(1);
        Agreement agreement = Agreement.Require(problem.Name, name, peer.Results(), "LstmGen", ours.Results(), Tolerance);
        Console.Error.WriteLine($"{problem.Name}: {agreement.Tensor} of {name} with weights of 8 bits differs from ours by {agreement.Error:G2} of its largest value.");
        return peer;
    }

    private static bool HasDnn()
    {
        try
        {
            Dnnl.Load();
            return true;
        }
        catch (PeerMissingException exception)
        {
            Console.Error.WriteLine($"{OneDnnPeer.Title} is not measured: {exception.Message}.");
            return false;
        }
    }

    private static LocalWork Work<TModel>(int batch, int steps)
        where TModel : class, ILstmStreamingModel<TModel>
    {
        TModel model = TModel.Create(LstmWeights.Random(1));
        float[] inputs = Feed.Uniform(steps * batch * TModel.Shape.Input), outputs = new float[steps * batch * TModel.Shape.OutputSize];
        LstmState state = model.CreateState(batch);
        return new(count =>
        {
            for (int each = 0; each < count; each++)
            {
                if (batch == 1 && steps == 1)
                {
                    model.Step(inputs, state, outputs);
                }
                else
                {
                    model.Run(inputs, state, outputs);
                }
            }
        });
    }

    private static LatencySeries Tail<TModel>()
        where TModel : class, ILstmStreamingModel<TModel>
    {
        TModel model = TModel.Create(LstmWeights.Random(1));
        float[] input = Feed.Uniform(TModel.Shape.Input), output = new float[TModel.Shape.OutputSize];
        LstmState state = model.CreateState();
        return new(() => model.Step(input, state, output), TailChild.Chunk, TailRow.Block);
    }

    private static string Text(double nanoseconds) => nanoseconds.ToString("N0", CultureInfo.InvariantCulture);

    private static string Ratio(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);
}
