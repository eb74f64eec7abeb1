using System.Runtime.CompilerServices;
using LstmGen.Training.Tape;

namespace LstmGen.Tests.Training.Tape;

/// <summary>Threads of a tape that nobody disposed keep neither it nor themselves alive.</summary>
[Collection(nameof(Alone))]
public sealed class WorkersCollectionTests
{
    private const int Count = 8;
    private const int Parts = 9;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_forgotten_is_collected_and_its_threads_end(bool fails)
    {
        int before = TapeThreads.Settled();
        WeakReference[] forgotten = Forget(fails);
        int most = TapeThreads.Count();
        Assert.True(most >= before + (Count * (Parts - 1)) - 8, $"{before} threads became {most}");
        Assert.True(Eventually.Is(() => !forgotten.Any(one => one.IsAlive)), $"{forgotten.Count(one => one.IsAlive)} of {Count} are alive");
        Assert.True(Eventually.Is(() => TapeThreads.Count() < before + (Count * (Parts - 1) / 4)), $"{before} threads became {most}, then {TapeThreads.Count()}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] Forget(bool fails)
        => [.. Enumerable.Range(0, Count).Select(_ =>
        {
            var owner = new Owner();
            Record.Exception(() => owner.Run(fails));
            owner.Run(fails: false);
            return new WeakReference(owner);
        })];

    /// <summary>As a tape: holds the threads and is what their actions belong to.</summary>
    private sealed class Owner
    {
        private readonly TapeWorkers _workers = new(Parts, 0);
        private int _done;

        internal void Run(bool fails) => _workers.Run(fails ? Fail : Work);

        private void Work(int part) => Interlocked.Increment(ref _done);

        private void Fail(int part) => throw new OwnerException(this);
    }

    private sealed class OwnerException(Owner owner) : Exception
    {
        public Owner Owner { get; } = owner;
    }
}
