namespace LstmGen.Conformance.Properties;

/// <summary>Tests that watch the whole process run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Scoring allocates nothing, and one model serves many threads.</summary>
[Collection(nameof(Alone))]
public sealed class QuietTests
{
    public static TheoryData<string> Models => [.. ModelCases.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void StepAndRunAllocateNothing(string name)
    {
        ModelCase model = ModelCases.Get(name);
        LstmWeights weights = TestWeights.Random(model.Shape, 11).ToLstmWeights();
        foreach (string kernelSet in model.KernelSets)
        {
            CompiledModel compiled = model.Create(weights, kernelSet);
            var shape = model.Shape;
            var inputs = new float[35 * 7 * shape.Input];
            var outputs = new float[35 * 7 * shape.OutputSize];
            int[] lengths = [3, 0, 4, 1, 2, 4, 0];
            LstmState one = compiled.CreateState();
            LstmState seven = compiled.CreateState(7);
            Allocated.Nothing(() =>
            {
                compiled.Step(inputs.AsSpan(0, shape.Input), one, outputs.AsSpan(0, shape.OutputSize));
                compiled.Run(inputs.AsSpan(0, 35 * shape.Input), one, outputs.AsSpan(0, 35 * shape.OutputSize));
                compiled.Run(inputs.AsSpan(0, 4 * 7 * shape.Input), seven, outputs.AsSpan(0, 4 * 7 * shape.OutputSize));
                compiled.Run(inputs.AsSpan(0, 4 * 7 * shape.Input), lengths, seven, outputs.AsSpan(0, 4 * 7 * shape.OutputSize));
            });
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TwoThreadsOnOneModelGiveTheSameBits(string name)
    {
        ModelCase model = ModelCases.Get(name);
        var trials = new Trial[2];
        var expected = new Result[2];
        CompiledModel? compiled = null;
        for (int index = 0; index < 2; index++)
        {
            var weights = TestWeights.Random(model.Shape, 21);
            trials[index] = new Trial(model.Shape, new Scenario(index, 6, 3 + (4 * index), 1, 0, 0, false), weights);
            compiled ??= model.Create(trials[0].Loaded);
            expected[index] = trials[index].Run(compiled, trials[index].Scenario.Lengths());
        }

        // Many short runs on small models: what two threads must not share, they share for a moment only.
        int runs = (int)Math.Clamp(500_000 / model.Shape.MultiplyAddsPerStep, 8, 1000);
        var results = new Result[2][];
        using var start = new Barrier(2);
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            results[index] = [.. Enumerable.Range(0, runs).Select(_ => trials[index].Run(compiled!, trials[index].Scenario.Lengths()))];
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        for (int index = 0; index < 2; index++)
        {
            Assert.All(results[index], result => expected[index].AssertSame(result, $"thread {index}"));
        }
    }
}
