using System.Runtime.CompilerServices;
using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>Tapes used by several threads, disposed while they work, or forgotten.</summary>
[Collection(nameof(Alone))]
public sealed class TapeUseTests
{
    private const int Steps = 5;
    private const int Batch = 6;
    private static readonly ModelCase Model = ModelCases.Get(nameof(I5H12L2));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void DisposedAtAnyMomentTheyFinishThePass(int threads)
    {
        var random = new Random(threads);
        float[] expected = Expected();
        for (int attempt = 0; attempt < 100; attempt++)
        {
            LstmTape tape = Tape(threads);
            var outputs = new float[expected.Length];
            Exception?[] errors = Watchdog.Run(
                $"attempt {attempt}, {threads} threads",
                () =>
                {
                    while (true)
                    {
                        Array.Clear(outputs);
                        try
                        {
                            tape.Forward(Inputs(), tape.CreateState(), outputs);
                        }
                        catch (ObjectDisposedException)
                        {
                            Bits.AssertSame(new float[outputs.Length], outputs, "refused");
                            throw;
                        }

                        Bits.AssertSame(expected, outputs, "before the end");
                        tape.Backward(outputs);
                    }
                },
                () => After(random.Next(20_000), tape.Dispose),
                () => After(random.Next(20_000), tape.Dispose));
            Assert.Contains(nameof(LstmTape), Assert.IsType<ObjectDisposedException>(errors[0]).Message, StringComparison.Ordinal);
            Assert.All(errors.Skip(1), Assert.Null);
            Assert.Throws<ObjectDisposedException>(() => tape.Forward(Inputs(), tape.CreateState(), outputs));
            Assert.Throws<ObjectDisposedException>(() => tape.Forward(Inputs(), [1, 2, 3, 4, 5, 0], tape.CreateState(), outputs));
            Assert.Throws<ObjectDisposedException>(() => tape.Backward(outputs));
            tape.Dispose();
        }
    }

    /// <summary>Two threads on one tape: a pass is refused or has the bits it has alone.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void OnePassAtATime(int threads)
    {
        float[] expected = Expected();
        using LstmTape tape = Tape(threads);
        int[] refused = new int[2];
        void Passes(int thread)
        {
            var outputs = new float[expected.Length];
            for (int pass = 0; pass < 3_000; pass++)
            {
                try
                {
                    tape.Forward(Inputs(), tape.CreateState(), outputs);
                }
                catch (InvalidOperationException refusal) when (refusal.Message.Contains("Another thread", StringComparison.Ordinal))
                {
                    refused[thread]++;
                    continue;
                }

                Bits.AssertSame(expected, outputs, $"pass {pass} of thread {thread}");
            }
        }

        Assert.All(Watchdog.Run("two users", () => Passes(0), () => Passes(1)), Assert.Null);
        Assert.True(refused.Sum() > 0, "the two threads never met");
    }

    [Fact]
    public void ForgottenTapesAreCollectedAndTheirThreadsEnd()
    {
        const int Tapes = 6;
        int before = TapeThreads.Settled();
        (WeakReference[] forgotten, int most) = Forget(Tapes);
        Assert.True(most > before + 10, $"{before} threads became {most}");
        Assert.True(Eventually.Is(() => !forgotten.Any(one => one.IsAlive)), $"{forgotten.Count(one => one.IsAlive)} of {Tapes} are alive");
        Assert.True(Eventually.Is(() => TapeThreads.Count() < before + 10), $"{before} threads became {most}, then {TapeThreads.Count()}");
    }

    [Fact]
    public void ConstructorsThatThrowLeaveNoThreads()
    {
        int before = TapeThreads.Settled();
        LstmTapeOptions fitting = new() { Batch = Batch, Steps = Steps, Threads = 8 };
        LstmTapeOptions[] wrong =
        [
            fitting with { Batch = 0 }, fitting with { Steps = 0 }, fitting with { Batch = 1 << 20, Steps = 1 << 20 }, fitting with { Threads = 1_025 },
            fitting with { Threads = int.MaxValue }, fitting with { Dropout = 1 }, fitting with { RecurrentDropout = -1 }, fitting with { KernelSet = "none" },
            fitting with { Batch = 1 << 15, Steps = 1 << 15 },
        ];
        for (int attempt = 0; attempt < 10; attempt++)
        {
            Assert.All(wrong, options => Assert.ThrowsAny<ArgumentException>(() => Model.CreateTape(LstmWeights.Random(1).Bind(Model.Shape), options)));
            Assert.ThrowsAny<ArgumentException>(() => Model.CreateTape(LstmWeights.Random(1).Bind(Model.Shape with { Hidden = 3 }), fitting));
        }

        Assert.True(TapeThreads.Count() < before + 8, $"{before} threads became {TapeThreads.Count()}");
    }

    private static LstmTape Tape(int threads)
        => Model.CreateTape(LstmWeights.Random(1).Bind(Model.Shape), new LstmTapeOptions { Batch = Batch, Steps = Steps, Threads = threads });

    private static float[] Inputs() => new SplitMix(3).Fill(Steps * Batch * Model.Shape.Input, 1);

    private static float[] Expected()
    {
        var outputs = new float[Steps * Batch * Model.Shape.OutputSize];
        CompiledModel model = Model.Create(LstmWeights.Random(1));
        model.Run(Inputs(), model.CreateState(Batch), outputs);
        return outputs;
    }

    /// <returns>Tapes that nobody else knows, and the threads there were while they were known.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference[] Tapes, int Threads) Forget(int count)
    {
        LstmTape[] tapes = [.. Enumerable.Range(0, count).Select(_ => Tape(7))];
        foreach (LstmTape tape in tapes)
        {
            var outputs = new float[Steps * Batch * Model.Shape.OutputSize];
            tape.Forward(Inputs(), tape.CreateState(), outputs);
            tape.Backward(outputs);
        }

        int threads = TapeThreads.Count();
        GC.KeepAlive(tapes);
        return ([.. tapes.Select(tape => new WeakReference(tape))], threads);
    }

    private static void After(int spins, Action action)
    {
        Thread.SpinWait(spins);
        action();
    }
}
