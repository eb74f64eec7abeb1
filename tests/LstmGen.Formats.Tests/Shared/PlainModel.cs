using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>Runs what a reader gave in double, step by step, by the equations of docs/networks.md and no code of the library.</summary>
internal static class PlainModel
{
    internal static float[] Run(LstmModelFile model, ReadOnlySpan<float> inputs)
    {
        var tensors = model.Tensors.ToDictionary(tensor => tensor.Name, tensor => Array.ConvertAll(tensor.ToFloats(), value => (double)value));
        (List<Func<double[], double[]>> layers, int width) = Layers(model.Network, tensors);
        bool skip = model.Network.Network?.Skip ?? false;
        var outputs = new List<float>();
        for (int at = 0; at < inputs.Length; at += width)
        {
            double[] sample = [.. inputs.Slice(at, width).ToArray().Select(value => model.InputGain * (double)value)];
            double[] values = layers.Aggregate(sample, (read, layer) => layer(read));
            outputs.AddRange(values.Select((value, index) => (float)(model.OutputGain * (value + (skip ? sample[index] : 0)))));
        }

        return [.. outputs];
    }

    private static (List<Func<double[], double[]>> Layers, int Input) Layers(LstmNetworkDescription network, Dictionary<string, double[]> tensors)
    {
        var layers = new List<Func<double[], double[]>>();
        if (network.Model is { } model)
        {
            layers.AddRange(Enumerable.Range(0, model.Layers).Select(layer => Lstm(tensors, "", layer, model.Hidden)));
            if (model.Output > 0)
            {
                layers.Add(Dense(tensors, "head.", new DenseAttribute(model.Output)));
            }

            return (layers, model.Input);
        }

        for (int at = 0; at < network.Layers.Count; at++)
        {
            switch (network.Layers[at])
            {
                case LstmAttribute lstm:
                    layers.AddRange(Enumerable.Range(0, lstm.Layers).Select(layer => Lstm(tensors, $"lstm{at}.", layer, lstm.Hidden)));
                    break;
                case GruAttribute gru:
                    layers.AddRange(Enumerable.Range(0, gru.Layers).Select(layer => Gru(tensors, $"gru{at}.", layer, gru.Hidden)));
                    break;
                case DenseAttribute dense:
                    layers.Add(Dense(tensors, $"dense{at}.", dense));
                    break;
                default:
                    throw new NotSupportedException();
            }
        }

        return (layers, network.Network!.Input);
    }

    private static Func<double[], double[]> Lstm(Dictionary<string, double[]> tensors, string name, int layer, int units)
    {
        double[] h = Initial("initial_hidden"), c = Initial("initial_cell");
        return x =>
        {
            double[] z = Add(Product(tensors[$"{name}weight_ih_l{layer}"], x), Product(tensors[$"{name}weight_hh_l{layer}"], h));
            z = Add(Add(z, tensors.GetValueOrDefault($"{name}bias_ih_l{layer}")), tensors.GetValueOrDefault($"{name}bias_hh_l{layer}"));
            for (int unit = 0; unit < units; unit++)
            {
                c[unit] = (Sigmoid(z[units + unit]) * c[unit]) + (Sigmoid(z[unit]) * Math.Tanh(z[(2 * units) + unit]));
                h[unit] = Sigmoid(z[(3 * units) + unit]) * Math.Tanh(c[unit]);
            }

            return [.. h];
        };

        double[] Initial(string state) => tensors.TryGetValue($"{name}{state}_l{layer}", out double[]? values) ? [.. values] : new double[units];
    }

    private static Func<double[], double[]> Gru(Dictionary<string, double[]> tensors, string name, int layer, int units)
    {
        double[] h = new double[units];
        return x =>
        {
            double[] a = Add(Product(tensors[$"{name}weight_ih_l{layer}"], x), tensors.GetValueOrDefault($"{name}bias_ih_l{layer}"));
            double[] b = Add(Product(tensors[$"{name}weight_hh_l{layer}"], h), tensors.GetValueOrDefault($"{name}bias_hh_l{layer}"));
            for (int unit = 0; unit < units; unit++)
            {
                double z = Sigmoid(a[units + unit] + b[units + unit]);
                double n = Math.Tanh(a[(2 * units) + unit] + (Sigmoid(a[unit] + b[unit]) * b[(2 * units) + unit]));
                h[unit] = ((1 - z) * n) + (z * h[unit]);
            }

            return [.. h];
        };
    }

    private static Func<double[], double[]> Dense(Dictionary<string, double[]> tensors, string name, DenseAttribute dense) => x =>
    {
        double[] y = Add(Product(tensors[name + "weight"], x), tensors.GetValueOrDefault(name + "bias"));
        y = [.. y.Select(value => dense.Activation switch
        {
            LstmActivation.Affine => value,
            LstmActivation.Relu => Math.Max(0, value),
            LstmActivation.Tanh => Math.Tanh(value),
            LstmActivation.Sigmoid => Sigmoid(value),
            LstmActivation.LeakyRelu => value >= 0 ? value : dense.Alpha * value,
            LstmActivation.Elu => value >= 0 ? value : Math.Exp(value) - 1,
            _ => throw new NotSupportedException(),
        })];
        double sum = y.Sum(Math.Exp);
        return dense.Softmax ? [.. y.Select(value => Math.Exp(value) / sum)] : y;
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Add(double[] values, double[]? more) => more is null ? values : [.. values.Zip(more, (one, other) => one + other)];

    private static double[] Product(double[] matrix, double[] x)
    {
        double[] y = new double[matrix.Length / x.Length];
        for (int row = 0; row < y.Length; row++)
        {
            for (int column = 0; column < x.Length; column++)
            {
                y[row] += matrix[(row * x.Length) + column] * x[column];
            }
        }

        return y;
    }
}
