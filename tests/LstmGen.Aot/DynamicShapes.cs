using LstmGen;
using LstmGen.TestKit.Models;
using LstmGen.TestModels;

/// <summary>Some classes as descriptions: reflection over their attributes is nothing for a program compiled ahead of time.</summary>
internal static class DynamicShapes
{
    internal static (string Name, LstmNetworkDescription Description)[] All { get; } =
    [
        (nameof(I3H5), new(new LstmModelAttribute(5, input: 3))),
        (nameof(I20H20L2Fast), new(new LstmModelAttribute(20, layers: 2, input: 20) { Activations = LstmActivations.Fast })),
        (nameof(I16H72Peepholes), new(new LstmModelAttribute(72, input: 16) { Peepholes = true })),
        (nameof(I8H32NormProducts), new(new LstmModelAttribute(32, input: 8) { Norm = LstmNorm.Products })),
        (nameof(I4H20L2GruBoth), new(new LstmNetworkAttribute(4), new GruAttribute(20, 2) { Direction = LstmDirection.Both, Name = "gru" })),
    ];

    internal static bool HasBitsOf(string name, LstmNetworkDescription description, string kernelSet)
    {
        const int Batch = 3, Steps = 5;
        ModelCase model = ModelCases.All.Concat(NetworkCases.All.Select(network => network.Model)).Single(each => each.Name == name);
        LstmWeights weights = LstmWeights.Random(3);
        CompiledModel generated = model.Create(weights, kernelSet);
        var dynamic = new LstmDynamic(description, weights, kernelSet);
        float[] inputs = [.. Enumerable.Range(0, Steps * Batch * model.Shape.Input).Select(index => ((index * 37 % 100) - 50) / 32f)];
        float[] expected = new float[Steps * Batch * model.Shape.OutputSize], found = new float[expected.Length];
        generated.Run(inputs, generated.CreateState(Batch), expected);
        dynamic.Run(inputs, dynamic.CreateState(Batch), found);
        return description.Shape == model.Shape && expected.AsSpan().SequenceEqual(found);
    }
}
