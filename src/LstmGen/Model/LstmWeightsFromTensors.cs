using System.Globalization;
using LstmGen.Formats;

namespace LstmGen;

/// <summary>Weights by PyTorch's names; strict: each tensor needed is there and each tensor under the prefixes is needed.</summary>
internal sealed class LstmWeightsFromTensors : LstmWeights
{
    private const int NamesInMessage = 8;

    private readonly IReadOnlyList<SafetensorsTensor> _tensors;
    private readonly Dictionary<string, SafetensorsTensor> _byName;
    private readonly string _source;
    private readonly string _prefix;
    private readonly string _head;

    internal LstmWeightsFromTensors(IReadOnlyList<SafetensorsTensor> tensors, string source, string prefix, string head)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(head);
        (_tensors, _source, _prefix, _head) = (tensors, source, prefix, head);
        _byName = new Dictionary<string, SafetensorsTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (SafetensorsTensor tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
            if (!_byName.TryAdd(tensor.Name, tensor))
            {
                throw new ArgumentException($"Tensor {SafetensorsTensor.Quote(tensor.Name)} occurs twice; names must be unique.", nameof(tensors));
            }
        }
    }

    public override LstmParameters Bind(LstmShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        List<LstmNamedParameter> needed = LstmParameterNames.List(shape, _prefix, _head, UsesCellNames(shape));
        var used = new HashSet<string>(needed.Count, StringComparer.Ordinal);
        foreach (LstmNamedParameter parameter in needed)
        {
            used.Add(parameter.Name);
            CheckDescription(parameter, shape);
        }

        foreach (SafetensorsTensor tensor in _tensors)
        {
            if (!used.Contains(tensor.Name) && (Starts(tensor, _prefix) || Starts(tensor, _head)))
            {
                throw Error(
                    $"tensor {SafetensorsTensor.Quote(tensor.Name)} is not used by {shape}; only {Names(needed.Select(p => p.Name))} were expected"
                    + Reason(tensor.Name, shape));
            }
        }

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
    internal static void RequireFinite(string source, in LstmNamedParameter parameter, float[] values)
    {
        int index = FloatConversion.IndexOfNonFinite(values);
        if (index >= 0)
        {
            long columns = parameter.Dimensions[^1];
            string at = parameter.Dimensions.Length == 1 ? $"[{index}]" : $"[{index / columns}, {index % columns}]";
            throw new LstmFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{source}: tensor {SafetensorsTensor.Quote(parameter.Name)} holds {values[index]} at {at}; finite values were expected."));
        }
    }

    private static bool Starts(SafetensorsTensor tensor, string prefix) => tensor.Name.StartsWith(prefix, StringComparison.Ordinal);

    private bool UsesCellNames(LstmShape shape)
        => shape.Layers == 1
            && (_byName.ContainsKey($"{_prefix}weight_ih") || _byName.ContainsKey($"{_prefix}weight_hh"))
            && !_byName.ContainsKey($"{_prefix}weight_ih_l0") && !_byName.ContainsKey($"{_prefix}weight_hh_l0");

    private void CheckDescription(in LstmNamedParameter parameter, LstmShape shape)
    {
        string expected = SafetensorsTensor.ShapeText(parameter.Dimensions);
        if (!_byName.TryGetValue(parameter.Name, out SafetensorsTensor? tensor))
        {
            throw Error(
                $"tensor {SafetensorsTensor.Quote(parameter.Name)} is missing; {expected} was expected for {shape}, "
                + $"found {Names(_tensors.Select(t => t.Name))}");
        }

        if (!tensor.Shape.SequenceEqual(parameter.Dimensions))
        {
            throw Error(
                $"tensor {SafetensorsTensor.Quote(tensor.Name)} has shape {SafetensorsTensor.ShapeText([.. tensor.Shape])}; "
                + $"{expected} was expected for {shape}");
        }

        if (!FloatConversion.IsFloat(tensor.Dtype))
        {
            throw Error(
                $"tensor {SafetensorsTensor.Quote(tensor.Name)} has dtype {tensor.Dtype.FormatName()}; F32, F16 or BF16 was expected");
        }
    }

    // The tensors of things a shape has not are told from misspelled ones.
    private string Reason(string name, LstmShape shape)
    {
        string rest = Starts(name, _head) && !shape.HasHead ? "head" : name;
        return rest switch
        {
            "head" when _head.Length > 0 => " (the shape has no head: output is 0)",
            _ when rest.EndsWith("_reverse", StringComparison.Ordinal) => " (the model is not bidirectional)",
            _ when rest.Contains("weight_hr", StringComparison.Ordinal) => " (the model has no projection)",
            _ when !shape.Bias && rest.Contains("bias", StringComparison.Ordinal) => " (the shape has no biases)",
            _ => "",
        };

        static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static string Names(IEnumerable<string> names)
    {
        string[] first = [.. names.Take(NamesInMessage + 1)];
        return first.Length == 0
            ? "none"
            : string.Join(", ", first.Take(NamesInMessage).Select(SafetensorsTensor.Quote)) + (first.Length > NamesInMessage ? ", ..." : "");
    }

    private LstmFormatException Error(string message) => new($"{_source}: {message}.");
}
