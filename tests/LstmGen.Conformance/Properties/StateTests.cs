using System.Buffers;
using System.Runtime.InteropServices;
using LstmGen.Kernels;
using LstmGen.Training;

namespace LstmGen.Conformance.Properties;

/// <summary>A state holds h and c, is used by one call at a time, and lies wherever the collector puts it.</summary>
public sealed class StateTests
{
    // The object, the array's header and what aligns rows to cache lines.
    private const int Bookkeeping = 148;

    public static TheoryData<string> Models => [.. ModelCases.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void AStateIsAsLargeAsItsHAndC(string name)
    {
        CompiledModel model = Model(name);
        LstmShape shape = model.Shape;
        foreach (int batch in (int[])[1, 7])
        {
            // The least of some: a collection retires a thread's buffer, which counts.
            long bytes = Enumerable.Range(0, 20).Min(_ => BytesOfAState(model, batch));

            long padded = 2L * shape.Layers * batch * ((shape.Hidden + 15) / 16 * 16) * sizeof(float);
            Assert.InRange(bytes, padded, padded + Bookkeeping);
        }
    }

    /// <summary>Nobody may compute with a state, read it or change it while a call has it, whichever it is.</summary>
    [Fact]
    [Trait("Kernels", "Any")]
    public void ACallThatFindsTheStateInUseIsRefused()
    {
        CompiledModel model = Model(nameof(I64H64));
        var inputs = new float[20_000 * 64];
        inputs.AsSpan().Fill(0.5f);
        LstmState state = model.CreateState();
        LstmState other = model.CreateState();
        var outputs = new float[inputs.Length];
        float[] row = new float[64];
        float[] output = new float[64];
        ModelCase kinds = ModelCases.Get(nameof(I64H64));
        using LstmTape tape = kinds.CreateTape(LstmWeights.Random(1).Bind(kinds.Shape), new LstmTapeOptions { Batch = 1, Steps = 1 });
        void Backward()
        {
            tape.Forward(row, other, output);
            tape.Backward(output, state);
        }

        Action[] uses =
        [
            () => tape.Forward(row, state, output), () => tape.Forward(row, [1], state, output), Backward,
            () => model.Step(row, state, output), () => model.Run(row, state, output), () => model.Run(row, [1], state, output), state.Reset,
            () => state.ResetRow(0), () => state.Hidden(0), () => state.Cell(0), () => state.GetHidden(0, 0, row), () => state.GetCell(0, 0, row),
            () => state.SetHidden(0, 0, row), () => state.SetCell(0, 0, row), () => state.Clone(), () => state.CopyFrom(other), () => other.CopyFrom(state),
            () => state.Export(row, output), () => state.Import(row, output),
        ];
        foreach (Action use in uses)
        {
            Assert.True(Enumerable.Range(0, 100).Any(_ => IsRefusedDuringARun(use)), "a use was never refused");
        }

        bool IsRefusedDuringARun(Action use)
        {
            state.Reset();
            var runner = new Thread(() =>
            {
                while (IsRefused(() => model.Run(inputs, state, outputs)))
                {
                    // The use below came first.
                }
            });
            runner.Start();

            // Until the run has begun the use is allowed.
            bool refused = false;
            while (runner.IsAlive && !refused)
            {
                refused = IsRefused(use);
            }

            runner.Join();
            Assert.False(IsRefused(use), "the state was not given back");
            return refused;
        }
    }

    /// <summary>The collector moves a young state when it collects; every promise holds before and after.</summary>
    [Theory]
    [InlineData(nameof(I1H8))]
    [InlineData(nameof(I5H12L2))]
    [InlineData(nameof(I64H64))]
    public void AStateMayBeMovedBetweenSteps(string name)
    {
        CompiledModel model = Model(name);
        LstmShape shape = model.Shape;
        float[] inputs = new SplitMix(3).Fill(60 * shape.Input, 1);
        var expected = new float[60 * shape.OutputSize];
        var outputs = new float[60 * shape.OutputSize];
        LstmState still = model.CreateState();
        for (int step = 0; step < 60; step++)
        {
            Step(still, expected, step);
        }

        object? before = null;
        LstmState moved = model.CreateState();
        for (int step = 0; step < 60; step++)
        {
            before = new byte[8 + (step * 24 % 104)]; // leaves gaps of different sizes
            LstmState young = moved.Clone();
            before = null;
            GC.Collect(step % 3, GCCollectionMode.Forced, blocking: true, compacting: true);
            moved = young;
            Step(moved, outputs, step);
        }

        Bits.AssertSame(expected, outputs, "outputs");
        Bits.AssertSame(still.Hidden(0), moved.Hidden(0), "h");
        Bits.AssertSame(still.Cell(shape.Layers - 1), moved.Cell(shape.Layers - 1), "c");
        GC.KeepAlive(before);

        void Step(LstmState state, float[] target, int step)
            => model.Step(inputs.AsSpan(step * shape.Input, shape.Input), state, target.AsSpan(step * shape.OutputSize, shape.OutputSize));
    }

    /// <summary>Scratch comes as it was left: what it holds must not matter.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void NothingIsReadThatTheCallDidNotWrite(string name)
    {
        ModelCase kinds = ModelCases.Get(name);
        LstmShape shape = kinds.Shape;
        LstmWeights weights = TestWeights.Random(shape, 7).ToLstmWeights();
        float[] inputs = new SplitMix(5).Fill(9 * 5 * shape.Input, 1);
        foreach (string set in kinds.KernelSets)
        {
            CompiledModel model = kinds.Create(weights, set);
            Poison(0);
            float[] expected = Results(model);
            Poison(float.NaN);
            Bits.AssertSame(expected, Results(model), $"{set}, scratch of NaN");
            Poison(float.MaxValue);
            Bits.AssertSame(expected, Results(model), $"{set}, scratch of the largest number");
        }

        float[] Results(CompiledModel model)
        {
            var outputs = new float[9 * 5 * shape.OutputSize];
            var results = new List<float>();
            LstmState one = model.CreateState();
            LstmState five = model.CreateState(5);
            model.Step(inputs.AsSpan(0, shape.Input), one, outputs.AsSpan(0, shape.OutputSize));
            model.Run(inputs, one, outputs);
            results.AddRange(outputs);
            model.Run(inputs, five, outputs);
            model.Run(inputs, [3, 0, 9, 1, 9], five, outputs);
            results.AddRange(outputs);
            for (int layer = 0; layer < shape.Layers; layer++)
            {
                results.AddRange([.. one.Hidden(layer), .. one.Cell(layer), .. five.Hidden(layer, 1), .. five.Cell(layer, 2)]);
            }

            return [.. results];
        }
    }

    /// <summary>What one reads from a state is a copy: it may be the input of a run with that state.</summary>
    [Fact]
    public void AStatesOwnHMayBeTheInput()
    {
        CompiledModel model = Model(nameof(I64H64));
        LstmState state = model.CreateState();
        var output = new float[64];
        for (int step = 0; step < 100; step++)
        {
            LstmState copy = state.Clone();
            float[] input = state.Hidden(0);
            var expected = new float[64];
            model.Run(input, copy, expected);
            model.Run(state.Hidden(0), state, output);
            Bits.AssertSame(expected, output, $"step {step}");
            Bits.AssertSame(copy.Hidden(0), state.Hidden(0), $"h after step {step}");
        }
    }

    private static long BytesOfAState(CompiledModel model, int batch)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        LstmState state = model.CreateState(batch);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(state);
        return bytes;
    }

    private static bool IsRefused(Action use)
    {
        try
        {
            use();
            return false;
        }
        catch (InvalidOperationException error)
        {
            Assert.StartsWith("The state is in use by another call", error.Message);
            return true;
        }
    }

    private static CompiledModel Model(string name)
    {
        ModelCase model = ModelCases.Get(name);
        return model.Create(TestWeights.Random(model.Shape, 3).ToLstmWeights());
    }

    /// <summary>Fills what this thread gets as scratch next.</summary>
    private static void Poison(float value)
    {
        for (int bits = 4; bits < 21; bits++)
        {
            float[] array = ArrayPool<float>.Shared.Rent(1 << bits);
            array.AsSpan().Fill(value);
            ArrayPool<float>.Shared.Return(array);
        }

        const int Largest = 5 * 4096;
        MemoryMarshal.CreateSpan(ref LstmStepScratch.Take(Largest), Largest).Fill(value);
    }
}
