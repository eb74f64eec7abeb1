using System.Globalization;

namespace LstmGen.Formats;

/// <summary>A tensor that a layer needs: its name behind that of the layer, and its shape.</summary>
internal readonly record struct NeededTensor(string Leaf, long[] Shape);

/// <summary>The tensors of each layer that a class can have, in PyTorch's order, and how many values the layer gives.</summary>
internal static class LayerNames
{
    /// <summary>Those of a layer that reads so many values.</summary>
    internal static (List<NeededTensor> Tensors, int Width) Of(ILstmLayer layer, int features) => layer switch
    {
        DenseAttribute dense => (Dense(dense.Units, dense.Bias, features), dense.Units),
        LstmAttribute lstm => Lstm(lstm, lstm.Hidden, lstm.Layers, lstm.Bias, lstm.Projection, lstm.Direction, lstm.Merge, features),
        GruAttribute gru => Stack(new Cell("", 3 * gru.Hidden, gru.Hidden, gru.Hidden, gru.Hidden, gru.Bias ? ["bias_ih", "bias_hh"] : [], [], gru.LearnedInitialState ? ["hidden"] : []), gru.Layers, gru.Direction, gru.Merge, features),
        SlstmAttribute slstm => Stack(new Cell("_ifzo", 4 * slstm.Hidden, slstm.Hidden, slstm.Hidden, slstm.Hidden / slstm.Heads, slstm.Bias ? ["bias_ih_ifzo", "bias_hh_ifzo"] : [], [], []), slstm.Layers, slstm.Direction, slstm.Merge, features),
        _ => throw new ArgumentException($"{layer.GetType().Name} is no layer that is known", nameof(layer)),
    };

    /// <summary>Those of a dense layer.</summary>
    internal static List<NeededTensor> Dense(int units, bool bias, int features)
        => bias ? [new("weight", [units, features]), new("bias", [units])] : [new("weight", [units, features])];

    /// <summary>Those of LSTMs, of the long form or the short one.</summary>
    internal static (List<NeededTensor> Tensors, int Width) Lstm(
        LstmCellAttribute cell, int hidden, int layers, bool bias, int projection, LstmDirection direction, LstmMerge merge, int features)
    {
        string gates = cell.CoupledGates switch { LstmCoupledGates.InputFromForget => "fgo", LstmCoupledGates.ForgetFromInput => "igo", _ => "ifgo" };
        string rows = gates.Length == 4 ? "" : "_" + gates;
        string[] biases = cell.Norm is LstmNorm.None or LstmNorm.Sums ? [$"bias_ih{rows}", $"bias_hh{rows}"] : [$"bias{rows}"];
        string[] normed = cell.Norm switch
        {
            LstmNorm.None => [],
            LstmNorm.Gates => [$"gain{rows}"],
            LstmNorm.Sums => [$"gain{rows}", $"shift{rows}"],
            _ => [$"gain_ih{rows}", $"gain_hh{rows}"],
        };
        IEnumerable<string> peepholes = cell.Peepholes ? gates.Where(gate => gate != 'g').Select(gate => $"peephole_{gate}") : [];
        string[] cells = cell.Norm > LstmNorm.Gates ? ["gain_c", "shift_c"] : [];
        int outputs = projection > 0 ? projection : hidden, height = gates.Length * hidden;
        (string, int)[] vectors = [.. normed.Select(name => (name, height)), .. peepholes.Concat(cells).Select(name => (name, hidden))];
        return Stack(new Cell(rows, height, hidden, outputs, outputs, bias ? biases : [], vectors, cell.LearnedInitialState ? ["hidden", "cell"] : []), layers, direction, merge, features);
    }

    private static (List<NeededTensor> Tensors, int Width) Stack(Cell cell, int layers, LstmDirection direction, LstmMerge merge, int features)
    {
        var tensors = new List<NeededTensor>();
        bool both = direction is LstmDirection.Both or LstmDirection.BothApart;
        for (int layer = 0; layer < layers; layer++)
        {
            string suffix = "_l" + layer.ToString(CultureInfo.InvariantCulture);
            cell.Add(tensors, suffix, features);
            if (both)
            {
                cell.Add(tensors, suffix + "_reverse", features);
            }

            bool doubled = both && merge == LstmMerge.Concat && (direction == LstmDirection.Both || layer == layers - 1);
            features = doubled ? 2 * cell.Outputs : cell.Outputs;
        }

        return (tensors, features);
    }

    /// <summary>One layer in one direction.</summary>
    /// <param name="Rows">Between the names of matrices and the layer's number.</param>
    /// <param name="Height">Rows of the matrices.</param>
    /// <param name="Units">Values of c.</param>
    /// <param name="Outputs">Values of h.</param>
    /// <param name="Columns">Values of h that a row reads.</param>
    /// <param name="Biases">Their names.</param>
    /// <param name="Vectors">Names and lengths.</param>
    /// <param name="Initial">States that are parameters.</param>
    private sealed record Cell(string Rows, int Height, int Units, int Outputs, int Columns, string[] Biases, (string Name, int Length)[] Vectors, string[] Initial)
    {
        internal void Add(List<NeededTensor> tensors, string suffix, int features)
        {
            tensors.Add(new($"weight_ih{Rows}{suffix}", [Height, features]));
            tensors.Add(new($"weight_hh{Rows}{suffix}", [Height, Columns]));
            tensors.AddRange(Biases.Select(bias => new NeededTensor(bias + suffix, [Height])));
            if (Outputs != Units)
            {
                tensors.Add(new($"weight_hr{suffix}", [Outputs, Units]));
            }

            tensors.AddRange(Vectors.Select(vector => new NeededTensor(vector.Name + suffix, [vector.Length])));
            tensors.AddRange(Initial.Select(state => new NeededTensor($"initial_{state}{suffix}", [state == "hidden" ? Outputs : Units])));
        }
    }
}
