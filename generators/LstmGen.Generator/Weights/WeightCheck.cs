using LstmGen.Generator.Specs;
using static LstmGen.Generator.Weights.WeightTensor;

namespace LstmGen.Generator.Weights;

/// <summary>
/// Compares a weight file with its model: what LstmGen.LstmWeights would refuse to bind is refused here, but for the values, which
/// are not looked at. One fault of each kind, which names the first tensors.
/// </summary>
internal static class WeightCheck
{
    private const int NamedInMessage = 3;

    private static readonly string[] s_dtypes = ["F32", "F16", "BF16"];

    internal static IEnumerable<WeightFault> Faults(ModelSpec model, WeightFile file)
    {
        string shape = Words(model);
        if (file.Header.Error is { } error)
        {
            yield return Fault(WeightFaultKind.Unreadable, file.File, error);
            yield break;
        }

        List<ExpectedTensor> expected = ExpectedTensors.Of(model, file.Prefix, file.Head, file.Header.Tensors);
        var found = file.Header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);

        ExpectedTensor[] missing = [.. expected.Where(tensor => !found.ContainsKey(tensor.Name))];
        if (missing.Length > 0)
        {
            yield return Fault(
                WeightFaultKind.Missing, file.File, List(missing), model.Type.Name, shape,
                found.Count == 0 ? "no tensors" : List(file.Header.Tensors), Hint(missing[0].Name, file));
        }

        var needed = new HashSet<string>(expected.Select(tensor => tensor.Name), StringComparer.Ordinal);
        WeightTensor[] unused =
        [
            .. file.Header.Tensors.Where(tensor => !needed.Contains(tensor.Name)
                && (Starts(tensor.Name, file.Prefix) || Starts(tensor.Name, file.Head))),
        ];
        if (unused.Length > 0)
        {
            yield return Fault(
                WeightFaultKind.Unused, file.File, List(unused), model.Type.Name, shape, Reason(unused[0].Name, model, file.Head), List(expected));
        }

        string[] shapes =
        [
            .. expected.Where(tensor => found.TryGetValue(tensor.Name, out WeightTensor? other) && !other.Shape.Equals(tensor.Shape))
                .Select(tensor => $"{Quote(tensor.Name)} is {ShapeText(found[tensor.Name].Shape)}, {ShapeText(tensor.Shape)} was expected"),
        ];
        if (shapes.Length > 0)
        {
            yield return Fault(WeightFaultKind.WrongShape, file.File, List(shapes), model.Type.Name, shape);
        }

        WeightTensor[] dtypes =
        [
            .. expected.Select(tensor => found.TryGetValue(tensor.Name, out WeightTensor? other) ? other : null).OfType<WeightTensor>()
                .Where(tensor => !s_dtypes.Contains(tensor.Dtype)),
        ];
        if (dtypes.Length > 0)
        {
            yield return Fault(WeightFaultKind.WrongDtype, file.File, List(dtypes.Select(tensor => $"{Quote(tensor.Name)} is {tensor.Dtype}")));
        }
    }

    private static WeightFault Fault(WeightFaultKind kind, params string[] arguments) => new(kind, new(arguments));

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);

    private static string List(IEnumerable<object> items)
    {
        string[] texts = [.. items.Select(item => item.ToString())];
        string first = string.Join("; ", texts.Take(NamedInMessage));
        return texts.Length > NamedInMessage ? $"{first}; and {texts.Length - NamedInMessage} more" : first;
    }

    /// <summary>The metadata that would find a tensor of this name, where the file has it under another prefix.</summary>
    private static string Hint(string missing, WeightFile file)
    {
        bool head = missing == file.Head + "weight" || missing == file.Head + "bias";
        string bare = missing.Substring((head ? file.Head : file.Prefix).Length);
        string? other = file.Header.Tensors.Select(tensor => tensor.Name).FirstOrDefault(name => name.EndsWith("." + bare, StringComparison.Ordinal));
        return other is null || head && other.StartsWith(file.Prefix + "weight_", StringComparison.Ordinal)
            ? ""
            : $"; {(head ? "Head" : "Prefix")}=\"{other.Substring(0, other.Length - bare.Length)}\" on the item would find {Quote(other)}";
    }

    /// <summary>Why a shape has no use for a tensor that PyTorch would know, or nothing.</summary>
    private static string Reason(string name, ModelSpec model, string head)
        => model.Output == 0 && (name == head + "weight" || name == head + "bias") ? " (output is 0: no head)"
            : name.EndsWith("_reverse", StringComparison.Ordinal) ? " (the model is not bidirectional)"
            : name.Contains("weight_hr") ? " (the model has no projection)"
            : !model.Cell.Peepholes && name.Contains("peephole") ? " (Peepholes is false)"
            : model.Cell.CoupledGates && name.Contains("peephole_i") ? " (the gates are coupled: i has no weights)"
            : !model.Bias && name.Contains("bias") ? " (Bias is false)"
            : "";

    /// <summary>The shape of a model, for messages.</summary>
    internal static string Words(ModelSpec model)
        => $"{model.Input} inputs, {model.Layers} x {model.Hidden} units, {(model.Output > 0 ? $"{model.Output} outputs" : "no head")}"
            + $"{(model.Bias ? "" : ", no bias")}{model.Cell.Words}";
}
