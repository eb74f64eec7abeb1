using LstmGen.Training;
using LstmGen.Training.Tape;

namespace LstmGen.Tests.Training.Tape;

/// <summary>However and whenever the threads of a tape are ended: a round that was announced is done whole, and everybody returns.</summary>
public sealed class WorkersEndTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    public void Disposed_at_any_moment_they_finish_the_round(int parts, int disposers)
    {
        var random = new Random(parts + disposers);
        for (int attempt = 0; attempt < 300; attempt++)
        {
            var workers = new TapeWorkers(parts, attempt % 2 == 0 ? parts : 0);
            int[] done = new int[parts];
            int rounds = 0;
            void Rounds()
            {
                while (true)
                {
                    workers.Run(part => done[part]++);
                    rounds++;
                }
            }

            Exception?[] errors = Watchdog.Run(
                $"attempt {attempt}", [Rounds, .. Enumerable.Range(0, disposers).Select(_ => After(random.Next(4_000), workers.Dispose))]);
            Assert.Contains(nameof(LstmTape), Assert.IsType<ObjectDisposedException>(errors[0]).Message, StringComparison.Ordinal);
            Assert.All(errors.Skip(1), Assert.Null);
            Assert.All(done, count => Assert.Equal(rounds, count));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, -1)]
    public void Disposed_by_a_part_they_finish_the_round(int parts, int disposer)
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            var workers = new TapeWorkers(parts);
            int done = 0;
            void Dispose(int part)
            {
                if (part == disposer || disposer < 0)
                {
                    workers.Dispose();
                }

                Interlocked.Increment(ref done);
            }

            Exception?[] errors = Watchdog.Run($"attempt {attempt}", () => workers.Run(Dispose));
            Assert.Null(errors[0]);
            Assert.Equal(parts, done);
            Assert.Throws<ObjectDisposedException>(() => workers.Run(Dispose));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void After_that_a_round_is_refused_and_another_dispose_does_nothing(int parts)
    {
        var workers = new TapeWorkers(parts);
        workers.Run(_ => { });
        workers.Dispose();
        workers.Dispose();
        Assert.Throws<ObjectDisposedException>(() => workers.Run(_ => Assert.Fail("ran")));
        workers.Dispose();
    }

    // Otherwise its parts would go on in memory that the next pass writes.
    [Fact]
    public void An_interrupted_caller_waits_for_the_round()
    {
        using var workers = new TapeWorkers(3, 0);
        using var working = new ManualResetEventSlim();
        int done = 0;
        void Part(int part)
        {
            if (part > 0)
            {
                working.Set();
                Thread.Sleep(50);
            }

            Interlocked.Increment(ref done);
        }

        int doneAtReturn = 0;
        var caller = new Thread(() =>
        {
            Record.Exception(() => workers.Run(Part));
            doneAtReturn = Volatile.Read(ref done);
            Record.Exception(() => Thread.Sleep(Timeout.Infinite)); // the interruption is still to be delivered
        });
        caller.IsBackground = true;
        caller.Start();
        working.Wait(TestContext.Current.CancellationToken);
        caller.Interrupt();
        Assert.True(caller.Join(TimeSpan.FromSeconds(20)), "the interruption was lost");
        Assert.Equal(3, doneAtReturn);
        workers.Run(Part);
        Assert.Equal(6, done);
    }

    private static Action After(int spins, Action action) => () =>
    {
        Thread.SpinWait(spins);
        action();
    };
}
