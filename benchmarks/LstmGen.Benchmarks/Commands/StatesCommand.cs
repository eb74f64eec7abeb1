using System.Globalization;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Commands;

/// <summary>What a stream costs: bytes of a state, and the time of a state that serves one request, in a process that keeps many objects.</summary>
internal static class StatesCommand
{
    private const int Kept = 1_000_000;
    private const int Requests = 20_000;
    private const int Blocks = 30;

    internal static int Run()
    {
        Console.WriteLine($"{MachineDescription.Text}\n");
        object[] kept = [.. Enumerable.Range(0, Kept).Select(_ => new object[2])];
        int before = GC.CollectionCount(2);
        var table = new MarkdownTable("(inputs, units)", "bytes of h and c", "bytes of a state", "ns to make one", "ns of a step", "ns of a state and its step");
        Add<Lstm1x8>(table, "(1, 8)");
        Add<Lstm32x32>(table, "(32, 32)");
        Add<Lstm64x64>(table, "(64, 64)");
        Add<Lstm128x128x2>(table, "(128, 128) x 2");
        Console.WriteLine(table);
        Console.WriteLine($"{Kept} objects are kept, so that a collection of all generations would be dear: there were {GC.CollectionCount(2) - before}.");
        GC.KeepAlive(kept);
        return 0;
    }

    private static void Add<TModel>(MarkdownTable table, string name)
        where TModel : class, ILstmStreamingModel<TModel>
    {
        TModel model = TModel.Create(LstmWeights.Random(1));
        LstmShape shape = TModel.Shape;
        var input = new float[shape.Input];
        var output = new float[shape.OutputSize];
        LstmState old = model.CreateState();
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.CreateState();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        table.Add(
            name,
            Text(2L * shape.Layers * shape.Hidden * sizeof(float)),
            Text(bytes),
            Nanoseconds(() => model.CreateState()),
            Nanoseconds(() => model.Step(input, old, output)),
            Nanoseconds(() => model.Step(input, model.CreateState(), output)));
    }

    /// <summary>The median over blocks, collections included; the first blocks bring the code to its last tier.</summary>
    private static string Nanoseconds(Action request)
    {
        var blocks = new double[Blocks];
        for (int index = -Blocks; index < Blocks; index++)
        {
            Clock clock = Clock.Start();
            for (int each = 0; each < Requests; each++)
            {
                request();
            }

            if (index >= 0)
            {
                blocks[index] = clock.Seconds / Requests * 1e9;
            }
        }

        return Text((long)Statistics.Median(blocks));
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
