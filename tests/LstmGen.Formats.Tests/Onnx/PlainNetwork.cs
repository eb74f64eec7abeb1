using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>h and c of each recurrent layer and direction, by layer, then direction: [batch, units].</summary>
internal sealed record PlainStates(List<double[][]> Hidden, List<double[][]> Cell);

/// <summary>Runs what the reader gave on a batch of sequences in double, by the equations of docs/networks.md and no code of the library.</summary>
internal sealed class PlainNetwork
{
    private readonly Dictionary<string, double[]> _tensors;
    private readonly LstmNetworkAttribute _network;
    private readonly IReadOnlyList<ILstmLayer> _layers;

    internal PlainNetwork(LstmModelFile model)
    {
        _tensors = model.Tensors.ToDictionary(tensor => Long(model, tensor.Name), tensor => Array.ConvertAll(tensor.ToFloats(), value => (double)value));
        (_network, _layers) = model.Network.Model is { } shortForm ? LongForm(shortForm) : (model.Network.Network!, model.Network.Layers);
    }

    /// <summary>Outputs, [T, batch, values] or [batch, values], and in the states given what comes after the last step.</summary>
    /// <param name="inputs">[T, batch, features], or tokens [T, batch].</param>
    /// <param name="batch">Sequences.</param>
    /// <param name="states">Before the first step; null for what the network says. Taken by every recurrent layer in turn.</param>
    internal float[] Run(float[] inputs, int batch, PlainStates? states = null)
    {
        int width = _network.Tokens > 0 ? 1 : _network.Input, steps = inputs.Length / batch / width;
        double[][][] x = [.. Enumerable.Range(0, steps).Select(t => (double[][])[.. Enumerable.Range(0, batch).Select(b
            => Vector([.. inputs.AsSpan(((t * batch) + b) * width, width).ToArray().Select(value => (double)value)]))])];
        double[][][] first = x;
        int part = 0, last = _layers.ToList().FindLastIndex(layer => layer is not DenseAttribute);
        for (int at = 0; at < _layers.Count; at++)
        {
            x = _layers[at] switch
            {
                DenseAttribute dense => Dense(dense, (dense.Name ?? $"dense{at}") + ".", x),
                LstmAttribute lstm => Recurrent(at, lstm.Layers, lstm.Direction, lstm.Merge, lstm.Residual, x, states, ref part, at == last),
                GruAttribute gru => Recurrent(at, gru.Layers, gru.Direction, gru.Merge, gru.Residual, x, states, ref part, at == last),
                _ => throw new NotSupportedException(),
            };
        }

        x = _network.Skip ? [.. x.Zip(first, (y, inputs) => (double[][])[.. y.Zip(inputs, (row, input) => (double[])[.. row.Select((value, at) => value + input[at])])])] : x;
        return [.. x.SelectMany(step => step.SelectMany(row => row)).Select(value => (float)value)];
    }

    private double[] Vector(double[] sample) => _network.Tokens == 0 ? sample
        : _tensors["embedding.weight"].AsSpan((int)sample[0] * _network.Embedding, _network.Embedding).ToArray();

    private double[][][] Recurrent(int place, int layers, LstmDirection direction, LstmMerge merge, bool residual, double[][][] x, PlainStates? states, ref int part, bool last)
    {
        for (int layer = 0; layer < layers; layer++)
        {
            bool pools = last && layer == layers - 1;
            LstmOutputs outputs = pools ? _network.Outputs : LstmOutputs.EveryStep;
            double[][][]? forward = direction == LstmDirection.Reverse ? null : Direction(place, $"_l{layer}", x, states, ref part);
            double[][][]? backward = direction == LstmDirection.Forward ? null
                : [.. Enumerable.Reverse(Direction(place, $"_l{layer}{(forward is null ? "" : "_reverse")}", [.. Enumerable.Reverse(x)], states, ref part))];
            if (outputs == LstmOutputs.Last)
            {
                (forward, backward) = (forward is null ? null : [forward[^1]], backward is null ? null : [backward[0]]);
            }

            double[][][] y = forward is null ? backward! : backward is null ? forward : [.. forward.Zip(backward, (a, b) => Rows(a, b, (p, q) => Merge(merge, p, q)))];
            double[][][] read = outputs != LstmOutputs.Last ? x : [direction == LstmDirection.Reverse ? x[0] : x[^1]];
            x = residual ? [.. y.Zip(read, (a, b) => Rows(a, b, (p, q) => [.. p.Zip(q, (u, v) => u + v)]))] : y;
            if (outputs is LstmOutputs.Mean or LstmOutputs.Max)
            {
                x = [[.. Enumerable.Range(0, x[0].Length).Select(b => (double[])[.. Enumerable.Range(0, x[0][0].Length).Select(k
                    => outputs == LstmOutputs.Mean ? x.Average(step => step[b][k]) : x.Max(step => step[b][k]))])]];
            }
        }

        return x;
    }

    private double[][][] Direction(int place, string suffix, double[][][] x, PlainStates? states, ref int part)
    {
        string kind = _layers[place] is LstmAttribute ? "lstm" : "gru", name = (_layers[place].Name ?? $"{kind}{place}") + ".";
        int units = _layers[place] is LstmAttribute lstm ? lstm.Hidden : ((GruAttribute)_layers[place]).Hidden;
        var y = new double[x.Length][][];
        int index = part++;
        double[][] h = [.. Enumerable.Range(0, x[0].Length).Select(b => states?.Hidden[index][b] ?? _tensors.GetValueOrDefault($"{name}initial_hidden{suffix}") ?? new double[units])];
        double[][] c = [.. Enumerable.Range(0, x[0].Length).Select(b => states?.Cell[index][b] ?? _tensors.GetValueOrDefault($"{name}initial_cell{suffix}") ?? new double[units])];
        for (int t = 0; t < x.Length; t++)
        {
            for (int b = 0; b < h.Length; b++)
            {
                (h[b], c[b]) = kind == "lstm" ? PlainCells.Lstm((LstmAttribute)_layers[place], _tensors, name, suffix, x[t][b], h[b], c[b])
                    : (PlainCells.Gru((GruAttribute)_layers[place], _tensors, name, suffix, x[t][b], h[b]), c[b]);
            }

            y[t] = [.. h];
        }

        if (states is not null)
        {
            (states.Hidden[index], states.Cell[index]) = (h, c);
        }

        return y;
    }

    private double[][][] Dense(DenseAttribute dense, string name, double[][][] x)
    {
        double[] weight = _tensors[name + "weight"];
        double[]? bias = _tensors.GetValueOrDefault(name + "bias");
        double[] Row(double[] v)
        {
            double[] y = [.. Enumerable.Range(0, dense.Units).Select(row => PlainCells.Activate(dense.Activation, dense.Alpha, dense.Beta, PlainCells.Dot(weight, row, v) + (bias?[row] ?? 0)))];
            y = dense.Softmax ? [.. y.Select(value => Math.Exp(value - y.Max()) / y.Sum(each => Math.Exp(each - y.Max())))] : y;
            return dense.Residual ? [.. y.Zip(v, (a, b) => a + b)] : y;
        }

        return [.. x.Select(step => (double[][])[.. step.Select(Row)])];
    }

    private static double[][] Rows(double[][] a, double[][] b, Func<double[], double[], double[]> operation) => [.. a.Zip(b, operation)];

    private static double[] Merge(LstmMerge merge, double[] a, double[] b) => merge switch
    {
        LstmMerge.Concat => [.. a, .. b],
        LstmMerge.Multiply => [.. a.Zip(b, (x, y) => x * y)],
        LstmMerge.Average => [.. a.Zip(b, (x, y) => (x + y) / 2)],
        _ => [.. a.Zip(b, (x, y) => x + y)],
    };

    private static string Long(LstmModelFile model, string name) => model.Network.Model is null || name.StartsWith("embedding.", StringComparison.Ordinal) ? name
        : name.StartsWith("head.", StringComparison.Ordinal) ? "dense1." + name[5..] : "lstm0." + name;

    private static (LstmNetworkAttribute Network, IReadOnlyList<ILstmLayer> Layers) LongForm(LstmModelAttribute model)
    {
        var lstm = new LstmAttribute(model.Hidden, model.Layers);
        foreach (var property in typeof(LstmAttribute).GetProperties().Where(each => each.CanWrite && typeof(LstmModelAttribute).GetProperty(each.Name) is not null))
        {
            property.SetValue(lstm, typeof(LstmModelAttribute).GetProperty(property.Name)!.GetValue(model));
        }

        return (new LstmNetworkAttribute(model.Input) { Outputs = model.Outputs, Tokens = model.Tokens, Embedding = model.Embedding }, model.Output > 0 ? [lstm, new DenseAttribute(model.Output)] : [lstm]);
    }
}
