using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>What directions and projections cost this library: beside two runs of a class in one direction, and beside the same units without a projection.</summary>
internal static class NetworkChild
{
    internal const string Verb = "measure-networks";

    internal const int Batch = 16;

    internal const int Steps = 64;

    internal static int Run()
    {
        ITimedWork[] works =
        [
            new LocalWork(Calls<Both128x128>()), new LocalWork(Twice(Calls<Lstm128x128>(), Calls<Lstm128x128>())),
            new LocalWork(Calls<Projected128x512>()), new LocalWork(Calls<Lstm128x512>()),
        ];
        var probe = new QuietProbe();
        probe.Calibrate(1);
        Tiers.Settle(works);
        Measurement[] timings = new BlockTimer(probe).Measure(works);
        Print("128x128 in both directions", "two runs in one direction", 0, Both128x128.Shape.MultiplyAddsPerStep, 2 * Lstm128x128.Shape.MultiplyAddsPerStep);
        Print("128x512 projected to 128", "128x512", 2, Projected128x512.Shape.MultiplyAddsPerStep, Lstm128x512.Shape.MultiplyAddsPerStep);
        return 0;

        void Print(string name, string beside, int at, long products, long productsBeside)
        {
            (Measurement one, Measurement other) = (timings[at], timings[at + 1]);
            Console.WriteLine(new NetworkRow(
                name, beside, one.Seconds, other.Seconds, products / (double)productsBeside, Math.Min(one.Kept, other.Kept), one.Tried + other.Tried,
                one.Uncertain || other.Uncertain).ToLine());
        }
    }

    private static Work Calls<TModel>()
        where TModel : class, ILstmModel<TModel>
    {
        TModel model = TModel.Create(LstmWeights.Random(1));
        LstmState state = model.CreateState(Batch);
        float[] inputs = Feed.Uniform(Steps * Batch * TModel.Shape.Input), outputs = new float[Steps * Batch * TModel.Shape.OutputSize];
        return count =>
        {
            for (int call = 0; call < count; call++)
            {
                model.Run(inputs, state, outputs);
            }
        };
    }

    private static Work Twice(Work first, Work second) => count =>
    {
        for (int call = 0; call < count; call++)
        {
            first(1);
            second(1);
        }
    };
}
