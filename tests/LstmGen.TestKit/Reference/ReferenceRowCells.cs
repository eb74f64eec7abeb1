namespace LstmGen.TestKit.Reference;

/// <summary>Cells of whole rows as papers and other libraries write them, in double, by hand.</summary>
internal static class ReferenceRowCells
{
    private static readonly ReferenceActivation s_sigmoid = new(LstmActivation.Sigmoid), s_tanh = new(LstmActivation.Tanh);

    /// <summary>torch.nn.GRU.</summary>
    internal static ReferenceRowStep Gru(ReferenceActivation? gate = null, ReferenceActivation? candidate = null) => (x, h, states, _) =>
    [
        Each(states[0], unit =>
        {
            ReferenceScalar r = (x[0][unit] + h[0][unit]).Through(gate ?? s_sigmoid), z = (x[1][unit] + h[1][unit]).Through(gate ?? s_sigmoid);
            ReferenceScalar n = (x[2][unit] + (r * h[2][unit])).Through(candidate ?? s_tanh);
            return ((1 - z) * n) + (z * states[0][unit]);
        }),
    ];

    /// <summary>
    /// Beck et al. 2024 without a stabiliser: c = f c + i z, n = f n + i, h = o c / n, and then the states divided by exp(m), which is how they are stored. Where n is 0 nothing has
    /// been seen.
    /// </summary>
    internal static ReferenceRowStep Slstm(bool exponentialForget) => (x, h, states, _) =>
    {
        ReferenceScalar[][] each = [.. states[0].Select((_, unit) =>
        {
            ReferenceScalar Sum(int sum) => x[sum][unit] + h[sum][unit];
            ReferenceScalar m = states[3][unit], scale = m.Exp();
            ReferenceScalar c = states[1][unit] * scale, n = states[2][unit] * scale;
            ReferenceScalar f = exponentialForget ? Sum(1).Exp() : Sum(1).Through(s_sigmoid);
            (c, n) = ((f * c) + (Sum(0).Exp() * Sum(2).Through(s_tanh)), (f * n) + Sum(0).Exp());
            ReferenceScalar logF = exponentialForget ? Sum(1) : 0 - (0 - Sum(1)).Through(new(LstmActivation.Softplus));
            ReferenceScalar next = states[2][unit].Value > 0 ? ReferenceScalar.Max(logF + m, Sum(0)) : Sum(0);
            ReferenceScalar back = (0 - next).Exp();
            return (ReferenceScalar[])[Sum(3).Through(s_sigmoid) * (c / n), c * back, n * back, next];
        })];
        return [.. Enumerable.Range(0, 4).Select(state => (ReferenceScalar[])[.. each.Select(unit => unit[state])])];
    };

    /// <summary>The LSTM with layer normalisation: of gates as TensorFlow Lite, of sums as Seq2SeqSharp, of products as haste and PyTorch's benchmarks.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="prefix">What names of its tensors begin with.</param>
    /// <param name="suffix">What they end with.</param>
    internal static ReferenceRowStep Lstm(LstmCellOptions options, string prefix, string suffix) => (x, h, states, vectors) =>
    {
        string letters = options.CoupledGates switch { LstmCoupledGates.InputFromForget => "fgo", LstmCoupledGates.ForgetFromInput => "igo", _ => "ifgo" };
        string rows = options.CoupledGates == LstmCoupledGates.None ? "" : $"_{letters}";
        int units = states[1].Length;
        ReferenceScalar epsilon = options.NormEpsilon;
        ReferenceScalar[] before = states[1];
        ReferenceScalar[][] whole = options.Norm switch
        {
            LstmNorm.Gates => [],
            LstmNorm.Sums => Scaled(Normal(Sum(x, h)), "gain", "shift"),
            _ => Sum(Scaled(Normal(x), "gain_ih", "bias"), Scaled(Normal(h), "gain_hh", null)),
        };
        ReferenceActivation gate = ReferenceModels.Gate(options), output = ReferenceModels.Output(options);
        double clip = ReferenceModels.Bound(options.Clip), cellClip = ReferenceModels.Bound(options.CellClip);
        ReferenceScalar[] f = [], i = [];
        if (options.CoupledGates != LstmCoupledGates.ForgetFromInput)
        {
            f = Gate('f', before);
        }

        i = options.CoupledGates == LstmCoupledGates.InputFromForget ? Each(f, unit => 1 - f[unit]) : Gate('i', before);
        f = f.Length > 0 ? f : Each(i, unit => 1 - i[unit]);
        ReferenceScalar[] candidate = Argument('g', null);
        ReferenceScalar[] g = Each(i, unit => candidate[unit].Within(clip).Through(ReferenceModels.Candidate(options)));
        ReferenceScalar[] c = Each(i, unit => ((f[unit] * before[unit]) + (i[unit] * g[unit])).Within(cellClip));
        ReferenceScalar[] read = options.Norm == LstmNorm.Gates ? c : Scaled([.. Normal([c])], "gain_c", "shift_c")[0];
        c = options.Norm == LstmNorm.ProductsAndCell ? read : c;
        ReferenceScalar[] o = Gate('o', c);
        return [Each(o, unit => o[unit] * read[unit].Through(output)), c];

        ReferenceScalar[] Gate(char name, ReferenceScalar[] seen)
        {
            ReferenceScalar[] argument = Argument(name, options.Peepholes ? seen : null);
            return Each(before, unit => argument[unit].Within(clip).Through(gate));
        }

        ReferenceScalar[] Argument(char name, ReferenceScalar[]? seen)
        {
            int at = letters.IndexOf(name, StringComparison.Ordinal);
            if (options.Norm != LstmNorm.Gates)
            {
                return whole[at];
            }

            ReferenceScalar[] sum = Each(before, unit => x[at][unit] + h[at][unit] + (seen is null ? 0 : Vector($"peephole_{name}")[unit] * seen[unit]));
            ReferenceScalar[] normal = Normal([sum])[0];
            return Each(normal, unit => (Vector("gain")[(at * units) + unit] * normal[unit]) + Bias("bias", (at * units) + unit));
        }

        // All values together: their mean and the mean of the squares of what differs from it.
        ReferenceScalar[][] Normal(ReferenceScalar[][] values)
        {
            double count = values.Sum(each => each.Length);
            ReferenceScalar mean = Total(values.SelectMany(each => each)) / count;
            ReferenceScalar variance = Total(values.SelectMany(each => each).Select(value => (value - mean) * (value - mean))) / count;
            return [.. values.Select(each => Each(each, unit => (each[unit] - mean) / (variance + epsilon).Sqrt()))];
        }

        ReferenceScalar[][] Scaled(ReferenceScalar[][] values, string gain, string? shift)
            => [.. values.Select((each, at) => Each(each, unit => (Vector(gain)[(at * units) + unit] * each[unit]) + (shift is null ? 0 : Bias(shift, (at * units) + unit))))];

        ReferenceScalar[] Vector(string name)
        {
            string full = name.StartsWith("peephole", StringComparison.Ordinal) || name.EndsWith("_c", StringComparison.Ordinal) ? $"{prefix}{name}{suffix}" : $"{prefix}{name}{rows}{suffix}";
            return vectors[full];
        }

        ReferenceScalar Bias(string name, int at) => Vector(name) is { Length: > 0 } bias ? bias[at] : 0;
    };

    /// <summary>Names of the tensors of weights a unit of such a cell.</summary>
    internal static string[] Vectors(LstmCellOptions options, string prefix, string suffix)
    {
        string rows = ReferenceModels.Rows(options.CoupledGates);
        string[] names = options.Norm switch
        {
            LstmNorm.Gates => ["bias" + rows, "gain" + rows, .. options.Peepholes ? ["peephole_i", "peephole_f", "peephole_o"] : (string[])[]],
            LstmNorm.Sums => ["gain" + rows, "shift" + rows, "gain_c", "shift_c"],
            _ => ["bias" + rows, "gain_ih" + rows, "gain_hh" + rows, "gain_c", "shift_c"],
        };
        return [.. names.Select(name => prefix + name + suffix)];
    }

    private static ReferenceScalar[][] Sum(ReferenceScalar[][] a, ReferenceScalar[][] b) => [.. a.Zip(b, (x, y) => (ReferenceScalar[])[.. x.Zip(y, (u, v) => u + v)])];

    private static ReferenceScalar Total(IEnumerable<ReferenceScalar> values) => values.Aggregate((a, b) => a + b);

    private static ReferenceScalar[] Each(ReferenceScalar[] like, Func<int, ReferenceScalar> value) => [.. like.Select((_, unit) => value(unit))];
}
