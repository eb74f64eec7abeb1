using System.Globalization;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Weights;

/// <summary>A tensor that a model needs.</summary>
internal sealed record ExpectedTensor(string Name, EquatableArray<long> Shape)
{
    public override string ToString() => $"{WeightTensor.Quote(Name)} {WeightTensor.ShapeText(Shape)}";
}

/// <summary>The tensors that a model needs, in PyTorch's order: the rules of LstmGen.LstmParameterNames. A test holds the two together.</summary>
internal static class ExpectedTensors
{
    internal static List<ExpectedTensor> Of(ModelSpec model, string prefix, string head, IEnumerable<WeightTensor> found)
    {
        var list = new List<ExpectedTensor>();
        long rows = (long)model.Cell.Gates * model.Hidden;
        string gates = model.Cell.CoupledGates ? WeightHints.CoupledRows : "";
        bool cell = UsesCellNames(model, prefix, gates, found);
        for (int layer = 0; layer < model.Layers; layer++)
        {
            string suffix = cell ? "" : "_l" + layer.ToString(CultureInfo.InvariantCulture);
            Add($"{prefix}weight_ih{gates}{suffix}", rows, layer == 0 ? model.Input : model.Hidden);
            Add($"{prefix}weight_hh{gates}{suffix}", rows, model.Hidden);
            if (model.Bias)
            {
                Add($"{prefix}bias_ih{gates}{suffix}", rows);
                Add($"{prefix}bias_hh{gates}{suffix}", rows);
            }

            foreach (string gate in Peepholes(model.Cell))
            {
                Add($"{prefix}peephole_{gate}{suffix}", model.Hidden);
            }
        }

        if (model.Output > 0)
        {
            Add($"{head}weight", model.Output, model.Hidden);
            if (model.Bias)
            {
                Add($"{head}bias", model.Output);
            }
        }

        return list;

        void Add(string name, params long[] shape) => list.Add(new(name, new(shape)));
    }

    private static string[] Peepholes(CellSpec cell)
        => !cell.Peepholes ? [] : cell.CoupledGates ? ["f", "o"] : ["i", "f", "o"];

    /// <summary>A single layer may have the names of LSTMCell, without <c>_l0</c>.</summary>
    private static bool UsesCellNames(ModelSpec model, string prefix, string gates, IEnumerable<WeightTensor> found)
    {
        var names = new HashSet<string>(found.Select(tensor => tensor.Name), StringComparer.Ordinal);
        (string ih, string hh) = ($"{prefix}weight_ih{gates}", $"{prefix}weight_hh{gates}");
        return model.Layers == 1 && (names.Contains(ih) || names.Contains(hh)) && !names.Contains(ih + "_l0") && !names.Contains(hh + "_l0");
    }
}
