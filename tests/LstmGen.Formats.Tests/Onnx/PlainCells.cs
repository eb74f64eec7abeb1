namespace LstmGen.Tests.Formats.Onnx;

/// <summary>A step of an LSTM and of a GRU, and the functions that they go through, in double.</summary>
internal static class PlainCells
{
    internal static (double[] Hidden, double[] Cell) Lstm(
        LstmAttribute layer, Dictionary<string, double[]> tensors, string name, string suffix, double[] x, double[] h, double[] c)
    {
        bool coupled = layer.CoupledGates == LstmCoupledGates.ForgetFromInput;
        string rows = coupled ? "igo" : "ifgo", letters = coupled ? "_igo" : "";
        double[] w = tensors[$"{name}weight_ih{letters}{suffix}"], r = tensors[$"{name}weight_hh{letters}{suffix}"];
        double[]? first = tensors.GetValueOrDefault($"{name}bias_ih{letters}{suffix}"), second = tensors.GetValueOrDefault($"{name}bias_hh{letters}{suffix}");
        var (hidden, cell) = (new double[layer.Hidden], new double[layer.Hidden]);
        for (int unit = 0; unit < layer.Hidden; unit++)
        {
            double Sum(char gate, double seen)
            {
                int row = (rows.IndexOf(gate, StringComparison.Ordinal) * layer.Hidden) + unit;
                double peephole = layer.Peepholes && gate != 'g' ? tensors[$"{name}peephole_{gate}{suffix}"][unit] * seen : 0;
                double sum = Dot(w, row, x) + Dot(r, row, h) + (first?[row] ?? 0) + (second?[row] ?? 0) + peephole;
                return layer.Clip > 0 ? Math.Clamp(sum, -layer.Clip, layer.Clip) : sum;
            }

            double Gate(char gate, double seen) => Activate(layer.GateActivation, layer.GateAlpha, layer.GateBeta, Sum(gate, seen));
            double i = Gate('i', c[unit]), f = coupled ? 1 - i : Gate('f', c[unit]);
            cell[unit] = (f * c[unit]) + (i * Activate(layer.CandidateActivation, layer.CandidateAlpha, layer.CandidateBeta, Sum('g', 0)));
            hidden[unit] = Gate('o', cell[unit]) * Activate(layer.OutputActivation, layer.OutputAlpha, layer.OutputBeta, cell[unit]);
        }

        return (hidden, cell);
    }

    internal static double[] Gru(GruAttribute layer, Dictionary<string, double[]> tensors, string name, string suffix, double[] x, double[] h)
    {
        double[] w = tensors[$"{name}weight_ih{suffix}"], u = tensors[$"{name}weight_hh{suffix}"];
        double[]? first = tensors.GetValueOrDefault($"{name}bias_ih{suffix}"), second = tensors.GetValueOrDefault($"{name}bias_hh{suffix}");
        int units = layer.Hidden;
        double Gate(int row) => Activate(layer.GateActivation, layer.GateAlpha, layer.GateBeta, Dot(w, row, x) + Dot(u, row, h) + (first?[row] ?? 0) + (second?[row] ?? 0));
        double[] reset = [.. Enumerable.Range(0, units).Select(Gate)], update = [.. Enumerable.Range(units, units).Select(Gate)];
        double[] scaled = [.. h.Zip(reset, (a, b) => a * b)];
        return [.. Enumerable.Range(0, units).Select(unit =>
        {
            int row = (2 * units) + unit;
            double recurrent = layer.ResetAfter ? reset[unit] * (Dot(u, row, h) + (second?[row] ?? 0)) : Dot(u, row, scaled) + (second?[row] ?? 0);
            double candidate = Activate(layer.CandidateActivation, layer.CandidateAlpha, layer.CandidateBeta, Dot(w, row, x) + (first?[row] ?? 0) + recurrent);
            return ((1 - update[unit]) * candidate) + (update[unit] * h[unit]);
        })];
    }

    internal static double Dot(double[] matrix, int row, double[] vector) => vector.Select((value, at) => value * matrix[(row * vector.Length) + at]).Sum();

    internal static double Activate(LstmActivation function, float alpha, float beta, double x)
    {
        double A(double otherwise) => float.IsNaN(alpha) ? otherwise : alpha;
        double B(double otherwise) => float.IsNaN(beta) ? otherwise : beta;
        return function switch
        {
            LstmActivation.Sigmoid => 1 / (1 + Math.Exp(-x)),
            LstmActivation.Tanh => Math.Tanh(x),
            LstmActivation.Relu => Math.Max(0, x),
            LstmActivation.HardSigmoid => Math.Clamp((A(0.2) * x) + B(0.5), 0, 1),
            LstmActivation.HardSigmoidSixth => Math.Clamp((x / 6) + 0.5, 0, 1),
            LstmActivation.Affine => (A(1) * x) + B(0),
            LstmActivation.LeakyRelu => x >= 0 ? x : A(0.01) * x,
            LstmActivation.ThresholdedRelu => x >= A(1) ? x : 0,
            LstmActivation.ScaledTanh => A(1) * Math.Tanh(B(1) * x),
            LstmActivation.Elu => x >= 0 ? x : A(1) * (Math.Exp(x) - 1),
            LstmActivation.Softsign => x / (1 + Math.Abs(x)),
            LstmActivation.Softplus => Math.Log(1 + Math.Exp(x)),
            LstmActivation.Gelu => x * Normal(x),
            LstmActivation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
            _ => throw new NotSupportedException(),
        };
    }

    /// <summary>Phi(x), by Simpson's rule.</summary>
    private static double Normal(double x)
    {
        const int Parts = 2000;
        double sum = 0, width = x / Parts;
        for (int at = 0; at <= Parts; at++)
        {
            double z = at * width;
            sum += (at == 0 || at == Parts ? 1 : at % 2 == 1 ? 4 : 2) * Math.Exp(-z * z / 2);
        }

        return 0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI));
    }
}
