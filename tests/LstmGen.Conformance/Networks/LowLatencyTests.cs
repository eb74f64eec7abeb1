using System.Diagnostics;
using LstmGen.Kernels;

namespace LstmGen.Conformance.Networks;

/// <summary>Steps that several threads share: the bits of a step, whatever the threads do.</summary>
[Collection(nameof(Properties.Alone))]
public sealed class LowLatencyTests
{
    private static readonly Dictionary<string, Action> s_same = new()
    {
        [nameof(I12H100P36L2O4NoBias)] = Same<I12H100P36L2O4NoBias>,
        [nameof(I128H128L2O32Int8)] = Same<I128H128L2O32Int8>,
        [nameof(I3H100L2PeepholesInt8)] = Same<I3H100L2PeepholesInt8>,
        [nameof(I17H7FastInt16)] = Same<I17H7FastInt16>,
        [nameof(I21H37O2NormGatesInt16)] = Same<I21H37O2NormGatesInt16>,
        [nameof(I3H40P12L2NormCellCoupled)] = Same<I3H40P12L2NormCellCoupled>,
        [nameof(I5H20L2O3PeepholesZoned)] = Same<I5H20L2O3PeepholesZoned>,
        [nameof(Stepper)] = Same<Stepper>,
        [nameof(Gated)] = Same<Gated>,
        [nameof(Exponential)] = Same<Exponential>,
        [nameof(NarrowChain)] = Same<NarrowChain>,
        [nameof(I3H128L2O6)] = Same<I3H128L2O6>,
        [nameof(I100H100L2O6)] = Same<I100H100L2O6>,
        [nameof(I16H72Peepholes)] = Same<I16H72Peepholes>,
    };

    public static TheoryData<string> Models => [.. s_same.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void BitsAreThoseOfAStep(string name) => s_same[name]();

    [Fact]
    public void ThreadsThatSleepAreWoken()
    {
        Exact<I128H128L2O32Int8>(new() { Threads = 3, Spin = TimeSpan.Zero }, steps: 300);
        using var steps = new Steps<I128H128L2O32Int8>(new() { Threads = 2, Spin = TimeSpan.FromMilliseconds(1) });
        for (int step = 0; step < 20; step++)
        {
            Thread.Sleep(step % 3 * 3);
            steps.Check();
        }
    }

    [Fact]
    public void ThreadsCanBeBoundToProcessors()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            Exact<I3H128L2O6>(new() { Threads = 2, Processors = [0] }, steps: 10);
            ArgumentException refused = Assert.Throws<ArgumentException>(() => new LstmLowLatency<I3H128L2O6>(new(LstmWeights.Random(1)), new() { Processors = [1_000_000] }));
            Assert.Contains("1000000", refused.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Throws<ArgumentException>(() => new LstmLowLatency<I3H128L2O6>(new(LstmWeights.Random(1)), new() { Processors = [0] }));
        }
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        var model = new I3H128L2O6(LstmWeights.Random(1));
        Assert.Throws<ArgumentNullException>(() => new LstmLowLatency<I3H128L2O6>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LstmLowLatency<I3H128L2O6>(model, new() { Threads = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LstmLowLatency<I3H128L2O6>(model, new() { Threads = 65 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LstmLowLatency<I3H128L2O6>(model, new() { Spin = TimeSpan.FromSeconds(-2) }));
        Assert.Throws<ArgumentException>(() => new LstmLowLatency<I3H128L2O6>(model, new() { Threads = 3, Processors = [0] }));
        Assert.Empty(Threads());
        using var shared = new LstmLowLatency<I3H128L2O6>(model);
        LstmState state = model.CreateState();
        float[] input = new float[3], output = new float[6];
        Assert.Throws<ArgumentException>(() => shared.Step(new float[4], state, output));
        Assert.Throws<ArgumentException>(() => shared.Step(input, state, new float[5]));
        Assert.Throws<ArgumentException>(() => shared.Step(input, model.CreateState(2), output));
        Assert.Throws<ArgumentException>(() => shared.Step(input, new Stepper(LstmWeights.Random(1)).CreateState(), output));
        Assert.Throws<ArgumentException>(() => shared.Step(output.AsSpan(0, 3), state, output));
        shared.Step(input, state, output);
        shared.Dispose();
        shared.Dispose();
        Assert.Throws<ObjectDisposedException>(() => shared.Step(input, state, output));
        Assert.Empty(Threads());
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using var steps = new Steps<I128H128L2O32Int8>(new() { Threads = 2 });
        Allocated.Nothing(steps.Shared);
    }

    /// <summary>The collector stops threads that only read, and moves the state that they write.</summary>
    [Fact]
    public void CollectionsMoveStatesUnderSteps()
    {
        bool ends = false;
        var collector = new Thread(() =>
        {
            List<byte[]> kept = [];
            for (int round = 0; !Volatile.Read(ref ends); round++)
            {
                kept.Add(new byte[1 + (round % 5000)]);
                if (round % 50 == 0)
                {
                    kept.RemoveRange(0, kept.Count / 2);
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                }
            }
        });
        collector.Start();
        try
        {
            for (int trial = 0; trial < 5; trial++)
            {
                Exact<I128H128L2O32Int8>(new() { Threads = 2, Spin = Timeout.InfiniteTimeSpan }, steps: 40);
            }
        }
        finally
        {
            Volatile.Write(ref ends, true);
            collector.Join();
        }
    }

    [Fact]
    public void DisposingDuringWorkEndsIt()
    {
        for (int trial = 0; trial < 10; trial++)
        {
            var steps = new Steps<I128H128L2O32Int8>(new() { Threads = 3 });
            using var running = new ManualResetEventSlim();
            Exception? end = null;
            var worker = new Thread(() =>
            {
                try
                {
                    while (true)
                    {
                        steps.Check();
                        running.Set();
                    }
                }
                catch (Exception found)
                {
                    end = found;
                    running.Set();
                }
            });
            worker.Start();
            running.Wait();
            steps.Dispose();
            worker.Join();
            Assert.IsType<ObjectDisposedException>(end);
            Assert.Empty(Threads());
        }
    }

    [Fact]
    public void ManyMoreThreadsThanCoresAndTwoTeamsOfOneModel()
    {
        var model = new I128H128L2O32Int8(LstmWeights.Random(1));
        Exception?[] faults = new Exception?[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(index => new Thread(() =>
        {
            try
            {
                using var steps = new Steps<I128H128L2O32Int8>(new() { Threads = 4 }, model);
                for (int step = 0; step < 15; step++)
                {
                    steps.Check();
                }
            }
            catch (Exception found)
            {
                faults[index] = found;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(faults, Assert.Null);
    }

    [Fact]
    public void OfTwoCallersAtOnceOneIsRefusedOrWaits()
    {
        var model = new I128H128L2O32Int8(LstmWeights.Random(1));
        using var shared = new LstmLowLatency<I128H128L2O32Int8>(model);
        Exception?[] faults = new Exception?[2];
        int[] done = new int[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(index => new Thread(() =>
        {
            try
            {
                using var steps = new Steps<I128H128L2O32Int8>(new() { Threads = 1 }, model, shared);
                var clock = Stopwatch.StartNew();
                while (done[index] < 20 && clock.Elapsed < TimeSpan.FromSeconds(20))
                {
                    try
                    {
                        steps.Check();
                        done[index]++;
                    }
                    catch (InvalidOperationException)
                    {
                        Thread.Yield();
                    }
                }
            }
            catch (Exception found)
            {
                faults[index] = found;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(faults, Assert.Null);
        Assert.All(done, count => Assert.Equal(20, count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void AThreadThatFailsEndsTheStep(int member)
    {
        var model = new Faulty(new I3H128L2O6(LstmWeights.Random(1)));
        using (var shared = new LstmLowLatency<Faulty>(model, new() { Threads = 3 }))
        {
            LstmState state = model.CreateState();
            float[] input = new float[3], output = new float[6];
            shared.Step(input, state, output);
            model.Fails = member;
            InvalidOperationException found = Assert.ThrowsAny<InvalidOperationException>(() => shared.Step(input, state, output));
            Assert.Contains("planted", found.Message, StringComparison.Ordinal);
            Assert.Equal(128, state.Hidden(0).Length); // the state is nobody's
            Assert.ThrowsAny<InvalidOperationException>(() => shared.Step(input, state, output));
        }

        Assert.Empty(Threads());
    }

    private static void Same<TModel>()
        where TModel : class, ILstmLowLatencyModel<TModel>
    {
        foreach (string kernelSet in TModel.KernelSets)
        {
            var model = TModel.Create(LstmWeights.Random(3), kernelSet);
            foreach (int threads in new[] { 1, 2, 3, 5 })
            {
                Exact(new() { Threads = threads }, steps: 8, model);
            }
        }
    }

    private static void Exact<TModel>(LstmLowLatencyOptions options, int steps, TModel? model = null)
        where TModel : class, ILstmLowLatencyModel<TModel>
    {
        using var both = new Steps<TModel>(options, model);
        for (int step = 0; step < steps; step++)
        {
            both.Check();
        }

        both.Poison();
    }

    /// <summary>Threads of teams: those of other tests have ended before one that looks.</summary>
    private static IEnumerable<string> Threads()
    {
        // A thread that has been joined may stay in the system's list for a moment.
        return OperatingSystem.IsLinux() && !SpinWait.SpinUntil(() => !Names().Any(), TimeSpan.FromSeconds(5)) ? Names() : [];

        static IEnumerable<string> Names()
        {
            foreach (string task in Directory.GetDirectories("/proc/self/task"))
            {
                string name;
                try
                {
                    name = File.ReadAllText(Path.Combine(task, "comm")).Trim();
                }
                catch (IOException)
                {
                    continue;
                }

                if (name.StartsWith("LstmLowLatency", StringComparison.Ordinal))
                {
                    yield return name;
                }
            }
        }
    }

    /// <summary>The same steps by one thread and by several, each with a state of its own.</summary>
    private sealed class Steps<TModel> : IDisposable
        where TModel : class, ILstmLowLatencyModel<TModel>
    {
        private readonly TModel _model;
        private readonly LstmLowLatency<TModel> _shared;
        private readonly bool _owns;
        private readonly LstmState _expected, _found;
        private readonly float[] _input = new float[TModel.Shape.Input], _expectedOutput = new float[TModel.Shape.OutputSize], _output = new float[TModel.Shape.OutputSize];
        private readonly Random _random = new(7);

        internal Steps(LstmLowLatencyOptions options, TModel? model = null, LstmLowLatency<TModel>? shared = null)
        {
            _model = model ?? TModel.Create(LstmWeights.Random(3));
            (_shared, _owns) = (shared ?? new(_model, options), shared is null);
            _expected = _model.CreateState();
            for (int layer = 0; layer < _expected.LayerCount; layer++)
            {
                foreach (string name in _expected.NamesOf(layer))
                {
                    _expected.Set(name, layer, 0, [.. _expected.Get(name, layer).Select(_ => (float)(_random.NextDouble() - 0.5))]);
                }
            }

            _found = _expected.Clone();
        }

        public void Dispose()
        {
            if (_owns)
            {
                _shared.Dispose();
            }
        }

        internal void Shared() => _shared.Step(_input, _found, _output);

        internal void Check()
        {
            for (int at = 0; at < _input.Length; at++)
            {
                _input[at] = (float)((_random.NextDouble() * 4) - 2);
            }

            Shared();
            Compare();
        }

        /// <summary>A sample that is no number makes NaN of the states, as in a step by one thread.</summary>
        internal void Poison()
        {
            _input[^1] = float.NaN;
            Shared();
            Compare();
        }

        private void Compare()
        {
            _model.Step(_input, _expected, _expectedOutput);
            Bits.AssertSame(_expectedOutput, _output, "outputs");
            for (int layer = 0; layer < _expected.LayerCount; layer++)
            {
                foreach (string name in _expected.NamesOf(layer))
                {
                    Bits.AssertSame(_expected.Get(name, layer), _found.Get(name, layer), $"{name} of layer {layer}");
                }
            }
        }
    }

    /// <summary>A model one of whose threads fails.</summary>
    private sealed class Faulty(I3H128L2O6 model) : ILstmLowLatencyModel<Faulty>
    {
        internal int Fails { get; set; } = -1;

        public static LstmShape Shape => I3H128L2O6.Shape;

        public static IReadOnlyList<string> KernelSets => I3H128L2O6.KernelSets;

        public string KernelSet => model.KernelSet;

        public string Plan => model.Plan;

        public static Faulty Create(LstmWeights weights) => new(new(weights));

        public static Faulty Create(LstmWeights weights, string kernelSet) => new(new(weights, kernelSet));

        public LstmState CreateState(int batch = 1) => model.CreateState(batch);

        public void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output) => model.Step(input, state, output);

        public void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs) => model.Run(inputs, state, outputs);

        public void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs) => model.Run(inputs, lengths, state, outputs);

        public LstmStepTeam CreateTeam(int members) => ((ILstmLowLatencyModel<I3H128L2O6>)model).CreateTeam(members);

        public void StepPart(LstmStepTeam team, int member)
        {
            if (member == Fails)
            {
                throw new InvalidOperationException("planted");
            }

            ((ILstmLowLatencyModel<I3H128L2O6>)model).StepPart(team, member);
        }
    }
}
