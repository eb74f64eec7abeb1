using LstmGen.Formats;

namespace LstmGen.Tests.Model;

/// <summary>The tensors a shape needs, spelled out by PyTorch's rules (and _fgo where gates are coupled), with values that tell every element from every other.</summary>
internal static class NamedTensors
{
    internal static List<SafetensorsTensor> For(LstmShape shape, string prefix = "", string head = "head.", bool cell = false)
    {
        var list = new List<SafetensorsTensor>();
        string gates = shape.CellOptions.CoupledGates switch { LstmCoupledGates.None => "ifgo", LstmCoupledGates.InputFromForget => "fgo", _ => "igo" };
        int rows = gates.Length * shape.Hidden;
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            string suffix = cell ? "" : $"_l{layer}", rowsSuffix = (gates.Length < 4 ? $"_{gates}" : "") + suffix;
            Add($"{prefix}weight_ih{rowsSuffix}", rows, layer == 0 ? shape.Input : shape.Hidden);
            Add($"{prefix}weight_hh{rowsSuffix}", rows, shape.Hidden);
            if (shape.Bias)
            {
                Add($"{prefix}bias_ih{rowsSuffix}", rows);
                Add($"{prefix}bias_hh{rowsSuffix}", rows);
            }

            foreach (char gate in shape.CellOptions.Peepholes ? gates.Replace("g", "", StringComparison.Ordinal) : "")
            {
                Add($"{prefix}peephole_{gate}{suffix}", shape.Hidden);
            }
        }

        if (shape.Output > 0)
        {
            Add($"{head}weight", shape.Output, shape.Hidden);
            if (shape.Bias)
            {
                Add($"{head}bias", shape.Output);
            }
        }

        return list;

        void Add(string name, params long[] dimensions)
            => list.Add(SafetensorsTensor.FromFloats(name, dimensions, Values(list.Count, dimensions.Aggregate((a, b) => a * b))));
    }

    /// <summary>Element n of tensor t is 4096 t + n, exact in a float.</summary>
    internal static float[] Values(int tensor, long count)
        => [.. Enumerable.Range(0, (int)count).Select(index => (4096f * tensor) + index)];

    internal static List<SafetensorsTensor> Replace(this List<SafetensorsTensor> tensors, string name, SafetensorsTensor replacement)
    {
        tensors[tensors.FindIndex(tensor => tensor.Name == name)] = replacement;
        return tensors;
    }

    internal static List<SafetensorsTensor> Without(this List<SafetensorsTensor> tensors, string name)
        => [.. tensors.Where(tensor => tensor.Name != name)];

    internal static List<SafetensorsTensor> With(this List<SafetensorsTensor> tensors, string name)
        => [.. tensors, SafetensorsTensor.FromFloats(name, [1], [1f])];

    internal static SafetensorsTensor Named(this List<SafetensorsTensor> tensors, string name)
        => tensors.Single(tensor => tensor.Name == name);

    /// <summary>Every tensor of the parameters, in PyTorch's order.</summary>
    internal static List<float[]> All(LstmParameters parameters)
    {
        var list = new List<float[]>();
        for (int layer = 0; layer < parameters.Shape.Layers; layer++)
        {
            list.AddRange([[.. parameters.WeightIh(layer)], [.. parameters.WeightHh(layer)], [.. parameters.BiasIh(layer)], [.. parameters.BiasHh(layer)]]);
            list.AddRange([[.. parameters.PeepholeI(layer)], [.. parameters.PeepholeF(layer)], [.. parameters.PeepholeO(layer)]]);
        }

        list.AddRange([[.. parameters.HeadWeights], [.. parameters.HeadBiases]]);
        return list;
    }
}
