namespace LstmGen.TestKit.Reference;

/// <summary>The gradients of a loss: of every parameter, of the inputs [T, B, I] and of the initial h and c [L, B, H].</summary>
internal sealed record ReferenceGradients(ReferenceLayer[] Layers, ReferenceHead? Head, double[] Inputs, double[] Hidden, double[] Cell)
{
    /// <summary>The gradients of the parameters by name, in PyTorch's order; peepholes follow the biases of their layer.</summary>
    internal IEnumerable<(string Name, double[] Values)> Parameters() => ReferenceModels.Parameters(Layers, Head);
}

/// <summary>
/// Backpropagation through time in double as the textbook writes it (Graves 2012, section 4.6, with PyTorch's gates): by hand,
/// one row after the other, from the last step to the first; nothing of the generator.
/// </summary>
internal sealed class ReferenceBackward
{
    private readonly ReferenceLstm _model;
    private readonly ReferenceRun _run;
    private readonly ReferenceMasks? _masks;
    private readonly ReferenceLayer[] _layers;
    private readonly int _batch;
    private readonly ReferenceGradients _gradients;

    private ReferenceBackward(ReferenceLstm model, ReferenceRun run, ReferenceMasks? masks, int total, double[] hidden, double[] cell)
    {
        (_model, _run, _masks, _layers) = (model, run, masks, model.Masked(masks));
        _batch = run.Steps[0].Length;
        _gradients = new ReferenceGradients(
            [.. model.Layers.Select(layer => layer.Zero())], model.Head?.Zero(),
            new double[total * _batch * model.Layers[0].Input], (double[])hidden.Clone(), (double[])cell.Clone());
    }

    /// <summary>The gradients of sum(outputs * outputGradients) + sum(h * hidden) + sum(c * cell), h and c being the final states.</summary>
    /// <param name="model">The model that ran.</param>
    /// <param name="run">Its run.</param>
    /// <param name="outputGradients">[T, B, O]; what lies past a row's length is not read.</param>
    /// <param name="hidden">[L, B, H].</param>
    /// <param name="cell">[L, B, H].</param>
    /// <param name="masks">Those of the run.</param>
    internal static ReferenceGradients Run(
        ReferenceLstm model, ReferenceRun run, double[] outputGradients, double[] hidden, double[] cell, ReferenceMasks? masks = null)
    {
        int outputSize = model.Head?.Output ?? model.Layers[0].Outputs;
        int batch = run.Steps[0].Length;
        var pass = new ReferenceBackward(model, run, masks, outputGradients.Length / (batch * outputSize), hidden, cell);
        for (int row = 0; row < batch; row++)
        {
            pass.Row(row, outputGradients, outputSize);
        }

        return pass.Unmasked();
    }

    /// <summary>From the gradients of masked inputs and masked R to those of what the masks were put on.</summary>
    private ReferenceGradients Unmasked() => _gradients with
    {
        Inputs = ReferenceLstm.Product(_gradients.Inputs, ReferenceLstm.Factors(_masks?.Inputs, 0, _gradients.Inputs.Length)),
        Layers = new ReferenceLstm(_gradients.Layers, null).Masked(_masks),
    };

    private void Row(int row, double[] outputGradients, int outputSize)
    {
        int units = _model.Layers[0].Outputs;
        int last = _model.Layers.Length - 1;
        int length = _run.Steps[last][row].Count;
        var upper = new double[length][];
        for (int step = 0; step < length; step++)
        {
            int at = ((step * _batch) + row) * outputSize;
            double[] output = outputGradients[at..(at + outputSize)];
            upper[step] = _model.Head is null ? output : Head(output, _run.Steps[last][row][step].Hidden);
        }

        for (int layer = last; layer >= 0; layer--)
        {
            double[][] inputs = Layer(layer, row, upper);
            for (int step = 0; step < length; step++)
            {
                int at = ((step * _batch) + row) * units;
                upper[step] = layer == 0
                    ? inputs[step]
                    : ReferenceLstm.Product(inputs[step], ReferenceLstm.Factors(_masks?.Between?[layer - 1], at, units));
            }
        }

        int input = _model.Layers[0].Input;
        for (int step = 0; step < length; step++)
        {
            upper[step].CopyTo(_gradients.Inputs, ((step * _batch) + row) * input);
        }
    }

    /// <summary>The head's share of one step; gives the gradient of h.</summary>
    private double[] Head(double[] output, double[] hidden)
    {
        ReferenceHead weights = _model.Head!;
        ReferenceHead gradients = _gradients.Head!;
        var result = new double[hidden.Length];
        for (int row = 0; row < output.Length; row++)
        {
            if (gradients.Bias.Length > 0)
            {
                gradients.Bias[row] += output[row];
            }

            for (int k = 0; k < hidden.Length; k++)
            {
                gradients.Weight[(row * hidden.Length) + k] += output[row] * hidden[k];
                result[k] += weights.Weight[(row * hidden.Length) + k] * output[row];
            }
        }

        return result;
    }

    /// <summary>One layer of one row; gives the gradients of the inputs its gates saw.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Row of the batch.</param>
    /// <param name="upper">For each step the gradient of h that comes from above.</param>
    private double[][] Layer(int layer, int row, double[][] upper)
    {
        ReferenceLayer weights = _layers[layer];
        int units = weights.Hidden, outputs = weights.Outputs;
        int at = ((layer * _batch) + row) * units, h = ((layer * _batch) + row) * outputs;
        double[] hidden = _gradients.Hidden[h..(h + outputs)];
        double[] cell = _gradients.Cell[at..(at + units)];
        double[] recurrent = ReferenceLstm.Factors(_masks?.Recurrent?[layer], row * outputs, outputs);
        var inputs = new double[upper.Length][];
        for (int step = upper.Length - 1; step >= 0; step--)
        {
            for (int unit = 0; unit < outputs; unit++)
            {
                hidden[unit] += upper[step][unit];
            }

            ReferenceStep values = _run.Steps[layer][row][step];
            double[] given = Projected(weights, _gradients.Layers[layer], values, hidden);
            double[] gates = Gates(weights, _gradients.Layers[layer], values, given, cell);
            (inputs[step], double[] previous) = Sums(weights, _gradients.Layers[layer], values, gates);
            hidden = ReferenceLstm.Product(previous, recurrent);
        }

        hidden.CopyTo(_gradients.Hidden, h);
        cell.CopyTo(_gradients.Cell, at);
        return inputs;
    }

    /// <summary>From the gradient of h to that of what was projected, where there is a projection; its gradient is added.</summary>
    private static double[] Projected(ReferenceLayer weights, ReferenceLayer gradients, ReferenceStep step, double[] hidden)
    {
        if (weights.Projection.Length == 0)
        {
            return hidden;
        }

        var units = new double[weights.Hidden];
        for (int row = 0; row < hidden.Length; row++)
        {
            for (int k = 0; k < units.Length; k++)
            {
                double slope = Math.Abs(step.Hidden[row]) < weights.ProjectionClip ? hidden[row] : 0;
                gradients.Projection[(row * units.Length) + k] += slope * step.Units[k];
                units[k] += slope * weights.Projection[(row * units.Length) + k];
            }
        }

        return units;
    }

    /// <summary>From the gradients of h and c to those of the pre-activations; c becomes that of the previous c.</summary>
    private static double[] Gates(ReferenceLayer weights, ReferenceLayer gradients, ReferenceStep step, double[] hidden, double[] cell)
    {
        var gates = new double[weights.Gates * weights.Hidden];
        for (int unit = 0; unit < weights.Hidden; unit++)
        {
            (double i, double f, double g, double o) = (step.I[unit], step.F[unit], step.G[unit], step.O[unit]);
            (double before, double after) = (step.PreviousCell[unit], step.Cell[unit]);

            double zo = hidden[unit] * weights.Output.Value(after) * Slope(weights.Gate, ReferenceGate.O, unit);
            double dc = cell[unit] + (hidden[unit] * o * weights.Output.Slope(after));
            gates[weights.FirstRow(ReferenceGate.O) + unit] = zo;
            if (weights.PeepholeO.Length > 0)
            {
                dc += weights.PeepholeO[unit] * zo;
                gradients.PeepholeO[unit] += zo * after;
            }

            dc = Math.Abs(step.Unclipped[unit]) <= weights.CellClip ? dc : 0;
            gates[weights.FirstRow(ReferenceGate.G) + unit] = dc * i * Slope(weights.Candidate, ReferenceGate.G, unit);
            cell[unit] = dc * f;

            // A gate that another leaves of 1 hands its gradient to that one, negated.
            double di = dc * g, df = dc * before;
            if (weights.Has(ReferenceGate.F))
            {
                double zf = (weights.Has(ReferenceGate.I) ? df : df - di) * Slope(weights.Gate, ReferenceGate.F, unit);
                gates[weights.FirstRow(ReferenceGate.F) + unit] = zf;
                if (weights.PeepholeF.Length > 0)
                {
                    cell[unit] += weights.PeepholeF[unit] * zf;
                    gradients.PeepholeF[unit] += zf * before;
                }
            }

            if (weights.Has(ReferenceGate.I))
            {
                double zi = (weights.Has(ReferenceGate.F) ? di : di - df) * Slope(weights.Gate, ReferenceGate.I, unit);
                gates[weights.FirstRow(ReferenceGate.I) + unit] = zi;
                if (weights.PeepholeI.Length > 0)
                {
                    cell[unit] += weights.PeepholeI[unit] * zi;
                    gradients.PeepholeI[unit] += zi * before;
                }
            }
        }

        return gates;

        double Slope(ReferenceActivation activation, ReferenceGate gate, int unit)
        {
            double x = step.PreActivations[(int)gate][unit];
            return Math.Abs(x) <= weights.Clip ? activation.Slope(x) : 0;
        }
    }

    /// <summary>The sums of the pre-activations: gradients of W, R and the biases added, those of x and h(t-1) given.</summary>
    private static (double[] Inputs, double[] Previous) Sums(
        ReferenceLayer weights, ReferenceLayer gradients, ReferenceStep step, double[] gates)
    {
        var inputs = new double[weights.Input];
        var previous = new double[step.PreviousHidden.Length];
        for (int row = 0; row < gates.Length; row++)
        {
            if (gradients.BiasIh.Length > 0)
            {
                gradients.BiasIh[row] += gates[row];
                gradients.BiasHh[row] += gates[row];
            }

            for (int k = 0; k < inputs.Length; k++)
            {
                gradients.WeightIh[(row * inputs.Length) + k] += gates[row] * step.Input[k];
                inputs[k] += weights.WeightIh[(row * inputs.Length) + k] * gates[row];
            }

            for (int k = 0; k < previous.Length; k++)
            {
                gradients.WeightHh[(row * previous.Length) + k] += gates[row] * step.PreviousHidden[k];
                previous[k] += weights.WeightHh[(row * previous.Length) + k] * gates[row];
            }
        }

        return (inputs, previous);
    }
}
