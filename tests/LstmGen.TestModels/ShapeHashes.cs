using LstmGen.TestKit.Models;
using LstmGen.Training;

namespace LstmGen.TestModels;

/// <summary>
/// What a compiled shape computes, as hashes: of outputs and final states of single steps, a sequence, batches, ragged lengths;
/// and of everything a training step gives: plain, ragged, with dropout. They are functions of the model alone: one recorded list
/// serves every processor, kernel set and compiler.
/// </summary>
internal static class ShapeHashes
{
    private static readonly (string Name, int Steps, int Batch, int[]? Lengths)[] Runs =
    [
        ("sequence", 35, 1, null), // past one chunk of 32 steps
        ("batch", 5, 7, null),
        ("wide", 3, 19, null),
        ("ragged", 10, 7, [3, 0, 10, 1, 7, 10, 4]),
    ];

    /// <summary>One line for each run: "shape run hash".</summary>
    internal static IEnumerable<string> Compute(ModelCase model, string kernelSet)
    {
        CompiledModel compiled = model.Create(TestWeights.Random(model.Shape, Seed(model)).ToLstmWeights(), kernelSet);
        yield return $"{model.Name} step {Steps(compiled, Seed(model))}";
        foreach ((string name, int steps, int batch, int[]? lengths) in Runs)
        {
            yield return $"{model.Name} {name} {Run(compiled, steps, batch, lengths, Seed(model))}";
        }

        // Past one chunk of 256 rows, and with fewer rows where they take long.
        int rows = model.Shape.MultiplyAddsPerStep < 20_000 ? 31 : 7;
        yield return $"{model.Name} training {Train(model, kernelSet, 9, rows, null, 0)}";
        yield return $"{model.Name} training-ragged {Train(model, kernelSet, 5, 7, [3, 0, 5, 1, 4, 5, 2], 0)}";
        yield return $"{model.Name} training-dropout {Train(model, kernelSet, 4, 5, null, 0.5f)}";
    }

    private static FloatHash Steps(CompiledModel model, ulong seed)
    {
        var random = new SplitMix(seed + 1);
        LstmState state = InitialState(model, 1, random);
        var output = new float[model.Shape.OutputSize];
        Array.Fill(output, float.NaN);
        var hash = new FloatHash();
        for (int step = 0; step < 3; step++)
        {
            model.Step(random.Fill(model.Shape.Input, 2), state, output);
            hash.Add(output);
        }

        AddState(hash, state);
        return hash;
    }

    private static FloatHash Run(CompiledModel model, int steps, int batch, int[]? lengths, ulong seed)
    {
        var random = new SplitMix(seed + (ulong)batch + 1);
        LstmState state = InitialState(model, batch, random);
        float[] inputs = random.Fill((long)steps * batch * model.Shape.Input, 2);
        var outputs = new float[steps * batch * model.Shape.OutputSize];
        Array.Fill(outputs, float.NaN);
        if (lengths is null)
        {
            model.Run(inputs, state, outputs);
        }
        else
        {
            model.Run(inputs, lengths, state, outputs);
        }

        var hash = new FloatHash();
        hash.Add(outputs);
        AddState(hash, state);
        return hash;
    }

    /// <summary>Outputs, states and every gradient.</summary>
    private static FloatHash Train(ModelCase model, string kernelSet, int steps, int batch, int[]? lengths, float dropout)
    {
        LstmShape shape = model.Shape;
        var random = new SplitMix(Seed(model) + (ulong)batch + 2);
        var options = new LstmTapeOptions
        {
            Batch = batch, Steps = steps, KernelSet = kernelSet, Dropout = dropout, RecurrentDropout = dropout / 2, Seed = Seed(model),
        };
        using LstmTape tape = model.CreateTape(TestWeights.Random(shape, Seed(model)).ToLstmWeights().Bind(shape), options);
        LstmState state = Filled(tape.CreateState(), random);
        LstmState gradients = Filled(tape.CreateState(), random);
        float[] inputs = random.Fill((long)steps * batch * shape.Input, 2);
        float[] outputGradients = random.Fill((long)steps * batch * shape.OutputSize, 1);
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

    private static LstmState InitialState(CompiledModel model, int batch, SplitMix random) => Filled(model.CreateState(batch), random);

    private static LstmState Filled(LstmState state, SplitMix random)
    {
        int length = state.Shape.Layers * state.Batch * state.Shape.Hidden;
        state.Import(random.Fill(length, 1), random.Fill(length, 2));
        return state;
    }

    private static void AddState(FloatHash hash, LstmState state)
    {
        var hidden = new float[state.Shape.Layers * state.Batch * state.Shape.Hidden];
        var cell = new float[hidden.Length];
        state.Export(hidden, cell);
        hash.Add(hidden);
        hash.Add(cell);
    }

    /// <summary>A seed of the shape's numbers, so that no two shapes share their weights by accident.</summary>
    private static ulong Seed(ModelCase model)
    {
        LstmShape shape = model.Shape;
        return (((((ulong)shape.Input * 5003) + (ulong)shape.Hidden) * 17) + (ulong)shape.Layers) * 1009 * ((ulong)shape.Output + 1);
    }
}
