using System.Globalization;
using LstmGen.Benchmarks.Limits;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>
/// What the process that times single steps does: compare ours with ONNX Runtime's, then time both and the loop, a chunk of each in turn; rows to
/// standard output.
/// </summary>
internal static class TailChild
{
    internal const string Verb = "measure-tail";

    /// <summary>Steps of each in turn.</summary>
    internal const int Chunk = 1000;

    internal static int Run(int steps)
    {
        var problem = new InferenceProblem("64x64", Lstm64x64.Shape, 1, 1);
        var model = new Lstm64x64(LstmWeights.Random(InferenceProblem.Seed));
        var feed = new Feed(problem.Inputs, problem.Shape.Input, problem.Shape.Hidden, model.CreateState());
        feed.State.Import(problem.HiddenStates, problem.CellStates);
        void Step() => model.Step(feed.Next(), feed.State, feed.Output);

        using OnnxRuntimePeer? peer = Open();
        using var calls = peer?.PrepareInference(problem) as OnnxRuntimeInference;
        if (calls is not null)
        {
            Compare(problem, Step, feed, calls);
        }

        var loop = new EqualLoop(Step);
        var ours = new LatencySeries(Step, Chunk, TailRow.Block);
        var loops = new LatencySeries(loop.Run, Chunk, TailRow.Block);
        LatencySeries? theirs = calls is null ? null : new(calls.Call, Chunk, TailRow.Block);
        for (int done = 0; done < steps; done += Chunk)
        {
            ours.Run();
            theirs?.Run();
            loops.Run();
        }

        string empty = loop.EmptyNanoseconds.ToString("0", CultureInfo.InvariantCulture);
        Console.WriteLine(TailRow.Of(LstmGenPeer.Title, model.KernelSet, steps, ours).ToLine());
        if (theirs is not null)
        {
            Console.WriteLine(TailRow.Of(OnnxRuntimePeer.Title, peer!.Details, steps, theirs).ToLine());
        }

        Console.WriteLine(TailRow.Of(EqualLoop.Title, $"{loop.Bits} bits; without a round {empty} ns", steps, loops).ToLine());
        return 0;
    }

    private static void Compare(InferenceProblem problem, Action step, Feed feed, OnnxRuntimeInference calls)
    {
        for (int call = 0; call < problem.Calls; call++)
        {
            step();
            calls.Call();
        }

        var hidden = new float[problem.HiddenStates.Length];
        var cells = new float[problem.CellStates.Length];
        feed.State.Export(hidden, cells);
        Agreement.Require(
            problem.Name, OnnxRuntimePeer.Title, calls.Results(), LstmGenPeer.Title, problem.Results(feed.Output.ToArray(), hidden, cells));
    }

    private static OnnxRuntimePeer? Open()
    {
        try
        {
            return new OnnxRuntimePeer(1);
        }
        catch (PeerMissingException exception)
        {
            Console.WriteLine(new MissingRow(OnnxRuntimePeer.Title, exception.Message).ToLine());
            return null;
        }
    }
}
