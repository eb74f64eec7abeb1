namespace LstmGen.Conformance.Reference;

/// <summary>One layer in double: W [4H, I], R [4H, H], biases [4H] or empty; gate order i f g o.</summary>
internal sealed record ReferenceLayer(int Input, int Hidden, double[] WeightIh, double[] WeightHh, double[] BiasIh, double[] BiasHh);

/// <summary>A dense head, y = V h + d: V [O, H], d [O] or empty.</summary>
internal sealed record ReferenceHead(int Output, double[] Weight, double[] Bias);

/// <summary>Everything one layer computed in one step of one row; a backward pass needs no more.</summary>
internal sealed record ReferenceStep(
    double[] Input, double[] PreviousHidden, double[] PreviousCell,
    double[] I, double[] F, double[] G, double[] O, double[] Cell, double[] Hidden);

/// <summary>A forward run: outputs [T, B, O], final states [L, B, H] and the steps [L][B][length of the row].</summary>
internal sealed record ReferenceRun(double[] Outputs, double[] Hidden, double[] Cell, List<ReferenceStep>[][] Steps);

/// <summary>
/// The LSTM in double precision as the textbook writes it (Hochreiter and Schmidhuber 1997 with forget gates, PyTorch's
/// torch.nn.LSTM): plain loops, one row after the other, nothing of the generator. What the kernels are checked against.
/// </summary>
internal sealed class ReferenceLstm(ReferenceLayer[] layers, ReferenceHead? head)
{
    /// <summary>Runs a batch.</summary>
    /// <param name="inputs">[T, B, I].</param>
    /// <param name="lengths">[B], each 0 to T.</param>
    /// <param name="hidden">Initial h, [L, B, H].</param>
    /// <param name="cell">Initial c, [L, B, H].</param>
    internal ReferenceRun Forward(double[] inputs, int[] lengths, double[] hidden, double[] cell)
    {
        int batch = lengths.Length;
        int input = layers[0].Input;
        int units = layers[0].Hidden;
        int outputSize = head?.Output ?? units;
        int total = inputs.Length / (batch * input);
        var outputs = new double[total * batch * outputSize];
        var lastHidden = (double[])hidden.Clone();
        var lastCell = (double[])cell.Clone();
        var steps = new List<ReferenceStep>[layers.Length][];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            steps[layer] = new List<ReferenceStep>[batch];
        }

        for (int row = 0; row < batch; row++)
        {
            double[][] sequence = Slice(inputs, row * input, batch * input, input, lengths[row]);
            for (int layer = 0; layer < layers.Length; layer++)
            {
                int at = ((layer * batch) + row) * units;
                steps[layer][row] = RunLayer(layers[layer], sequence, hidden[at..(at + units)], cell[at..(at + units)]);
                sequence = [.. steps[layer][row].Select(step => step.Hidden)];
                if (steps[layer][row].Count > 0)
                {
                    steps[layer][row][^1].Hidden.CopyTo(lastHidden, at);
                    steps[layer][row][^1].Cell.CopyTo(lastCell, at);
                }
            }

            for (int step = 0; step < lengths[row]; step++)
            {
                double[] output = head is null ? sequence[step] : Dense(head, sequence[step]);
                output.CopyTo(outputs, ((step * batch) + row) * outputSize);
            }
        }

        return new ReferenceRun(outputs, lastHidden, lastCell, steps);
    }

    private static List<ReferenceStep> RunLayer(ReferenceLayer layer, double[][] sequence, double[] hidden, double[] cell)
    {
        var steps = new List<ReferenceStep>();
        foreach (double[] input in sequence)
        {
            ReferenceStep step = Step(layer, input, hidden, cell);
            steps.Add(step);
            (hidden, cell) = (step.Hidden, step.Cell);
        }

        return steps;
    }

    private static ReferenceStep Step(ReferenceLayer layer, double[] input, double[] hidden, double[] cell)
    {
        int units = layer.Hidden;
        var step = new ReferenceStep(
            input, hidden, cell, new double[units], new double[units], new double[units], new double[units], new double[units], new double[units]);
        for (int unit = 0; unit < units; unit++)
        {
            step.I[unit] = Sigmoid(PreActivation(layer, unit, input, hidden));
            step.F[unit] = Sigmoid(PreActivation(layer, units + unit, input, hidden));
            step.G[unit] = Math.Tanh(PreActivation(layer, (2 * units) + unit, input, hidden));
            step.O[unit] = Sigmoid(PreActivation(layer, (3 * units) + unit, input, hidden));
            step.Cell[unit] = (step.F[unit] * cell[unit]) + (step.I[unit] * step.G[unit]);
            step.Hidden[unit] = step.O[unit] * Math.Tanh(step.Cell[unit]);
        }

        return step;
    }

    private static double PreActivation(ReferenceLayer layer, int row, double[] input, double[] hidden)
    {
        double sum = layer.BiasIh.Length > 0 ? layer.BiasIh[row] + layer.BiasHh[row] : 0;
        for (int k = 0; k < layer.Input; k++)
        {
            sum += layer.WeightIh[(row * layer.Input) + k] * input[k];
        }

        for (int k = 0; k < layer.Hidden; k++)
        {
            sum += layer.WeightHh[(row * layer.Hidden) + k] * hidden[k];
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

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

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
