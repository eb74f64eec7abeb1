using System.Reflection;

namespace LstmGen.Conformance.Dynamic;

/// <summary>Descriptions of classes: the attributes that they have.</summary>
internal static class Described
{
    /// <summary>That of a class.</summary>
    internal static LstmNetworkDescription Of(Type type)
        => type.GetCustomAttribute<LstmModelAttribute>() is { } model
            ? new(model) : new(type.GetCustomAttribute<LstmNetworkAttribute>()!, type.GetCustomAttributes(false).OfType<ILstmLayer>());

    /// <summary>That of a model of the suite, by its name.</summary>
    internal static LstmNetworkDescription Of(string name) => Of(typeof(ModelCases).Assembly.GetTypes().Single(type => type.Name == name));

    /// <summary>Every model of the suite.</summary>
    internal static IEnumerable<ModelCase> Models => ModelCases.All.Concat(NetworkCases.All.Select(network => network.Model));

    /// <summary>Weights all of which are random, initial states and gains too.</summary>
    internal static LstmWeights Weights(LstmShape shape, ulong seed)
    {
        var random = new SplitMix(seed);
        float scale = 2 / MathF.Sqrt(shape.Hidden + 4);
        return LstmWeights.From([.. LstmWeights.Random(seed).Bind(shape).ToTensors()
            .Select(tensor => Formats.SafetensorsTensor.FromFloats(tensor.Name, tensor.Shape.ToArray(), random.Fill(tensor.ElementCount, scale)))]);
    }

    /// <summary>Random states that layers can have.</summary>
    internal static void Fill(LstmState state, ulong seed)
    {
        var random = new SplitMix(seed);
        for (int layer = 0; layer < state.LayerCount; layer++)
        {
            for (int row = 0; row < state.Batch; row++)
            {
                foreach (string name in state.NamesOf(layer))
                {
                    float[] values = random.Fill(state.Get(name, layer, row).Length, 1);
                    state.Set(name, layer, row, name == "normalizer" ? Array.ConvertAll(values, value => 1 + Math.Abs(value)) : values);
                }
            }
        }
    }

    /// <summary>Fails unless two states of one model have the same bits.</summary>
    internal static void AssertSame(LstmState expected, LstmState found, string what)
    {
        for (int layer = 0; layer < expected.LayerCount; layer++)
        {
            for (int row = 0; row < expected.Batch; row++)
            {
                foreach (string name in expected.NamesOf(layer))
                {
                    Bits.AssertSame(expected.Get(name, layer, row), found.Get(name, layer, row), $"{what}, {name} of layer {layer}, row {row}");
                }
            }
        }
    }
}
