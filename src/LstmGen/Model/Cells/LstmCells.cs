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

    /// <summary>A layer without memory, as torch.nn.Linear: one sum for each output.</summary>
    internal static LstmCellLayout Dense { get; } = new LstmCellLayout(1, "weight", "", ["bias"], [], []);

    /// <summary>Gates with weights by the number of an <c>LstmCoupledGates</c>.</summary>
    internal static string Gates(int coupledGates) => coupledGates switch { 0 => AllGates, 1 => WithoutInput, _ => WithoutForget };

    /// <summary>Between the names of rows and the layer's number: nothing where all gates have weights, else their letters, since a GRU has tensors of the same shapes.</summary>
    internal static string Rows(string gates) => gates == AllGates ? "" : "_" + gates;

    /// <summary>The LSTM with PyTorch's names and order of gates. Peepholes are those of all gates but g.</summary>
    internal static LstmCellLayout Of(string gates, bool peepholes)
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

        return new LstmCellLayout(gates.Length, "weight_ih" + rows, "weight_hh" + rows, ["bias_ih" + rows, "bias_hh" + rows], vectors.ToArray(), ["hidden", "cell"]);
    }
}
