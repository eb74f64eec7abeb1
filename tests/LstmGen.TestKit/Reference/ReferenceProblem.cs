namespace LstmGen.TestKit.Reference;

/// <summary>
/// All that a training step of a network is a function of, in double: its variables by name - tensors, then inputs [T, B, I], h0 and c0 - and the gradients
/// from above. States lie as <see cref="LstmState.Export(Span{float}, Span{float})"/> has them.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="input">Values of a row of inputs.</param>
/// <param name="output">Values of a row of outputs.</param>
/// <param name="hidden">Values of h of each recurrent layer.</param>
/// <param name="cells">Values of c of each recurrent layer.</param>
/// <param name="lengths">[B].</param>
internal sealed class ReferenceProblem(ReferenceNode network, int input, int output, int[] hidden, int[] cells, int[] lengths)
{
    private readonly int _batch = lengths.Length;

    /// <summary>Tensors, then inputs, h0, c0.</summary>
    internal required (string Name, double[] Values)[] Variables { get; init; }

    /// <summary>Whether outputs are of all steps together.</summary>
    internal bool Pools { get; init; }

    /// <summary>[T, B, O], or [B, O] of all steps together.</summary>
    internal required double[] OutputGradients { get; init; }

    internal required double[] HiddenGradients { get; init; }

    internal required double[] CellGradients { get; init; }

    /// <summary>Rows that begin with the tensors of initial states, added to h0 and c0.</summary>
    internal bool[] Begins { get; init; } = new bool[lengths.Length];

    private double[] Inputs => Variables[^3].Values;

    private double[] Hidden => Variables[^2].Values;

    private double[] Cell => Variables[^1].Values;

    /// <summary>Outputs, final states and the gradients of all variables.</summary>
    internal ReferenceSolution Solve() => Solve(backward: true);

    /// <summary>sum(outputs * their gradients) + sum(h * its) + sum(c * its), h and c being the final states.</summary>
    internal double Loss()
    {
        ReferenceSolution forward = Solve(backward: false);
        return Product(forward.Outputs, OutputGradients) + Product(forward.Hidden, HiddenGradients) + Product(forward.Cell, CellGradients);
    }

    private ReferenceSolution Solve(bool backward)
    {
        var weights = Variables[..^3].ToDictionary(variable => variable.Name, variable => variable.Values);
        (string Name, double[] Values)[] gradients = [.. Variables.Select(variable => (variable.Name, new double[variable.Values.Length]))];
        var sums = gradients[..^3].ToDictionary(variable => variable.Name, variable => variable.Values);
        double[] outputs = new double[OutputGradients.Length], lastHidden = new double[Hidden.Length], lastCell = new double[Cell.Length];
        for (int row = 0; row < _batch; row++)
        {
            var pass = new ReferencePass(weights, sums) { Begins = Begins[row] };
            pass.Hidden.AddRange(States(Hidden, hidden, row));
            pass.Cell.AddRange(States(Cell, cells, row));
            Put(network.Forward(pass, Rows(Inputs, input, row, lengths[row])), outputs, output, row);
            Put(pass.Hidden, lastHidden, hidden, row);
            Put(pass.Cell, lastCell, cells, row);
            if (backward)
            {
                pass.Hidden.Clear();
                pass.Hidden.AddRange(States(HiddenGradients, hidden, row));
                pass.Cell.Clear();
                pass.Cell.AddRange(States(CellGradients, cells, row));
                Put(network.Backward(pass, Rows(OutputGradients, output, row, Pools ? Math.Min(1, lengths[row]) : lengths[row])), gradients[^3].Values, input, row);
                Put(pass.Hidden, gradients[^2].Values, hidden, row);
                Put(pass.Cell, gradients[^1].Values, cells, row);
            }
        }

        return new(outputs, lastHidden, lastCell, gradients);
    }

    private static double Product(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private IEnumerable<double[]> States(double[] all, int[] widths, int row)
    {
        int at = 0;
        foreach (int width in widths)
        {
            yield return all[(at + (row * width))..(at + ((row + 1) * width))];
            at += _batch * width;
        }
    }

    private double[][] Rows(double[] values, int width, int row, int steps)
        => [.. Enumerable.Range(0, steps).Select(step => ((step * _batch) + row) * width).Select(at => values[at..(at + width)])];

    private void Put(double[][] values, double[] all, int width, int row) => Put(values, all, [.. Enumerable.Repeat(width, values.Length)], row);

    private void Put(IEnumerable<double[]> values, double[] all, int[] widths, int row)
    {
        int at = 0;
        foreach ((double[] part, int width) in values.Zip(widths))
        {
            part.CopyTo(all, at + (row * width));
            at += _batch * width;
        }
    }
}

/// <summary>What the reference makes of a problem.</summary>
internal sealed record ReferenceSolution(double[] Outputs, double[] Hidden, double[] Cell, (string Name, double[] Values)[] Gradients);
