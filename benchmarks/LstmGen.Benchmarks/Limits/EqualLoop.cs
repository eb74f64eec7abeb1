using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Limits;

/// <summary>
/// A loop of multiply-adds in registers that takes as long as something else: what disturbs it is the machine. Its length is found by timing both call by
/// call, in turn, as they will be timed later.
/// </summary>
internal sealed class EqualLoop
{
    /// <summary>The name in tables.</summary>
    internal const string Title = "multiply-add loop";

    private const int Chunk = 1000;
    private const int Chunks = 20;
    private const int TrialRounds = 1000;
    private readonly Func<int, float> _loop;
    private readonly int _rounds;
    private float _sink;

    internal EqualLoop(Action call)
    {
        Bits = FmaPeak.Widths[0];
        (_loop, _) = FmaPeak.Loop(Bits);
        LatencySeries wanted = new(call, Chunk * Chunks);
        LatencySeries trial = new(() => _sink += _loop(TrialRounds), Chunk * Chunks);
        LatencySeries empty = new(() => _sink += _loop(0), Chunk * Chunks);
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            wanted.Run(Chunk);
            trial.Run(Chunk);
            empty.Run(Chunk);
        }

        EmptyNanoseconds = Median(empty);
        _rounds = Math.Max(1, (int)Math.Round(TrialRounds * (Median(wanted) - EmptyNanoseconds) / (Median(trial) - EmptyNanoseconds)));
    }

    /// <summary>Width of the vectors.</summary>
    internal int Bits { get; }

    /// <summary>What a loop of no rounds takes, the clock included.</summary>
    internal double EmptyNanoseconds { get; }

    internal void Run() => _sink += _loop(_rounds);

    private static double Median(LatencySeries series) => series.Percentiles(0.5)[0];
}
