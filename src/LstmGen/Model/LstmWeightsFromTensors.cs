using System.Globalization;
using LstmGen.Formats;
using static LstmGen.Formats.SafetensorsTensor;

namespace LstmGen;

/// <summary>Weights by PyTorch's names; strict: each tensor needed is there and each tensor under the prefixes is needed.</summary>
internal sealed class LstmWeightsFromTensors : LstmWeights
{
    private const int NamesInMessage = 8;

    private readonly SafetensorsTensor[] _tensors;
    private readonly Dictionary<string, SafetensorsTensor> _byName;
    private readonly string _source;
    private readonly string _prefix;
    private readonly string _head;
    private readonly Func<LstmWeightsFromTensors, LstmShape, string>? _hint;

    /// <summary>Tensors with names of their own.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="source">What messages call them.</param>
    /// <param name="prefix">Of the layers.</param>
    /// <param name="head">Of the head.</param>
    /// <param name="hint">What an error says besides, <see cref="Hint"/>; null where the build has said it, so that a program of such weights alone is without it.</param>
    internal LstmWeightsFromTensors(SafetensorsTensor[] tensors, string source, string prefix, string head, Func<LstmWeightsFromTensors, LstmShape, string>? hint)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(head);
        (_tensors, _source, _prefix, _head, _hint) = (tensors, source, prefix, head, hint);
        _byName = new Dictionary<string, SafetensorsTensor>(tensors.Length, StringComparer.Ordinal);
        foreach (SafetensorsTensor tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
            if (!_byName.TryAdd(tensor.Name, tensor))
            {
                throw new ArgumentException($"Tensor {Quote(tensor.Name)} occurs twice; names must be unique.", nameof(tensors));
            }
        }
    }

    public override LstmParameters Bind(LstmShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        List<ModelTensor> needed = Needed(shape, _prefix, _head);
        if (FirstFault(needed, _prefix, _head) is { } fault)
        {
            throw Error(fault, needed, shape);
        }

        // Only now, with every shape shown to agree with data that are there, is memory taken for them.
        var parameters = new LstmParameters(shape);
        foreach (ModelTensor parameter in needed)
        {
            float[] values = parameters.Values(parameter);
            Read(_byName[parameter.Name], values);
            RequireFinite(_source, parameter, values);
        }

        return parameters;
    }

    /// <summary>The values of a tensor; integers times the scale of their row.</summary>
    private void Read(SafetensorsTensor tensor, float[] values)
    {
        if (tensor.ScalesIn(_byName) is { } scales)
        {
            FloatConversion.Scale(tensor.Data.Span, scales.ToFloats(), values);
        }
        else
        {
            tensor.CopyTo(values);
        }
    }

    /// <summary>Throws at the first value that is infinite or NaN.</summary>
    internal static void RequireFinite(string source, ModelTensor parameter, float[] values)
    {
        int index = FloatConversion.IndexOfNonFinite(values);
        if (index >= 0)
        {
            throw NotFinite(source, parameter, values, index);
        }
    }

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);

    private List<ModelTensor> Needed(LstmShape shape, string prefix, string head)
        => shape.Tensors(prefix, head, ModelTensors.AreUnnumbered(shape.Parts.All, prefix, _byName.Keys));

    /// <summary>The first parameter that has no tensor or one of another form, else the first tensor that has no use; null where all fits.</summary>
    private (ModelTensor? Parameter, SafetensorsTensor? Tensor)? FirstFault(List<ModelTensor> needed, string prefix, string head)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (ModelTensor parameter in needed)
        {
            used.Add(parameter.Name);
            if (!_byName.TryGetValue(parameter.Name, out SafetensorsTensor? tensor) || !tensor.HasShape(parameter.Dimensions) || !(FloatConversion.IsFloat(tensor.Dtype) || tensor.ScalesIn(_byName) is not null))
            {
                return (parameter, tensor);
            }

            if (tensor.Dtype == SafetensorsDtype.I8)
            {
                used.Add(RowScales.Of(tensor.Name));
            }
        }

        foreach (SafetensorsTensor tensor in _tensors)
        {
            if (!used.Contains(tensor.Name) && (Starts(tensor.Name, prefix) || Starts(tensor.Name, head)) && !IsScaling(tensor))
            {
                return (null, tensor);
            }
        }

        return null;
    }

    /// <summary>Whether a tensor is one of the two of a <see cref="Training.SeriesScaler"/>, both of which are there.</summary>
    private bool IsScaling(SafetensorsTensor tensor)
        => ScalingTensors.Partner(tensor.Name) is { } name && _byName.TryGetValue(name, out SafetensorsTensor? partner)
            && FloatConversion.IsFloat(tensor.Dtype) && FloatConversion.IsFloat(partner.Dtype)
            && tensor.Shape.Count == 1 && partner.Shape.Count == 1 && tensor.Shape[0] == partner.Shape[0];

    // The messages are methods of their own: they would be compiled with their callers in every process.
    private static LstmFormatException NotFinite(string source, ModelTensor parameter, float[] values, int index)
    {
        long columns = parameter.Dimensions[^1];
        string at = parameter.Dimensions.Length == 1 ? $"[{index}]" : $"[{index / columns}, {index % columns}]";
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"{source}: tensor {Quote(parameter.Name)} holds {values[index]} at {at}; finite values were expected."));
    }

    private LstmFormatException Error((ModelTensor? Parameter, SafetensorsTensor? Tensor) fault, List<ModelTensor> needed, LstmShape shape)
    {
        string message = fault switch
        {
            (null, { } tensor) => $"tensor {Quote(tensor.Name)} is not used by {shape}{shape.ReasonUnused(tensor.Name, _head)}; only {Names([.. needed.Select(parameter => parameter.Name)])} were expected",
            ({ } parameter, null) => $"tensor {Quote(parameter.Name)} is missing; {ShapeText(parameter.Dimensions)} was expected for {shape}, "
                + $"found {Names([.. _tensors.Select(tensor => tensor.Name)])}",
            ({ } parameter, { } tensor) when tensor.HasShape(parameter.Dimensions) => $"tensor {Quote(tensor.Name)} has dtype {tensor.Dtype.FormatName()}; F32, F16 or BF16 was expected{(tensor.Dtype == SafetensorsDtype.I8 ? $", or I8 with a scale a row in {Quote(RowScales.Of(tensor.Name))}, F32 [{parameter.Dimensions[0]}]" : "")}",
            ({ } parameter, { } tensor) => $"tensor {Quote(tensor.Name)} has shape {ShapeText([.. tensor.Shape])}; {ShapeText(parameter.Dimensions)} was expected for {shape}"
                + (parameter.Dimensions is [long rows, long columns] && tensor.HasShape([columns, rows]) ? "; it is transposed, as Keras keeps it" : ""),
            _ => "",
        };
        bool saysAll = fault is (null, { } unused) ? shape.ReasonUnused(unused.Name, _head).Length > 0 : fault is ({ } needs, { } has) && has.HasShape(needs.Dimensions);
        return new($"{_source}: {message}{(saysAll ? "" : _hint?.Invoke(this, shape))}.");
    }

    /// <summary>The prefixes under which the tensors would fit, or what network they are of.</summary>
    internal static string Hint(LstmWeightsFromTensors weights, LstmShape shape)
        => new WeightHints(
            [.. weights._tensors.Select(tensor => new FoundTensor(tensor.Name, [.. tensor.Shape]))],
            shape.LayerWords,
            shape.Layers,
            shape.HasHead ? [shape.Output, shape.Parts.All[^1].Features] : null,
            LstmCells.HasGru(shape.Parts.All),
            (prefix, head) => weights.FirstFault(weights.Needed(shape, prefix, head), prefix, head) is null).Text(weights._prefix, weights._head, item: false);

    private static string Names(string[] names)
        => names.Length == 0
            ? "none"
            : string.Join(", ", WeightHints.Chosen(names, NamesInMessage).Select(Quote)) + (names.Length > NamesInMessage ? ", ..." : "");
}
