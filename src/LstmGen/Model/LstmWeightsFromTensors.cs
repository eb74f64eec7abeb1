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

    internal LstmWeightsFromTensors(SafetensorsTensor[] tensors, string source, string prefix, string head)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(head);
        (_tensors, _source, _prefix, _head) = (tensors, source, prefix, head);
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
        List<LstmNamedParameter> needed = LstmParameterNames.List(shape, _prefix, _head, UsesCellNames(shape));
        foreach (LstmNamedParameter parameter in needed)
        {
            CheckDescription(parameter, shape);
        }

        CheckNoneLeft(needed, shape);

        // Only now, with every shape shown to agree with data that are there, is memory taken for them.
        var parameters = new LstmParameters(shape);
        foreach (LstmNamedParameter parameter in needed)
        {
            float[] values = parameter.Values(parameters);
            _byName[parameter.Name].CopyTo(values);
            RequireFinite(_source, parameter, values);
        }

        return parameters;
    }

    /// <summary>Throws at the first value that is infinite or NaN.</summary>
    internal static void RequireFinite(string source, LstmNamedParameter parameter, float[] values)
    {
        int index = FloatConversion.IndexOfNonFinite(values);
        if (index >= 0)
        {
            throw NotFinite(source, parameter, values, index);
        }
    }

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);

    private bool UsesCellNames(LstmShape shape)
        => shape.Layers == 1
            && (_byName.ContainsKey(_prefix + "weight_ih") || _byName.ContainsKey(_prefix + "weight_hh"))
            && !_byName.ContainsKey(_prefix + "weight_ih_l0") && !_byName.ContainsKey(_prefix + "weight_hh_l0");

    private void CheckDescription(LstmNamedParameter parameter, LstmShape shape)
    {
        if (!_byName.TryGetValue(parameter.Name, out SafetensorsTensor? tensor))
        {
            throw Missing(parameter, shape);
        }

        if (!tensor.HasShape(parameter.Dimensions) || !FloatConversion.IsFloat(tensor.Dtype))
        {
            throw OfWrongForm(tensor, parameter, shape);
        }
    }

    private void CheckNoneLeft(List<LstmNamedParameter> needed, LstmShape shape)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (LstmNamedParameter parameter in needed)
        {
            used.Add(parameter.Name);
        }

        foreach (SafetensorsTensor tensor in _tensors)
        {
            if (!used.Contains(tensor.Name) && (Starts(tensor.Name, _prefix) || Starts(tensor.Name, _head)))
            {
                throw NotUsed(tensor, needed, shape);
            }
        }
    }

    // The messages are methods of their own: they would be compiled with their callers in every process.
    private static LstmFormatException NotFinite(string source, LstmNamedParameter parameter, float[] values, int index)
    {
        long columns = parameter.Dimensions[^1];
        string at = parameter.Dimensions.Length == 1 ? $"[{index}]" : $"[{index / columns}, {index % columns}]";
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"{source}: tensor {Quote(parameter.Name)} holds {values[index]} at {at}; finite values were expected."));
    }

    private LstmFormatException Missing(LstmNamedParameter parameter, LstmShape shape)
        => Error(
            $"tensor {Quote(parameter.Name)} is missing; {ShapeText(parameter.Dimensions)} was expected for {shape}, "
            + $"found {Names(_tensors.Select(tensor => tensor.Name))}");

    private LstmFormatException OfWrongForm(SafetensorsTensor tensor, LstmNamedParameter parameter, LstmShape shape)
        => tensor.HasShape(parameter.Dimensions)
            ? Error($"tensor {Quote(tensor.Name)} has dtype {tensor.Dtype.FormatName()}; F32, F16 or BF16 was expected")
            : Error(
                $"tensor {Quote(tensor.Name)} has shape {ShapeText([.. tensor.Shape])}; "
                + $"{ShapeText(parameter.Dimensions)} was expected for {shape}");

    private LstmFormatException NotUsed(SafetensorsTensor tensor, List<LstmNamedParameter> needed, LstmShape shape)
        => Error(
            $"tensor {Quote(tensor.Name)} is not used by {shape}{Reason(tensor.Name, shape)}; "
            + $"only {Names(needed.Select(parameter => parameter.Name))} were expected");

    /// <summary>Why a shape has no use for a tensor that PyTorch would know, or nothing.</summary>
    private string Reason(string name, LstmShape shape)
        => !shape.HasHead && (name == _head + "weight" || name == _head + "bias") ? " (output is 0: no head)"
            : name.EndsWith("_reverse", StringComparison.Ordinal) ? " (the model is not bidirectional)"
            : name.Contains("weight_hr", StringComparison.Ordinal) ? " (the model has no projection)"
            : !shape.Peepholes && name.Contains("peephole", StringComparison.Ordinal) ? " (Peepholes is false)"
            : shape.CoupledGates && name.Contains("peephole_i", StringComparison.Ordinal) ? " (the gates are coupled: i has no weights)"
            : !shape.Bias && name.Contains("bias", StringComparison.Ordinal) ? " (Bias is false)"
            : "";

    private static string Names(IEnumerable<string> names)
    {
        string[] first = [.. names.Take(NamesInMessage + 1)];
        return first.Length == 0
            ? "none"
            : string.Join(", ", first.Take(NamesInMessage).Select(Quote)) + (first.Length > NamesInMessage ? ", ..." : "");
    }

    private LstmFormatException Error(string message) => new($"{_source}: {message}.");
}
