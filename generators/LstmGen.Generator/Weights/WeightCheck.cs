using LstmGen.Formats;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
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

    internal static IEnumerable<WeightFault> Faults(ModelSpec model, WeightFile file)
    {
        string shape = OptionTexts.Tensors(model);
        if (file.Header.Error is { } error)
        {
            yield return Fault(WeightFaultKind.Unreadable, file.File, error);
            yield break;
        }

        var found = file.Header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Fit fit = Fit.Of(model, file.Prefix, file.Head, file.Header, found);
        string hint = fit.IsWhole ? "" : Hint(model, file, found);
        if (fit.Missing.Length > 0)
        {
            yield return Fault(
                WeightFaultKind.Missing, file.File, List(fit.Missing), model.Type.Name, shape, found.Count == 0 ? "no tensors" : Found(file, found), hint);
        }

        if (fit.Unused.Length > 0)
        {
            string reason = Reason(fit.Unused[0].Name, model, file.Head);
            yield return Fault(
                WeightFaultKind.Unused, file.File, List(fit.Unused), model.Type.Name, shape, reason, List(fit.Expected),
                fit.Missing.Length > 0 || reason.Length > 0 ? "" : hint);
        }

        if (fit.Shapes.Length > 0)
        {
            yield return Fault(
                WeightFaultKind.WrongShape, file.File,
                List(fit.Shapes.Select(tensor => $"{Quote(tensor.Name)} is {ShapeText(found[tensor.Name].Shape)}, {ShapeText(tensor.Shape)} was expected{Turned(tensor, found)}")),
                model.Type.Name, shape, fit.Missing.Length > 0 || fit.Unused.Length > 0 ? "" : hint);
        }

        if (fit.IsWhole && NetworkCheck.Difference(model, file.Header) is { } difference)
        {
            yield return Fault(WeightFaultKind.OtherNetwork, file.File, difference.Found, model.Type.Name, difference.Expected);
        }

        if (fit.Dtypes.Length > 0)
        {
            yield return Fault(WeightFaultKind.WrongDtype, file.File, List(fit.Dtypes.Select(tensor => $"{Quote(tensor.Name)} is {found[tensor.Name].Dtype}{(found[tensor.Name] is { Dtype: "I8", Shape.Count: 2 } ? $" without {Quote(RowScales.Of(tensor.Name))} F32 [{found[tensor.Name].Shape[0]}]" : "")}")));
        }
    }

    private static WeightFault Fault(WeightFaultKind kind, params string[] arguments) => new(kind, new(arguments));

    private static string List(IEnumerable<object> items)
    {
        string[] texts = [.. items.Select(item => item.ToString())];
        string first = string.Join("; ", texts.Take(NamedInMessage));
        return texts.Length > NamedInMessage ? $"{first}; and {texts.Length - NamedInMessage} more" : first;
    }

    /// <summary>Some names of every part of the network.</summary>
    private static string Found(WeightFile file, Dictionary<string, WeightTensor> found)
    {
        List<string> chosen = WeightHints.Chosen([.. file.Header.Tensors.Select(tensor => tensor.Name)], NamedInMessage);
        return string.Join("; ", chosen.Select(name => found[name])) + (found.Count > NamedInMessage ? $"; and {found.Count - NamedInMessage} more" : "");
    }

    private static string Turned(ExpectedTensor tensor, Dictionary<string, WeightTensor> found)
        => tensor.Shape.Reverse().SequenceEqual(found[tensor.Name].Shape) ? " (it is transposed, as Keras keeps it)" : "";

    private static string Hint(ModelSpec model, WeightFile file, Dictionary<string, WeightTensor> found)
        => new WeightHints(
            [.. file.Header.Tensors.Select(tensor => new FoundTensor(tensor.Name, [.. tensor.Shape]))],
            WeightHints.Words(model.Input, model.Layers, model.Hidden, model.Bias, model.Cell.Peepholes, model.Cell.Gates, (int)model.Cell.Norm, model.Cell.LearnedInitialState, model.Projection, model.Stack.IsBoth),
            model.Layers,
            model.Output > 0 ? [model.Output, Network.Of(model).Head!.Hidden] : null,
            LstmCells.HasGru([.. Network.Of(model).Parts.Select(part => part.Part)]),
            (prefix, head) => Fit.Of(model, prefix, head, file.Header, found).IsWhole).Text(file.Prefix, file.Head, item: true);

    /// <summary>Why a shape has no use for a tensor that PyTorch would know, or nothing.</summary>
    private static string Reason(string name, ModelSpec model, string head)
        => UnusedTensors.Reason(name, head, model.Output > 0, model.Bias, model.Cell.Peepholes, model.Cell.Gates, (int)model.Cell.Norm, model.Cell.LearnedInitialState, model.Projection > 0, model.Stack.IsBoth);
}
