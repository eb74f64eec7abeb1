using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;
using LstmGen.Kernels;
using static LstmGen.Generator.Weights.WeightTensor;

namespace LstmGen.Generator.Weights;

/// <summary>
/// Compares a reference with its model: what LstmGen.LstmReference would refuse to compare is refused here, but for the values, which
/// are not looked at. One fault, the first.
/// </summary>
internal static class ReferenceCheck
{
    private static readonly string[] s_names = ["inputs", "outputs", "lengths", "h0", "c0", "tolerance"];

    internal static IEnumerable<WeightFault> Faults(ModelSpec model, ReferenceFile reference)
    {
        if (reference.Header.Error is { } error)
        {
            yield return new(WeightFaultKind.Unreadable, new([reference.File, error]));
        }
        else if (Fault(model, reference.Header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal)) is { } fault)
        {
            yield return new(WeightFaultKind.WrongReference, new([reference.File, fault, model.Type.Name, OptionTexts.Tensors(model)]));
        }
    }

    private static string? Fault(ModelSpec model, Dictionary<string, WeightTensor> found)
    {
        if (found.Keys.FirstOrDefault(name => !s_names.Contains(name)) is { } unknown)
        {
            return $"it has {found[unknown]}; {string.Join(", ", s_names)} were expected";
        }

        if (!found.TryGetValue("inputs", out WeightTensor? inputs) || !found.TryGetValue("outputs", out WeightTensor? outputs))
        {
            return $"it lacks {(found.ContainsKey("inputs") ? "outputs" : "inputs")}";
        }

        var network = Network.Of(model);
        long outputSize = network.OutputSize;
        bool batched = inputs.Shape.Count == 3;
        if (!batched && inputs.Shape.Count != 2 || inputs.Shape[inputs.Shape.Count - 1] != model.Input || inputs.Shape.Any(size => size == 0))
        {
            return $"{inputs} was found; [steps, batch, {model.Input}] or [steps, {model.Input}] was expected";
        }

        long batch = batched ? inputs.Shape[1] : 1;
        LstmPart[] layers = [.. network.Parts.Select(part => part.Part).Where(part => part.Recurs)];
        long[] State(int index) => [layers.Length, batch, layers[0].Width(index)];
        long[] rows = [.. model.Outputs == OutputsKind.EveryStep ? [inputs.Shape[0]] : (long[])[], .. batched ? [batch] : (long[])[]];
        return Wrong("outputs", [.. rows, outputSize])
            ?? Wrong("lengths", [batch], "I32", "I64")
            ?? Wrong("h0", State(0)) ?? Wrong("c0", State(1))
            ?? (found.ContainsKey("h0") != found.ContainsKey("c0") ? $"it has {(found.ContainsKey("h0") ? "h0 and no c0" : "c0 and no h0")}; both or neither were expected" : null)
            ?? (found.TryGetValue("tolerance", out WeightTensor? scalar) && scalar.Shape.Count == 0 ? Dtype(scalar, "F32", "F16", "BF16") : Wrong("tolerance", [1]))
            ?? Dtype(inputs, "F32", "F16", "BF16");

        string? Wrong(string name, long[] shape, params string[] dtypes)
            => !found.TryGetValue(name, out WeightTensor? tensor) ? null
                : !tensor.Shape.Equals(new EquatableArray<long>(shape)) ? $"{tensor} was found; {ShapeText(new(shape))} was expected"
                : Dtype(tensor, dtypes.Length > 0 ? dtypes : ["F32", "F16", "BF16"]);
    }

    private static string? Dtype(WeightTensor tensor, params string[] dtypes)
        => dtypes.Contains(tensor.Dtype) ? null : $"{tensor} was found; {string.Join(" or ", dtypes)} was expected";
}
