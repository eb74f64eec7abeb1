using System.Globalization;

namespace LstmGen;

/// <summary>A tensor of a weight file, by name and shape.</summary>
internal sealed class FoundTensor(string name, long[] shape)
{
    internal string Name { get; } = name;

    internal long[] Shape { get; } = shape;
}

/// <summary>
/// What the message about weights that do not fit says besides: the prefixes under which they would, or else what network the file holds.
/// </summary>
/// <remarks>The generator compiles this file too, so that a build says what a program would: hence no newer C# and no API of .NET's later versions.</remarks>
/// <param name="tensors">Those of the file.</param>
/// <param name="wanted">Inputs, layers x units and so on of the model, as <see cref="Words"/> puts them.</param>
/// <param name="layers">Layers of the model.</param>
/// <param name="headShape">[Output, Hidden]; null without head.</param>
/// <param name="hasGru">Whether the model has GRUs, whose matrices have three rows a unit.</param>
/// <param name="fits">Whether the file fits the model with these prefixes, of the layers and of the head.</param>
internal sealed class WeightHints(FoundTensor[] tensors, string wanted, int layers, long[]? headShape, bool hasGru, Func<string, string, bool> fits)
{
    private const string InputFromForget = "_" + LstmCells.WithoutInput;

    private const string ForgetFromInput = "_" + LstmCells.WithoutForget;

    private const int MostTried = 8; // prefixes of each kind; a hostile file could name thousands
    private const int MostNamed = 3;

    private const string Exponential = "_ifzo";

    private static readonly string[] s_firstLayers = ["_l0", InputFromForget + "_l0", ForgetFromInput + "_l0", Exponential + "_l0", "", InputFromForget, ForgetFromInput, Exponential];

    /// <summary>A network in a few words, the same for equal ones.</summary>
    internal static string Words(long inputs, int layers, long units, bool bias, bool peepholes, string gates, int norm, bool initial, long projection, bool both) => string.Format(
        CultureInfo.InvariantCulture, "{0} inputs, {1} x {2} units{3}{4}{5}{6}{7}{8}{9}", inputs, layers, units, bias ? "" : ", no bias", After(CellWords.Peepholes(peepholes)), After(CellWords.Coupled(gates)), After(CellWords.NormOfTensors(norm)), After(CellWords.InitialState(initial)),
        projection > 0 ? ", projected to " + projection.ToString(CultureInfo.InvariantCulture) : "", both ? ", bidirectional" : "");

    /// <summary>The cure, or what the file holds; nothing where that is not known. Begins with a semicolon.</summary>
    /// <param name="prefix">The prefix of the layers that was given.</param>
    /// <param name="head">The same for the head.</param>
    /// <param name="item">Whether they were given as metadata of an item, not as arguments.</param>
    internal string Text(string prefix, string head, bool item)
    {
        List<string> prefixes = Prefixes(prefix);
        string proposal = Proposal(prefixes, prefix, head, item);
        return proposal.Length > 0 ? proposal : ModuleForEachLayer(Prefixes("\0")) is { } modules ? modules : prefixes.Count == 0 ? "" : Holds(prefixes[0], prefix);
    }

    /// <summary>Which of many names a message shows: some of every part of the network, a part being what has one prefix.</summary>
    internal static List<string> Chosen(IReadOnlyList<string> names, int most)
    {
        if (names.Count <= most)
        {
            return [.. names];
        }

        var chosen = new bool[names.Count];
        int left = most;
        for (int perPart = 1; left > 0; perPart++)
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int index = 0; index < names.Count && left > 0; index++)
            {
                string part = names[index].Substring(0, names[index].LastIndexOf('.') + 1);
                counts.TryGetValue(part, out int count);
                counts[part] = count + 1;
                if (count < perPart && !chosen[index])
                {
                    chosen[index] = true;
                    left--;
                }
            }
        }

        var list = new List<string>(most);
        for (int index = 0; index < chosen.Length; index++)
        {
            if (chosen[index])
            {
                list.Add(names[index]);
            }
        }

        return list;
    }

    /// <summary>Prefixes with a first layer: the one given, if it has one, then in the order of the file.</summary>
    private List<string> Prefixes(string given)
    {
        var found = new List<string>();
        foreach (FoundTensor tensor in tensors)
        {
            foreach (string layer in s_firstLayers)
            {
                string name = "weight_ih" + layer;
                string prefix = tensor.Name.EndsWith(name, StringComparison.Ordinal) ? tensor.Name.Substring(0, tensor.Name.Length - name.Length) : "\0";
                if (prefix != "\0" && !found.Contains(prefix) && (found.Count < MostTried || prefix == given))
                {
                    found.Insert(prefix == given ? 0 : found.Count, prefix);
                }
            }
        }

        return found;
    }

    private string Proposal(List<string> prefixes, string givenPrefix, string givenHead, bool item)
    {
        List<string> heads = [givenHead];
        foreach (FoundTensor tensor in tensors)
        {
            const string Weight = "weight";
            if (headShape is not null && heads.Count < MostTried && tensor.Name.EndsWith(Weight, StringComparison.Ordinal) && Same(tensor.Shape, headShape))
            {
                heads.Add(tensor.Name.Substring(0, tensor.Name.Length - Weight.Length));
            }
        }

        var texts = new List<string>();
        foreach (string prefix in prefixes)
        {
            foreach (string head in heads)
            {
                if (texts.Count < MostNamed && fits(prefix, head))
                {
                    string first = prefix == givenPrefix ? "" : item ? $"Prefix=\"{prefix}\"" : $"prefix: \"{prefix}\"";
                    string second = head == givenHead ? "" : item ? $"Head=\"{head}\"" : $"head: \"{head}\"";
                    texts.Add(first + (first.Length > 0 && second.Length > 0 ? item ? " " : ", " : "") + second);
                    break;
                }
            }

            if (prefix == givenPrefix && texts.Count > 0)
            {
                break; // the layers are where they were said to be
            }
        }

        return texts.Count == 0 ? "" : $"; {texts[0]}{(item ? " on the item" : "")} would fit" + (texts.Count == 1 ? "" : $", and so would {string.Join(" or ", texts.GetRange(1, texts.Count - 1))}");
    }

    private string? ModuleForEachLayer(List<string> prefixes)
    {
        if (layers == 1 || prefixes.Count != layers)
        {
            return null;
        }

        foreach (string prefix in prefixes)
        {
            if (Find(prefix + "weight_hh_l0") is null || Find(prefix + "weight_hh_l1") is not null)
            {
                return null;
            }
        }

        return $"; the file has one layer each under \"{string.Join("\", \"", prefixes)}\": give their tensors one prefix and the endings _l0, _l1 and so on, as a single module of {layers} layers has them";
    }

    private string Holds(string prefix, string given)
    {
        string where = prefix == given ? "" : $"under \"{prefix}\" ";
        foreach (string first in s_firstLayers)
        {
            string name = $"{prefix}weight_hh{first}";
            if (Find(name) is { Length: 2 } shape && Network(prefix, first, name, shape) is { } network)
            {
                return network == wanted
                    ? prefix == given ? "" : $"; {where}the file has such layers{(headShape is null ? ", and tensors that no option of a model uses" : $", and no head [{headShape[0]}, {headShape[1]}] that would fit")}"
                    : $"; {where}{network}";
            }
        }

        return "";
    }

    /// <summary>What the layers under a prefix are, by the rows that R has for a unit; null where that is not clear.</summary>
    private string? Network(string prefix, string first, string name, long[] shape)
    {
        (long rows, long units) = (shape[0], shape[1]);
        long projection = 0;
        if (Find(prefix + "weight_hr" + (first.EndsWith("_l0", StringComparison.Ordinal) ? "_l0" : "")) is { Length: 2 } projected)
        {
            (projection, units) = (projected[0], projected[1]);
        }

        string gates = first.StartsWith(InputFromForget, StringComparison.Ordinal) ? LstmCells.WithoutInput
            : first.StartsWith(ForgetFromInput, StringComparison.Ordinal) ? LstmCells.WithoutForget : LstmCells.AllGates;
        bool coupled = gates != LstmCells.AllGates;
        if (first.StartsWith(Exponential, StringComparison.Ordinal))
        {
            return $"the file has LSTMs with exponential gates: {rows / 4} units";
        }

        string? other = units == 0 || coupled || (hasGru && rows == 3 * units) ? null : rows == units ? $"'{name}' is {units} by {units}: a simple RNN, not an LSTM"
            : rows == 3 * units ? $"'{name}' is 3 x {units} by {units}: a GRU, not an LSTM; rows f, g, o of coupled gates are named 'weight_hh{InputFromForget}_l0' and so on" : null;
        if (other is not null || rows != gates.Length * units)
        {
            return other;
        }

        bool numbered = first.EndsWith("_l0", StringComparison.Ordinal);
        int count = 1;
        while (numbered && Find(name.Substring(0, name.Length - 1) + count.ToString(CultureInfo.InvariantCulture)) is not null)
        {
            count++;
        }

        long inputs = Find($"{prefix}weight_ih{first}") is { Length: 2 } input ? input[1] : 0;
        bool bias = Find($"{prefix}bias_ih{first}") is not null || Find($"{prefix}bias{first}") is not null;
        int norm = Find($"{prefix}{LstmCells.Gain}_ih{first}") is not null ? 3 : Find($"{prefix}{LstmCells.Shift}{first}") is not null ? 2 : Find($"{prefix}{LstmCells.Gain}{first}") is not null ? 1 : 0;
        string words = Words(inputs, count, units, bias, Find($"{prefix}peephole_o{(numbered ? "_l0" : "")}") is not null, gates, norm, Find($"{prefix}{LstmCells.Initial}hidden{(numbered ? "_l0" : "")}") is not null, projection, Find(name + "_reverse") is not null);
        return words == wanted ? wanted : $"the file has an LSTM: {words}";
    }

    private static string After(string words) => words.Length > 0 ? ", " + words : "";

    private long[]? Find(string name)
    {
        foreach (FoundTensor tensor in tensors)
        {
            if (tensor.Name == name)
            {
                return tensor.Shape;
            }
        }

        return null;
    }

    private static bool Same(long[] left, long[] right) => left.Length == right.Length && left[0] == right[0] && left[1] == right[1];
}
