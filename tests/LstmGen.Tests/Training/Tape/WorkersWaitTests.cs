using LstmGen.Training.Tape;

namespace LstmGen.Tests.Training.Tape;

/// <summary>Threads that wait give the processor away: in processor time, which neighbours on the machine do not change.</summary>
[Collection(nameof(Alone))]
public sealed class WorkersWaitTests
{
    private const int Never = 0;
    private const int Parts = 8;
    private const int Rounds = 60;

    [Fact]
    public void More_threads_than_processors_do_not_spin()
    {
        TimeSpan slept = ProcessorTime(Parts, Never, _ => { });
        TimeSpan waited = ProcessorTime(Parts, Parts - 1, _ => { });
        Assert.True(waited < (slept * 3) + TimeSpan.FromMilliseconds(20), $"{Rounds} rounds of {Parts} threads took {waited}; {slept} where none spins");
    }

    [Fact]
    public void Threads_spin_for_less_than_a_part_takes_to_start()
    {
        static void Wait(int part) => Thread.Sleep(part == 0 ? 2 : 0);
        TimeSpan slept = ProcessorTime(2, Never, Wait);
        TimeSpan waited = ProcessorTime(2, 2, Wait);
        Assert.True(waited < slept + (Rounds * TimeSpan.FromMicroseconds(200)), $"{Rounds} waits took {waited}; {slept} where none spins");
    }

    /// <summary>The least of some tries: the test runner has threads of its own.</summary>
    private static TimeSpan ProcessorTime(int parts, int processors, Action<int> action)
    {
        using var workers = new TapeWorkers(parts, processors);
        TimeSpan least = TimeSpan.MaxValue;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            for (int round = 0; round < Rounds; round++)
            {
                workers.Run(action);
            }

            TimeSpan took = Environment.CpuUsage.TotalTime - before;
            least = took < least ? took : least;
        }

        return least;
    }
}
