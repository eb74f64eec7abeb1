using LstmGen.Kernels;

namespace LstmGen;

/// <summary>The cells that options describe: where options of a shape become a layout, and the one place of the run time that knows the gates of an LSTM.</summary>
/// <remarks>The generator compiles this file too and writes the layout into the classes it generates; a shape made by hand has it from here.</remarks>
internal static class LstmCells
{
    /// <summary>A layer without memory, as torch.nn.Linear: one sum for each output.</summary>
    internal static LstmCellLayout Dense { get; } = new(1, "weight", "", ["bias"], [], []);

    /// <summary>
    /// The LSTM with PyTorch's names and order of gates, i, f, g, o. Coupled gates have no i, and their names of matrices and biases say so, since a GRU
    /// has tensors of the same shapes. Peepholes are those of all gates but g.
    /// </summary>
    internal static LstmCellLayout Of(bool peepholes, bool coupledGates)
    {
        string rows = coupledGates ? WeightHints.CoupledRows : "";
        string[] vectors = !peepholes ? [] : coupledGates ? ["peephole_f", "peephole_o"] : ["peephole_i", "peephole_f", "peephole_o"];
        return new LstmCellLayout(
            coupledGates ? 3 : 4, "weight_ih" + rows, "weight_hh" + rows, ["bias_ih" + rows, "bias_hh" + rows], vectors, ["hidden", "cell"]);
    }

    /// <summary>Which of the sums of a unit is the forget gate's.</summary>
    internal static int ForgetSum(bool coupledGates) => coupledGates ? 0 : 1;
}
