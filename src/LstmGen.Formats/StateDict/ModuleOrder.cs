using System.Globalization;
using System.Text.RegularExpressions;

namespace LstmGen.Formats;

/// <summary>In which order layers follow one another: that of the file where it is an order of layers and their widths agree, or else the only one in which widths agree.</summary>
/// <param name="file">For messages.</param>
/// <param name="layers">In the order of the file.</param>
/// <param name="isOrder">Whether that order is one of layers, not of the alphabet.</param>
internal sealed partial class ModuleOrder(ModelBytes file, IReadOnlyList<StateLayer> layers, bool isOrder)
{
    private const int MostLayers = 64;
    private const int MostSteps = 20_000;

    private readonly string[] _kinds = [.. layers.Select(layer => Digits().Replace(layer.Module.Prefix, "#"))];
    private readonly string[] _places = [.. layers.Select(layer => Digits().Replace(layer.Module.Prefix, number => number.Value.PadLeft(9, '0')))];
    private readonly List<StateLayer[]> _found = [];
    private int _steps;

    /// <summary>The order.</summary>
    /// <param name="notes">Gets what was assumed.</param>
    internal StateLayer[] Find(List<string> notes)
    {
        if (layers.Count > MostLayers)
        {
            throw file.Error($"there are {layers.Count} modules of tensors; at most {MostLayers} layers were expected.");
        }

        StateLayer[] given = Numbered() ?? [.. layers];
        bool trusted = isOrder || Numbered() is not null || layers.Count == 1;
        if (trusted && Chained(given) is { } asIs)
        {
            return asIs;
        }

        Extend(new List<StateLayer>(), new bool[layers.Count]);
        if (_found.Count == 1 && _steps < MostSteps)
        {
            if (!_found[0].Select(layer => layer.Module).SequenceEqual(layers.Select(layer => layer.Module)))
            {
                notes.Add($"The layers are in the only order in which their widths agree, which is not that of the file: {Words(_found[0])}.");
            }

            return _found[0];
        }

        throw _found.Count > 1
            ? file.Error($"the layers could follow one another in several orders, such as {Words(_found[0])} and {Words(_found[1])}; a description of the network that says which was expected (LstmReadOptions.Network).")
            : file.Error($"the layers do not fit together in any order: {Mismatch(given)}; layers that each read as many values as the one before gives were expected. What else there is LstmReadOptions say: Network describes it, Prefix names what to read.");
    }

    /// <summary>Layers by the names that LstmGen gives them: <c>lstm0</c>, <c>dense1</c> and so on, or none and <c>head</c>; null where they have others.</summary>
    private StateLayer[]? Numbered()
    {
        var byNumber = new SortedDictionary<int, StateLayer>();
        foreach (StateLayer layer in layers)
        {
            Match match = OwnName().Match(layer.Module.Prefix);
            int? number = layer.Module.Prefix switch
            {
                "embedding." => -1,
                "" => 0,
                "head." => int.MaxValue,
                _ => match.Success ? int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : null,
            };
            if (number is null || !byNumber.TryAdd(number.Value, layer))
            {
                return null;
            }
        }

        return [.. byNumber.Values];
    }

    /// <summary>Layers in an order in which widths agree, the first as vectors of tokens if it is that; null where they do not.</summary>
    private static StateLayer[]? Chained(StateLayer[] order)
    {
        bool asLayer = Chains(order);
        bool named = order[0].Module.Prefix.Contains("emb", StringComparison.OrdinalIgnoreCase);
        if (order.Length > 1 && order[0].AsEmbedding is { } tokens && (named || !asLayer))
        {
            StateLayer[] embedded = [tokens, .. order[1..]];
            if (Chains(embedded))
            {
                return embedded;
            }
        }

        return asLayer ? order : null;
    }

    private static bool Chains(StateLayer[] order) => !order.Skip(1).Where((layer, at) => layer.Reads != order[at].Gives).Any();

    private void Extend(List<StateLayer> order, bool[] used)
    {
        if (order.Count == layers.Count)
        {
            if (Chained([.. order.Select(layer => layer.Layer is null ? layers.First(each => each.Module == layer.Module) : layer)]) is { } chain
                && !_found.Any(other => other.Select(layer => layer.Module).SequenceEqual(chain.Select(layer => layer.Module))))
            {
                _found.Add(chain);
            }

            return;
        }

        for (int at = 0; at < used.Length && _found.Count < 2 && _steps < MostSteps; at++)
        {
            if (used[at] || Enumerable.Range(0, used.Length).Any(other => !used[other] && _kinds[other] == _kinds[at] && string.CompareOrdinal(_places[other], _places[at]) < 0))
            {
                continue;
            }

            _steps++;
            StateLayer[] forms = order.Count == 0 && layers[at].AsEmbedding is { } tokens ? [layers[at], tokens] : [layers[at]];
            foreach (StateLayer form in forms.Where(form => order.Count == 0 || order[^1].Gives == form.Reads))
            {
                used[at] = true;
                order.Add(form);
                Extend(order, used);
                order.RemoveAt(order.Count - 1);
                used[at] = false;
            }
        }
    }

    private static string Words(StateLayer[] order) => string.Join(", ", order.Take(8).Select(layer => layer.Module.Name)) + (order.Length > 8 ? ", ..." : "");

    private static string Mismatch(StateLayer[] order)
    {
        int at = 1;
        while (at < order.Length - 1 && order[at].Reads == order[at - 1].Gives)
        {
            at++;
        }

        return $"{order[at].Module.Name} reads {order[at].Reads} values, and {order[at - 1].Module.Name} gives {order[at - 1].Gives}";
    }

    [GeneratedRegex("[0-9]{1,9}", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex("^(lstm|gru|slstm|dense)(?<number>[0-9]{1,4})\\.$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnName();
}
