using LstmGen.Kernels;

namespace LstmGen;

/// <summary>The cells that options describe: where options of a shape become a layout, and the one place of the run time that knows the gates of an LSTM.</summary>
/// <remarks>The generator compiles this file too and writes the layout into the classes it generates; a shape made by hand has it from here.</remarks>
internal static class LstmCells
{
    /// <summary>Gates with weights, by their letters in PyTorch's order.</summary>
    internal const string AllGates = "ifgo";

    /// <summary>The same where i is what f leaves.</summary>
    internal const string WithoutInput = "fgo";

    /// <summary>The same where f is what i leaves.</summary>
    internal const string WithoutForget = "igo";

    /// <summary>What names of weights begin with that normalised values are multiplied by.</summary>
    internal const string Gain = "gain";

    /// <summary>What names of weights begin with that are added to normalised values.</summary>
    internal const string Shift = "shift";

    /// <summary>What names of tensors begin with that a state begins with; the name of the state follows.</summary>
    internal const string Initial = "initial_";

    /// <summary>A layer without memory, as torch.nn.Linear: one sum for each output.</summary>
    internal static LstmCellLayout Dense { get; } = new LstmCellLayout(1, "weight", "", ["bias"], [], []);

    /// <summary>A row for each token, as torch.nn.Embedding: nothing is summed.</summary>
    internal static LstmCellLayout Embedding { get; } = new LstmCellLayout(1, "weight", "", [], [], []);

    /// <summary>The gated recurrent unit with PyTorch's names and order of rows: r, z, n.</summary>
    internal static LstmCellLayout Gru { get; } =
        new LstmCellLayout(3, "weight_ih", "weight_hh", ["bias_ih", "bias_hh"], LstmBiasPlace.Apart, [], [], ["hidden"]);

    /// <summary>The LSTM with exponential gates: rows i, f, z, o; units of a head read no h but that of their own.</summary>
    internal static LstmCellLayout Slstm(int heads) =>
        new LstmCellLayout(4, "weight_ih_ifzo", "weight_hh_ifzo", ["bias_ih_ifzo", "bias_hh_ifzo"], LstmBiasPlace.Apart, [], [], ["hidden", "cell", "normalizer", "stabilizer"], heads);

    /// <summary>Whether any part is a GRU: three rows a unit by the names that an LSTM has for four.</summary>
    internal static bool HasGru(LstmPart[] parts)
    {
        foreach (LstmPart part in parts)
        {
            if (part.Cell.Sums == Gru.Sums && part.Cell.InputWeights == Gru.InputWeights)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Which of the sums of a cell is the forget gate's; -1 where it has none.</summary>
    internal static int ForgetSum(LstmCellLayout cell)
    {
        const string Matrix = "weight_ih";
        string rows = cell.InputWeights.StartsWith(Matrix + "_", StringComparison.Ordinal) ? cell.InputWeights.Substring(Matrix.Length + 1) : cell.Sums == AllGates.Length ? AllGates : "";
        return rows.IndexOf('f');
    }

    /// <summary>Gates with weights by the number of an <c>LstmCoupledGates</c>.</summary>
    internal static string Gates(int coupledGates) => coupledGates switch { 0 => AllGates, 1 => WithoutInput, _ => WithoutForget };

    /// <summary>Between the names of rows and the layer's number: nothing where all gates have weights, else their letters, since a GRU has tensors of the same shapes.</summary>
    internal static string Rows(string gates) => gates == AllGates ? "" : "_" + gates;

    /// <summary>The LSTM with PyTorch's names and order of gates. Peepholes are those of all gates but g.</summary>
    internal static LstmCellLayout Of(string gates, bool peepholes, int norm = 0)
    {
        string rows = Rows(gates);
        var vectors = new List<string>();
        foreach (char gate in peepholes ? gates : "")
        {
            if (gate != 'g')
            {
                vectors.Add("peephole_" + gate);
            }
        }

        string[] biases = ["bias_ih" + rows, "bias_hh" + rows], states = ["hidden", "cell"];
        if (norm == 0)
        {
            return new LstmCellLayout(gates.Length, "weight_ih" + rows, "weight_hh" + rows, biases, vectors.ToArray(), states);
        }

        var counts = new List<int>();
        foreach (string _ in vectors)
        {
            counts.Add(1);
        }

        // Numbers are those of LstmNorm.
        string[] names = norm switch { 1 => [Gain], 2 => [Gain, Shift], _ => [Gain + "_ih", Gain + "_hh"] };
        for (int at = names.Length - 1; at >= 0; at--)
        {
            vectors.Insert(0, names[at] + rows);
            counts.Insert(0, gates.Length);
        }

        if (norm > 1)
        {
            vectors.AddRange([Gain + "_c", Shift + "_c"]);
            counts.AddRange([1, 1]);
        }

        return new LstmCellLayout(
            gates.Length, "weight_ih" + rows, "weight_hh" + rows, norm == 2 ? biases : ["bias" + rows], norm == 2 ? LstmBiasPlace.Apart : LstmBiasPlace.Cell,
            vectors.ToArray(), counts.ToArray(), states);
    }
}
