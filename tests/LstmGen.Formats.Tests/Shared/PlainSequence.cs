using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>
/// Runs a whole sequence through what a reader gave, in double, layer after layer, by the equations of docs/networks.md and no code of the library: directions, projections, clips,
/// activations, tokens, and outputs of the last step.
/// </summary>
internal sealed class PlainSequence
{
    private readonly Dictionary<string, double[]> _tensors;
    private readonly LstmModelFile _model;

    private PlainSequence(LstmModelFile model)
        => (_model, _tensors) = (model, model.Tensors.ToDictionary(tensor => tensor.Name, tensor => Array.ConvertAll(tensor.ToFloats(), value => (double)value)));

    /// <summary>Outputs of all steps, one after the other; of tokens the inputs are their numbers.</summary>
    internal static float[] Run(LstmModelFile model, ReadOnlySpan<float> inputs) => new PlainSequence(model).Run(inputs);

    private float[] Run(ReadOnlySpan<float> inputs)
    {
        (string Prefix, ILstmLayer Layer)[] layers = Layers();
        int features = _model.Network.Model?.Input ?? _model.Network.Network!.Input;
        double[][] values = _tensors.TryGetValue("embedding.weight", out double[]? table)
            ? [.. inputs.ToArray().Select(token => Row(table, (int)token))]
            : [.. inputs.ToArray().Chunk(features).Select(sample => Array.ConvertAll(sample, value => (double)value))];
        bool last = (_model.Network.Model?.Outputs ?? _model.Network.Network!.Outputs) == LstmOutputs.Last;
        int final = Array.FindLastIndex(layers, layer => layer.Layer is not DenseAttribute);
        for (int at = 0; at < layers.Length; at++)
        {
            values = layers[at].Layer switch
            {
                LstmAttribute lstm => Stack(values, lstm.Layers, lstm.Direction, lstm.Merge, lstm.Residual, last && at == final, (x, suffix) => Lstm(lstm, layers[at].Prefix, suffix, x)),
                GruAttribute gru => Stack(values, gru.Layers, gru.Direction, gru.Merge, gru.Residual, last && at == final, (x, suffix) => Gru(gru, layers[at].Prefix, suffix, x)),
                DenseAttribute dense => [.. values.Select(x => Dense(dense, layers[at].Prefix, x))],
                _ => throw new NotSupportedException(),
            };
            values = at == final ? Pooled(values) : values;
        }

        return [.. values.SelectMany(row => row).Select(value => (float)value)];

        double[] Row(double[] vectors, int token)
        {
            int width = (int)_model.Tensors.First(tensor => tensor.Name == "embedding.weight").Shape[1];
            return vectors[(token * width)..((token + 1) * width)];
        }
    }

    private double[][] Pooled(double[][] values) => (_model.Network.Model?.Outputs ?? _model.Network.Network!.Outputs) switch
    {
        LstmOutputs.Mean => [[.. values[0].Select((_, at) => values.Average(row => row[at]))]],
        LstmOutputs.Max => [[.. values[0].Select((_, at) => values.Max(row => row[at]))]],
        _ => values,
    };

    private (string, ILstmLayer)[] Layers()
    {
        if (_model.Network.Model is not { } model)
        {
            return [.. _model.Network.Layers.Select((layer, at) => ($"{layer.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal).ToLowerInvariant()}{at}.", layer))];
        }

        var lstm = new LstmAttribute(model.Hidden, model.Layers) { Projection = model.Projection, Direction = model.Direction, Merge = model.Merge };
        foreach (var property in typeof(LstmCellAttribute).GetProperties().Where(each => each.CanWrite))
        {
            property.SetValue(lstm, property.GetValue(model));
        }

        return model.Output == 0 ? [("", lstm)] : [("", lstm), ("head.", new DenseAttribute(model.Output))];
    }

    private static double[][] Stack(double[][] x, int layers, LstmDirection direction, LstmMerge merge, bool residual, bool last, Func<double[][], string, double[][]> one)
    {
        if (direction == LstmDirection.BothApart)
        {
            double[][] forward = x, backward = [.. x.Reverse()];
            for (int layer = 0; layer < layers; layer++)
            {
                forward = Residual(forward, one(forward, $"_l{layer}"), residual);
                backward = Residual(backward, one(backward, $"_l{layer}_reverse"), residual);
            }

            return Merged(forward, backward, merge, last);
        }

        for (int layer = 0; layer < layers; layer++)
        {
            bool end = last && layer == layers - 1;
            double[][] y = direction switch
            {
                LstmDirection.Forward => one(x, $"_l{layer}") is var outputs && end ? [outputs[^1]] : outputs,
                LstmDirection.Reverse => one([.. x.Reverse()], $"_l{layer}") is var outputs && end ? [outputs[^1]] : [.. outputs.Reverse()],
                _ => Merged(one(x, $"_l{layer}"), one([.. x.Reverse()], $"_l{layer}_reverse"), merge, end),
            };
            x = Residual(x, y, residual);
        }

        return x;
    }

    private static double[][] Residual(double[][] x, double[][] y, bool residual) => residual ? [.. y.Zip(x[^y.Length..], (row, before) => row.Zip(before, (a, b) => a + b).ToArray())] : y;

    private static double[][] Merged(double[][] forward, double[][] backward, LstmMerge merge, bool last)
    {
        double[][] a = last ? [forward[^1]] : forward, b = last ? [backward[^1]] : [.. backward.Reverse()];
        return [.. a.Zip(b, (one, other) => merge switch
        {
            LstmMerge.Concat => [.. one, .. other],
            LstmMerge.Sum => one.Zip(other, (u, v) => u + v).ToArray(),
            LstmMerge.Multiply => one.Zip(other, (u, v) => u * v).ToArray(),
            _ => one.Zip(other, (u, v) => (u + v) / 2).ToArray(),
        })];
    }

    private double[][] Lstm(LstmAttribute layer, string prefix, string suffix, double[][] inputs)
    {
        Func<double, double> gate = PlainActivation.Of(layer.GateActivation, layer.GateAlpha, layer.GateBeta);
        Func<double, double> candidate = PlainActivation.Of(layer.CandidateActivation, layer.CandidateAlpha, layer.CandidateBeta);
        Func<double, double> output = PlainActivation.Of(layer.OutputActivation, layer.OutputAlpha, layer.OutputBeta);
        int units = layer.Hidden;
        double[] h = new double[layer.Projection > 0 ? layer.Projection : units], c = new double[units];
        var outputs = new List<double[]>();
        foreach (double[] x in inputs)
        {
            double[] z = Add(Product(_tensors[$"{prefix}weight_ih{suffix}"], x), Product(_tensors[$"{prefix}weight_hh{suffix}"], h));
            z = Add(Add(z, _tensors.GetValueOrDefault($"{prefix}bias_ih{suffix}")), _tensors.GetValueOrDefault($"{prefix}bias_hh{suffix}"));
            double[] y = new double[units];
            for (int unit = 0; unit < units; unit++)
            {
                c[unit] = Within((gate(z[units + unit]) * c[unit]) + (gate(z[unit]) * candidate(z[(2 * units) + unit])), layer.CellClip);
                y[unit] = gate(z[(3 * units) + unit]) * output(c[unit]);
            }

            h = layer.Projection > 0 ? [.. Product(_tensors[$"{prefix}weight_hr{suffix}"], y).Select(value => Within(value, layer.ProjectionClip))] : y;
            outputs.Add(h);
        }

        return [.. outputs];
    }

    private double[][] Gru(GruAttribute layer, string prefix, string suffix, double[][] inputs)
    {
        Func<double, double> gate = PlainActivation.Of(layer.GateActivation, layer.GateAlpha, layer.GateBeta);
        Func<double, double> candidate = PlainActivation.Of(layer.CandidateActivation, layer.CandidateAlpha, layer.CandidateBeta);
        int units = layer.Hidden;
        double[] h = new double[units], recurrent = _tensors[$"{prefix}weight_hh{suffix}"];
        double[]? bias = _tensors.GetValueOrDefault($"{prefix}bias_hh{suffix}");
        var outputs = new List<double[]>();
        foreach (double[] x in inputs)
        {
            double[] a = Add(Product(_tensors[$"{prefix}weight_ih{suffix}"], x), _tensors.GetValueOrDefault($"{prefix}bias_ih{suffix}")), b = Add(Product(recurrent, h), bias);
            double[] r = [.. h.Select((_, unit) => gate(a[unit] + b[unit]))];
            double[] n = layer.ResetAfter
                ? [.. h.Select((_, unit) => r[unit] * b[(2 * units) + unit])]
                : Add(Product(recurrent[(2 * units * units)..], [.. h.Select((value, unit) => r[unit] * value)]), bias?[(2 * units)..]);
            h = [.. h.Select((value, unit) => gate(a[units + unit] + b[units + unit]) is var z ? ((1 - z) * candidate(a[(2 * units) + unit] + n[unit])) + (z * value) : 0)];
            outputs.Add(h);
        }

        return [.. outputs];
    }

    private double[] Dense(DenseAttribute dense, string prefix, double[] x)
    {
        double[] y = [.. Add(Product(_tensors[prefix + "weight"], x), _tensors.GetValueOrDefault(prefix + "bias")).Select(PlainActivation.Of(dense.Activation, dense.Alpha, dense.Beta))];
        double sum = y.Sum(Math.Exp);
        return dense.Softmax ? [.. y.Select(value => Math.Exp(value) / sum)] : y;
    }

    private static double Within(double value, double bound) => bound > 0 ? Math.Clamp(value, -bound, bound) : value;

    private static double[] Add(double[] values, double[]? more) => more is null ? values : [.. values.Zip(more, (one, other) => one + other)];

    private static double[] Product(double[] matrix, double[] x)
        => [.. Enumerable.Range(0, matrix.Length / x.Length).Select(row => x.Select((value, column) => matrix[(row * x.Length) + column] * value).Sum())];
}
