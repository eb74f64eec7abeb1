using LstmGen.TestKit.Comparing;
using LstmGen.TestKit.Models;
using LstmGen.TestKit.Networks;
using LstmGen.TestKit.Reference;
using LstmGen.Training;

namespace LstmGen.TestModels;

/// <summary>
/// What a compiled shape computes, as hashes: of outputs and final states of single steps, a sequence, batches, ragged lengths;
/// and of everything a training step gives: plain, ragged, with dropout. They are functions of the model alone: one recorded list
/// serves every processor, kernel set and compiler.
/// </summary>
/// <param name="model">The class.</param>
/// <param name="weights">Its weights.</param>
/// <param name="seed">Of inputs and states.</param>
/// <param name="hidden">Values of h of a row, of all layers.</param>
/// <param name="cell">The same of c.</param>
internal sealed class ShapeHashes(ModelCase model, LstmWeights weights, ulong seed, int hidden, int cell)
{
    private static readonly (string Name, int Steps, int Batch, int[]? Lengths)[] Runs =
    [
        ("sequence", 35, 1, null), // past one chunk of 32 steps
        ("batch", 5, 7, null),
        ("wide", 3, 19, null),
        ("ragged", 10, 7, [3, 0, 10, 1, 7, 10, 4]),
    ];

    /// <summary>Lines of every compiled class, of layers in one direction and then of networks: "shape run hash".</summary>
    internal static IEnumerable<string> All(Func<ModelCase, string> kernelSet) => [.. ModelCases.All.SelectMany(model => Compute(model, kernelSet(model))), .. NetworkCases.All.SelectMany(network => Compute(network, kernelSet(network.Model)))];

    /// <summary>Names of these classes, in their order.</summary>
    internal static IEnumerable<string> Names => [.. ModelCases.Names, .. NetworkCases.All.Select(network => network.Name)];

    /// <summary>One line for each run.</summary>
    internal static IEnumerable<string> Compute(string name, Func<ModelCase, IEnumerable<string>> kernelSets)
        => ModelCases.All.FirstOrDefault(model => model.Name == name) is { } model
            ? kernelSets(model).SelectMany(kernelSet => Compute(model, kernelSet))
            : kernelSets(NetworkCases.Get(name).Model).SelectMany(kernelSet => Compute(NetworkCases.Get(name), kernelSet));

    private static IEnumerable<string> Compute(ModelCase model, string kernelSet)
    {
        int units = model.Shape.Layers * model.Shape.Hidden;
        return new ShapeHashes(model, TestWeights.Random(model.Shape, Seed(model)).ToLstmWeights(), Seed(model), units, units).Compute(kernelSet);
    }

    private static IEnumerable<string> Compute(NetworkCase network, string kernelSet)
        => new ShapeHashes(network.Model, LstmWeights.Random(Seed(network.Model)), Seed(network.Model), network.Hidden.Sum(), network.Cells.Sum()).Compute(kernelSet);

    private IEnumerable<string> Compute(string kernelSet)
    {
        CompiledModel compiled = model.Create(weights, kernelSet);
        if (model.Streams)
        {
            yield return $"{model.Name} step {Steps(compiled)}";
        }

        foreach ((string name, int steps, int batch, int[]? lengths) in Runs)
        {
            yield return $"{model.Name} {name} {Run(compiled, steps, batch, lengths)}";
        }

        // Past one chunk of 256 rows, and with fewer rows where they take long.
        int rows = model.Shape.MultiplyAddsPerStep < 20_000 ? 31 : 7;
        yield return $"{model.Name} training {Train(kernelSet, 9, rows, null, 0)}";
        yield return $"{model.Name} training-ragged {Train(kernelSet, 5, 7, [3, 0, 5, 1, 4, 5, 2], 0)}";
        yield return $"{model.Name} training-dropout {Train(kernelSet, 4, 5, null, 0.5f)}";
    }

    private FloatHash Steps(CompiledModel compiled)
    {
        var random = new SplitMix(seed + 1);
        LstmState state = InitialState(compiled, 1, random);
        var output = new float[model.Shape.OutputSize];
        Array.Fill(output, float.NaN);
        var hash = new FloatHash();
        for (int step = 0; step < 3; step++)
        {
            compiled.Step(random.Fill(model.Shape.Input, 2), state, output);
            hash.Add(output);
        }

        AddState(hash, state);
        return hash;
    }

    private FloatHash Run(CompiledModel compiled, int steps, int batch, int[]? lengths)
    {
        var random = new SplitMix(seed + (ulong)batch + 1);
        LstmState state = InitialState(compiled, batch, random);
        float[] inputs = random.Fill((long)steps * batch * model.Shape.Input, 2);
        var outputs = new float[ReferenceNetworks.OutputSteps(model.Shape, steps) * batch * model.Shape.OutputSize];
        Array.Fill(outputs, float.NaN);
        if (lengths is null)
        {
            compiled.Run(inputs, state, outputs);
        }
        else
        {
            compiled.Run(inputs, lengths, state, outputs);
        }

        var hash = new FloatHash();
        hash.Add(outputs);
        AddState(hash, state);
        return hash;
    }

    /// <summary>Outputs, states and every gradient.</summary>
    private FloatHash Train(string kernelSet, int steps, int batch, int[]? lengths, float dropout)
    {
        LstmShape shape = model.Shape;
        var random = new SplitMix(seed + (ulong)batch + 2);
        var options = new LstmTapeOptions
        {
            Batch = batch, Steps = steps, KernelSet = kernelSet, Dropout = dropout, RecurrentDropout = dropout / 2, Seed = seed,
        };
        using LstmTape tape = model.CreateTape(weights.Bind(shape), options);
        LstmState state = Begun(Filled(tape.CreateState(), random));
        LstmState gradients = Filled(tape.CreateState(), random);
        float[] inputs = random.Fill((long)steps * batch * shape.Input, 2);
        float[] outputGradients = random.Fill((long)ReferenceNetworks.OutputSteps(shape, steps) * batch * shape.OutputSize, 1);
        var outputs = new float[outputGradients.Length];
        var inputGradients = new float[inputs.Length];
        Array.Fill(outputs, float.NaN);
        Array.Fill(inputGradients, float.NaN);
        if (lengths is null)
        {
            tape.Forward(inputs, state, outputs);
        }
        else
        {
            tape.Forward(inputs, lengths, state, outputs);
        }

        tape.Backward(outputGradients, gradients, inputGradients);
        var hash = new FloatHash();
        hash.Add(outputs);
        AddState(hash, state);
        hash.Add(inputGradients);
        AddState(hash, gradients);
        foreach (LstmTrainable trainable in tape.Trainables)
        {
            hash.Add(trainable.Gradients);
        }

        return hash;
    }

    private LstmState InitialState(CompiledModel compiled, int batch, SplitMix random) => Begun(Filled(compiled.CreateState(batch), random));

    /// <summary>One row begins with tensors, where states do.</summary>
    private LstmState Begun(LstmState state)
    {
        if (model.Shape.ToString().Contains("learned initial state", StringComparison.Ordinal))
        {
            state.ResetRow(state.Batch - 1);
        }

        return state;
    }

    private LstmState Filled(LstmState state, SplitMix random)
    {
        FurtherStates.Import(state, random.Fill(state.Batch * hidden, 1), FurtherStates.Valid(state.Shape, state.Batch, random.Fill(state.Batch * cell, 2)));
        return state;
    }

    private void AddState(FloatHash hash, LstmState state)
    {
        float[] h = new float[state.Batch * hidden], c = new float[state.Batch * cell];
        FurtherStates.ExportHidden(state, h);
        FurtherStates.Export(state, c);
        hash.Add(h);
        hash.Add(c);
    }

    /// <summary>A seed of the shape's numbers, so that no two shapes share their weights by accident.</summary>
    private static ulong Seed(ModelCase model)
    {
        LstmShape shape = model.Shape;
        return (((((ulong)shape.Input * 5003) + (ulong)shape.Hidden) * 17) + (ulong)shape.Layers) * 1009 * ((ulong)shape.Output + 1);
    }
}
