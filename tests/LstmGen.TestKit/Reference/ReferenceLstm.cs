namespace LstmGen.TestKit.Reference;

/// <summary>
/// Everything one layer computed in one step of one row; a backward pass needs no more. Input and previous h are those the
/// gates saw: after dropout. Hidden is what Units, o tanh(c), are projected to; the same without a projection.
/// </summary>
internal sealed record ReferenceStep(
    double[] Input, double[] PreviousHidden, double[] PreviousCell,
    double[] I, double[] F, double[] G, double[] O, double[] Cell, double[] Units, double[] Hidden)
{
    /// <summary>What i, f, g and o are the activations of, before it is clipped; that of a gate without rows is not read.</summary>
    internal double[][] PreActivations { get; } = [new double[I.Length], new double[I.Length], new double[I.Length], new double[I.Length]];

    /// <summary>c before it is clipped.</summary>
    internal double[] Unclipped { get; } = new double[I.Length];
}

/// <summary>A forward run: outputs [T, B, O], final states [L, B, H] and the steps [L][B][length of the row].</summary>
internal sealed record ReferenceRun(double[] Outputs, double[] Hidden, double[] Cell, List<ReferenceStep>[][] Steps);

/// <summary>
/// The LSTM in double precision as the textbook writes it (Hochreiter and Schmidhuber 1997 with forget gates, PyTorch's
/// torch.nn.LSTM), with the options of a cell: peepholes (Gers, Schraudolph and Schmidhuber 2002), coupled gates (Greff et al. 2017; ONNX), other activations, clips.
/// Plain loops, one row after the other, nothing of the generator. What the kernels are checked against.
/// </summary>
internal sealed class ReferenceLstm(ReferenceLayer[] layers, ReferenceHead? head)
{
    internal ReferenceLayer[] Layers { get; } = layers;

    internal ReferenceHead? Head { get; } = head;

    /// <summary>Runs a batch.</summary>
    /// <param name="inputs">[T, B, I].</param>
    /// <param name="lengths">[B], each 0 to T.</param>
    /// <param name="hidden">Initial h, [L, B, H].</param>
    /// <param name="cell">Initial c, [L, B, H].</param>
    /// <param name="masks">Dropout, or null for none.</param>
    internal ReferenceRun Forward(double[] inputs, int[] lengths, double[] hidden, double[] cell, ReferenceMasks? masks = null)
    {
        int batch = lengths.Length;
        int input = Layers[0].Input;
        int units = Layers[0].Hidden, outputs = Layers[0].Outputs;
        int outputSize = Head?.Output ?? outputs;
        int total = inputs.Length / (batch * input);
        var all = new double[total * batch * outputSize];
        var lastHidden = (double[])hidden.Clone();
        var lastCell = (double[])cell.Clone();
        inputs = Product(inputs, Factors(masks?.Inputs, 0, inputs.Length));
        ReferenceLayer[] masked = Masked(masks);
        var steps = new List<ReferenceStep>[Layers.Length][];
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            steps[layer] = new List<ReferenceStep>[batch];
        }

        for (int row = 0; row < batch; row++)
        {
            double[][] sequence = Slice(inputs, row * input, batch * input, input, lengths[row]);
            for (int layer = 0; layer < Layers.Length; layer++)
            {
                int at = ((layer * batch) + row) * units;
                int h = ((layer * batch) + row) * outputs;
                double[] recurrent = Factors(masks?.Recurrent?[layer], row * outputs, outputs);
                steps[layer][row] = RunLayer(masked[layer], sequence, hidden[h..(h + outputs)], cell[at..(at + units)], recurrent);
                double[]? between = layer < Layers.Length - 1 ? masks?.Between?[layer] : null;
                sequence = [.. steps[layer][row].Select((step, t) => Product(step.Hidden, Factors(between, ((t * batch) + row) * outputs, outputs)))];
                if (steps[layer][row].Count > 0)
                {
                    steps[layer][row][^1].Hidden.CopyTo(lastHidden, h);
                    steps[layer][row][^1].Cell.CopyTo(lastCell, at);
                }
            }

            for (int step = 0; step < lengths[row]; step++)
            {
                double[] output = Head is null ? sequence[step] : Dense(Head, sequence[step]);
                output.CopyTo(all, ((step * batch) + row) * outputSize);
            }
        }

        return new ReferenceRun(all, lastHidden, lastCell, steps);
    }

    /// <summary>The layers with R under its mask.</summary>
    internal ReferenceLayer[] Masked(ReferenceMasks? masks) => masks?.RecurrentWeights is not { } factors
        ? Layers
        : [.. Layers.Zip(factors, (layer, mask) => layer with { WeightHh = Product(layer.WeightHh, mask) })];

    /// <summary>A stretch of a mask; ones where there is none.</summary>
    internal static double[] Factors(double[]? mask, int at, int count)
        => mask is null ? [.. Enumerable.Repeat(1.0, count)] : mask[at..(at + count)];

    internal static double[] Product(double[] values, double[] factors) => [.. values.Zip(factors, (value, factor) => value * factor)];

    private static List<ReferenceStep> RunLayer(
        ReferenceLayer layer, double[][] sequence, double[] hidden, double[] cell, double[] recurrent)
    {
        var steps = new List<ReferenceStep>();
        foreach (double[] input in sequence)
        {
            ReferenceStep step = Step(layer, input, Product(hidden, recurrent), cell);
            steps.Add(step);
            (hidden, cell) = (step.Hidden, step.Cell);
        }

        return steps;
    }

    private static ReferenceStep Step(ReferenceLayer layer, double[] input, double[] hidden, double[] cell)
    {
        int units = layer.Hidden;
        var step = new ReferenceStep(
            input, hidden, cell, new double[units], new double[units], new double[units], new double[units], new double[units], new double[units], []);
        for (int unit = 0; unit < units; unit++)
        {
            step.I[unit] = layer.Has(ReferenceGate.I) ? Through(layer.Gate, ReferenceGate.I, unit, Peephole(layer.PeepholeI, unit, cell[unit])) : 0;
            step.F[unit] = layer.Has(ReferenceGate.F) ? Through(layer.Gate, ReferenceGate.F, unit, Peephole(layer.PeepholeF, unit, cell[unit])) : 1 - step.I[unit];
            step.I[unit] = layer.Has(ReferenceGate.I) ? step.I[unit] : 1 - step.F[unit];
            step.G[unit] = Through(layer.Candidate, ReferenceGate.G, unit, 0);
            step.Unclipped[unit] = (step.F[unit] * cell[unit]) + (step.I[unit] * step.G[unit]);
            step.Cell[unit] = Math.Clamp(step.Unclipped[unit], -layer.CellClip, layer.CellClip);
            step.O[unit] = Through(layer.Gate, ReferenceGate.O, unit, Peephole(layer.PeepholeO, unit, step.Cell[unit]));
            step.Units[unit] = step.O[unit] * layer.Output.Value(step.Cell[unit]);
        }

        return step with { Hidden = layer.Projection.Length > 0 ? [.. Dense(new(layer.Outputs, layer.Projection, []), step.Units).Select(value => Math.Clamp(value, -layer.ProjectionClip, layer.ProjectionClip))] : step.Units };

        double Through(ReferenceActivation activation, ReferenceGate gate, int unit, double peephole)
        {
            double sum = PreActivation(layer, layer.FirstRow(gate) + unit, input, hidden) + peephole;
            step.PreActivations[(int)gate][unit] = sum;
            return activation.Value(Math.Clamp(sum, -layer.Clip, layer.Clip));
        }
    }

    private static double Peephole(double[] weights, int unit, double cell) => weights.Length > 0 ? weights[unit] * cell : 0;

    private static double PreActivation(ReferenceLayer layer, int row, double[] input, double[] hidden)
    {
        double sum = layer.BiasIh.Length > 0 ? layer.BiasIh[row] + layer.BiasHh[row] : 0;
        for (int k = 0; k < layer.Input; k++)
        {
            sum += layer.WeightIh[(row * layer.Input) + k] * input[k];
        }

        for (int k = 0; k < hidden.Length; k++)
        {
            sum += layer.WeightHh[(row * hidden.Length) + k] * hidden[k];
        }

        return sum;
    }

    private static double[] Dense(ReferenceHead head, double[] hidden)
    {
        var output = new double[head.Output];
        for (int row = 0; row < head.Output; row++)
        {
            output[row] = head.Bias.Length > 0 ? head.Bias[row] : 0;
            for (int k = 0; k < hidden.Length; k++)
            {
                output[row] += head.Weight[(row * hidden.Length) + k] * hidden[k];
            }
        }

        return output;
    }

    private static double[][] Slice(double[] values, int offset, int stride, int length, int count)
    {
        var rows = new double[count][];
        for (int index = 0; index < count; index++)
        {
            int at = offset + (index * stride);
            rows[index] = values[at..(at + length)];
        }

        return rows;
    }
}
