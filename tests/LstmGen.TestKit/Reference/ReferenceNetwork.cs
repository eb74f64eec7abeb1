namespace LstmGen.TestKit.Reference;

/// <summary>
/// A network in double, one row at a time: what it does forwards and, in the opposite order, backwards, each kind of node by hand and nothing
/// of the generator. A node keeps nothing of a row: what its backward pass needs lies in the pass.
/// </summary>
internal abstract class ReferenceNode
{
    /// <summary>From values [T][I] to values [T][O].</summary>
    internal abstract double[][] Forward(ReferencePass pass, double[][] inputs);

    /// <summary>From the gradients of the values to those of the inputs; adds those of parameters, and leaves those of states.</summary>
    internal abstract double[][] Backward(ReferencePass pass, double[][] gradients);
}

/// <summary>Weights by name, and one row's states and memory of a pass.</summary>
/// <param name="weights">Tensors by PyTorch's names.</param>
/// <param name="gradients">Their gradients, added to.</param>
internal sealed class ReferencePass(IReadOnlyDictionary<string, double[]> weights, Dictionary<string, double[]> gradients)
{
    private readonly Dictionary<ReferenceNode, object> _kept = [];

    /// <summary>h of each recurrent layer: initial ones, then final ones; in the backward pass their gradients, final ones first.</summary>
    internal List<double[]> Hidden { get; } = [];

    /// <summary>The same of c.</summary>
    internal List<double[]> Cell { get; } = [];

    /// <summary>Whether the row begins with the tensors of initial states, added to those above.</summary>
    internal bool Begins { get; init; }

    internal double[] Weight(string name) => weights.TryGetValue(name, out double[]? values) ? values : [];

    internal void AddGradient(string name, double[] values)
    {
        if (values.Length > 0)
        {
            double[] sum = gradients[name];
            for (int at = 0; at < sum.Length; at++)
            {
                sum[at] += values[at];
            }
        }
    }

    /// <summary>The same row with memory and states of its own, for one step.</summary>
    internal ReferencePass Step()
    {
        var step = new ReferencePass(weights, gradients);
        step.Hidden.AddRange(Hidden);
        step.Cell.AddRange(Cell);
        return step;
    }

    internal void Keep(ReferenceNode node, object value) => _kept[node] = value;

    internal T Kept<T>(ReferenceNode node) => (T)_kept[node];
}

/// <summary>Nodes one after the other.</summary>
internal sealed class ReferenceChain(params ReferenceNode[] nodes) : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs) => nodes.Aggregate(inputs, (values, node) => node.Forward(pass, values));

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
        => Enumerable.Reverse(nodes).Aggregate(gradients, (values, node) => node.Backward(pass, values));
}

/// <summary>A node that reads from the end: outputs stand where their inputs stood.</summary>
internal sealed class ReferenceReversed(ReferenceNode inner) : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs) => [.. Enumerable.Reverse(inner.Forward(pass, [.. Enumerable.Reverse(inputs)]))];

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
        => [.. Enumerable.Reverse(inner.Backward(pass, [.. Enumerable.Reverse(gradients)]))];
}

/// <summary>Two nodes that read the same, and what becomes of their values.</summary>
internal sealed class ReferencePair(ReferenceNode first, ReferenceNode second, LstmMerge merge) : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
    {
        double[][] a = first.Forward(pass, inputs), b = second.Forward(pass, inputs);
        pass.Keep(this, (a, b));
        return [.. a.Zip(b, Merge)];
    }

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
    {
        (double[][] a, double[][] b) = pass.Kept<(double[][], double[][])>(this);
        double[][] left = new double[gradients.Length][], right = new double[gradients.Length][];
        for (int step = 0; step < gradients.Length; step++)
        {
            double[] dy = gradients[step];
            (left[step], right[step]) = merge switch
            {
                LstmMerge.Concat => (dy[..a[step].Length], dy[a[step].Length..]),
                LstmMerge.Multiply => ([.. dy.Zip(b[step], (d, x) => d * x)], [.. dy.Zip(a[step], (d, x) => d * x)]),
                LstmMerge.Average => ([.. dy.Select(d => d / 2)], [.. dy.Select(d => d / 2)]),
                _ => (dy, dy),
            };
        }

        double[][] dSecond = second.Backward(pass, right), dFirst = first.Backward(pass, left);
        return [.. dFirst.Zip(dSecond, (x, y) => (double[])[.. x.Zip(y, (u, v) => u + v)])];
    }

    private double[] Merge(double[] a, double[] b) => merge switch
    {
        LstmMerge.Concat => [.. a, .. b],
        LstmMerge.Multiply => [.. a.Zip(b, (x, y) => x * y)],
        LstmMerge.Average => [.. a.Zip(b, (x, y) => (x + y) / 2)],
        _ => [.. a.Zip(b, (x, y) => x + y)],
    };
}

/// <summary>What a layer reads, added to what it gives.</summary>
internal sealed class ReferenceResidual(ReferenceNode inner) : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs) => Add(inputs, inner.Forward(pass, inputs));

    internal override double[][] Backward(ReferencePass pass, double[][] gradients) => Add(gradients, inner.Backward(pass, gradients));

    private static double[][] Add(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => (double[])[.. x.Zip(y, (u, v) => u + v)])];
}

/// <summary>y = f(W x + b), with the derivative of f by its argument.</summary>
internal sealed class ReferenceDense(string prefix, int outputs, Func<double, double>? activation = null, Func<double, double>? slope = null) : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
    {
        (double[] weight, double[] bias) = (pass.Weight(prefix + "weight"), pass.Weight(prefix + "bias"));
        double[][] sums = [.. inputs.Select(x => (double[])[.. Enumerable.Range(0, outputs).Select(row
            => (bias.Length > 0 ? bias[row] : 0) + x.Select((value, k) => weight[(row * x.Length) + k] * value).Sum())])];
        pass.Keep(this, (inputs, sums));
        return activation is null ? sums : [.. sums.Select(row => (double[])[.. row.Select(activation)])];
    }

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
    {
        (double[][] inputs, double[][] sums) = pass.Kept<(double[][], double[][])>(this);
        double[] weight = pass.Weight(prefix + "weight");
        double[] dWeight = new double[weight.Length], dBias = new double[pass.Weight(prefix + "bias").Length];
        double[][] result = [.. inputs.Select(x => new double[x.Length])];
        for (int step = 0; step < gradients.Length; step++)
        {
            for (int row = 0; row < outputs; row++)
            {
                double dz = gradients[step][row] * (slope is null ? 1 : slope(sums[step][row]));
                for (int k = 0; k < inputs[step].Length; k++)
                {
                    dWeight[(row * inputs[step].Length) + k] += dz * inputs[step][k];
                    result[step][k] += dz * weight[(row * inputs[step].Length) + k];
                }

                if (dBias.Length > 0)
                {
                    dBias[row] += dz;
                }
            }
        }

        pass.AddGradient(prefix + "weight", dWeight);
        pass.AddGradient(prefix + "bias", dBias);
        return result;
    }
}

/// <summary>One recurrent layer in one direction: the reference LSTM of one layer and row.</summary>
/// <param name="index">Its place among the states.</param>
/// <param name="names">Names of W, R, the two biases, the projection, and the peepholes of i, f, o, in this order.</param>
/// <param name="layer">A layer of its sizes and options.</param>
internal sealed class ReferenceRecurrent(int index, string[] names, ReferenceLayer layer) : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
    {
        ReferenceLstm model = Model(pass);
        ReferenceRun run = model.Forward([.. inputs.SelectMany(x => x)], [inputs.Length], pass.Hidden[index], pass.Cell[index]);
        pass.Keep(this, run);
        (pass.Hidden[index], pass.Cell[index]) = (run.Hidden, run.Cell);
        return Rows(run.Outputs, layer.Outputs);
    }

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
    {
        ReferenceGradients result = ReferenceBackward.Run(
            Model(pass), pass.Kept<ReferenceRun>(this), [.. gradients.SelectMany(x => x)], pass.Hidden[index], pass.Cell[index]);
        ReferenceLayer parameters = result.Layers[0];
        (pass.Hidden[index], pass.Cell[index]) = (result.Hidden, result.Cell);
        double[][] tensors =
        [
            parameters.WeightIh, parameters.WeightHh, parameters.BiasIh, parameters.BiasHh, parameters.Projection,
            parameters.PeepholeI, parameters.PeepholeF, parameters.PeepholeO,
        ];
        foreach ((string name, double[] values) in names.Zip(tensors))
        {
            pass.AddGradient(name, values);
        }

        return Rows(result.Inputs, layer.Input);
    }

    private ReferenceLstm Model(ReferencePass pass) => new(
        [
            layer with
            {
                WeightIh = pass.Weight(names[0]),
                WeightHh = pass.Weight(names[1]),
                BiasIh = pass.Weight(names[2]),
                BiasHh = pass.Weight(names[3]),
                Projection = pass.Weight(names[4]),
                PeepholeI = pass.Weight(names[5]),
                PeepholeF = pass.Weight(names[6]),
                PeepholeO = pass.Weight(names[7]),
            },
        ],
        null);

    private static double[][] Rows(double[] values, int width)
        => [.. Enumerable.Range(0, values.Length / width).Select(row => values[(row * width)..((row + 1) * width)])];
}

/// <summary>exp(x) over the sum of exp(x) of a row.</summary>
internal sealed class ReferenceSoftmax : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
    {
        double[][] outputs = [.. inputs.Select(row => (double[])[.. row.Select(x => Math.Exp(x) / row.Sum(Math.Exp))])];
        pass.Keep(this, outputs);
        return outputs;
    }

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
        => [.. pass.Kept<double[][]>(this).Zip(gradients, (y, dy) => (double[])[.. y.Select((value, at) => value * (dy[at] - y.Zip(dy, (a, b) => a * b).Sum()))])];
}

/// <summary>The first inputs of a network, added to what it gives.</summary>
internal sealed class ReferenceSkip(ReferenceNode inner) : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
        => [.. inner.Forward(pass, inputs).Zip(inputs, (y, x) => (double[])[.. y.Select((value, at) => value + x[at])])];

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
        => [.. inner.Backward(pass, gradients).Zip(gradients, (dx, dy) => (double[])[.. dx.Select((value, at) => value + (at < dy.Length ? dy[at] : 0))])];
}

/// <summary>A recurrent layer in one direction whose states begin with tensors, where there are such and the row has just begun.</summary>
/// <param name="inner">The layer.</param>
/// <param name="index">Its place among the states.</param>
/// <param name="prefix">What names of its tensors begin with.</param>
/// <param name="suffix">What they end with.</param>
internal sealed class ReferenceBeginning(ReferenceNode inner, int index, string prefix, string suffix) : ReferenceNode
{
    private string Hidden => $"{prefix}initial_hidden{suffix}";

    private string Cell => $"{prefix}initial_cell{suffix}";

    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
    {
        (pass.Hidden[index], pass.Cell[index]) = (Sum(pass, pass.Hidden[index], Hidden), Sum(pass, pass.Cell[index], Cell));
        return inner.Forward(pass, inputs);
    }

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
    {
        double[][] result = inner.Backward(pass, gradients);
        foreach ((string name, double[] gradient) in ((string, double[])[])[(Hidden, pass.Hidden[index]), (Cell, pass.Cell[index])])
        {
            if (pass.Begins && pass.Weight(name).Length > 0)
            {
                pass.AddGradient(name, gradient);
            }
        }

        return result;
    }

    private static double[] Sum(ReferencePass pass, double[] state, string name)
        => pass.Begins && pass.Weight(name) is { Length: > 0 } initial ? [.. state.Zip(initial, (x, y) => x + y)] : state;
}

/// <summary>One row of all steps; none of no step.</summary>
internal sealed class ReferencePool(LstmOutputs outputs) : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
    {
        pass.Keep(this, inputs);
        return inputs.Length == 0 ? [] : [[.. Enumerable.Range(0, inputs[0].Length).Select(at => outputs switch
        {
            LstmOutputs.Last => inputs[^1][at],
            LstmOutputs.Mean => inputs.Average(step => step[at]),
            _ => inputs.Max(step => step[at]),
        })]];
    }

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
    {
        double[][] inputs = pass.Kept<double[][]>(this);
        return [.. inputs.Select((step, t) => (double[])[.. step.Select((_, at) => gradients[0][at] * (outputs switch
        {
            LstmOutputs.Last => t == inputs.Length - 1 ? 1 : 0,
            LstmOutputs.Mean => 1.0 / inputs.Length,
            _ => t == Array.FindIndex(inputs, each => each[at] == inputs.Max(other => other[at])) ? 1 : 0,
        }))])];
    }
}

/// <summary>A recurrent layer whose units keep h and c of the step before: now and then, as masks say, or in the mean.</summary>
/// <param name="inner">The layer.</param>
/// <param name="index">Its place among the states.</param>
/// <param name="hidden">How often h is kept.</param>
/// <param name="cell">How often c is kept.</param>
/// <param name="masks">How much of h and c is kept at a step; null for the mean.</param>
internal sealed class ReferenceZoneout(ReferenceNode inner, int index, double hidden, double cell, Func<int, (double[] Hidden, double[] Cell)>? masks = null) : ReferenceNode
{
    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
    {
        var steps = new ReferencePass[inputs.Length];
        var outputs = new double[inputs.Length][];
        for (int t = 0; t < inputs.Length; t++)
        {
            (double[] h, double[] c) = (pass.Hidden[index], pass.Cell[index]);
            (double[] keptH, double[] keptC) = Kept(t, h.Length, c.Length);
            steps[t] = pass.Step();
            inner.Forward(steps[t], [inputs[t]]);
            outputs[t] = pass.Hidden[index] = Mix(h, steps[t].Hidden[index], keptH);
            pass.Cell[index] = Mix(c, steps[t].Cell[index], keptC);
        }

        pass.Keep(this, steps);
        return outputs;
    }

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
    {
        ReferencePass[] steps = pass.Kept<ReferencePass[]>(this);
        var inputs = new double[gradients.Length][];
        for (int t = gradients.Length - 1; t >= 0; t--)
        {
            double[] dh = [.. pass.Hidden[index].Zip(gradients[t], (x, y) => x + y)], dc = pass.Cell[index];
            (double[] keptH, double[] keptC) = Kept(t, dh.Length, dc.Length);
            (steps[t].Hidden[index], steps[t].Cell[index]) = (new double[dh.Length], Part(dc, keptC, 1));
            inputs[t] = inner.Backward(steps[t], [Part(dh, keptH, 1)])[0];
            pass.Hidden[index] = [.. steps[t].Hidden[index].Zip(Part(dh, keptH, 0), (x, y) => x + y)];
            pass.Cell[index] = [.. steps[t].Cell[index].Zip(Part(dc, keptC, 0), (x, y) => x + y)];
        }

        return inputs;
    }

    private (double[] Hidden, double[] Cell) Kept(int step, int h, int c) => masks?.Invoke(step) ?? ([.. Enumerable.Repeat(hidden, h)], [.. Enumerable.Repeat(cell, c)]);

    private static double[] Mix(double[] before, double[] after, double[] kept) => [.. after.Select((value, at) => (kept[at] * before[at]) + ((1 - kept[at]) * value))];

    /// <summary>What goes to the state after the step (1), or past it (0).</summary>
    private static double[] Part(double[] gradient, double[] kept, int after) => [.. gradient.Select((value, at) => value * (after == 1 ? 1 - kept[at] : kept[at]))];
}
