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
        LatencySeries wanted = new(call, Chunk, Chunk);
        LatencySeries trial = new(() => _sink += _loop(TrialRounds), Chunk, Chunk);
        LatencySeries empty = new(() => _sink += _loop(0), Chunk, Chunk);
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            wanted.Run();
            trial.Run();
            empty.Run();
        }

        EmptyNanoseconds = empty.Percentile(50);
        _rounds = Math.Max(1, (int)Math.Round(TrialRounds * (wanted.Percentile(50) - EmptyNanoseconds) / (trial.Percentile(50) - EmptyNanoseconds)));
    }

    /// <summary>Width of the vectors.</summary>
    internal int Bits { get; }

    /// <summary>What a loop of no rounds takes, the clock included.</summary>
    internal double EmptyNanoseconds { get; }

    internal void Run() => _sink += _loop(_rounds);
}
