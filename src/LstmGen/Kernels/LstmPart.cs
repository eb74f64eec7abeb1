using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>
/// A part of a network with parameters of its own: a recurrent layer in one direction, or a dense layer. It says how wide what it reads, holds and gives
/// is; names and kinds of its tensors and states are those of its cell.
/// </summary>
/// <remarks>The generator compiles this file too, where the type is not public: hence no newer C# and no API of .NET's later versions.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
sealed partial class LstmPart
{
    /// <summary>A part, as generated code gives it.</summary>
    /// <param name="prefix">What names of its tensors begin with, behind the prefix of the model.</param>
    /// <param name="suffix">What they end with, such as <c>_l0_reverse</c>.</param>
    /// <param name="cell">Its cell.</param>
    /// <param name="features">Values of a row that it reads.</param>
    /// <param name="units">Its units.</param>
    /// <param name="outputs">Values of a row that it gives: its units, or what a projection makes of them.</param>
    /// <param name="bias">Whether it has biases.</param>
    public LstmPart(string prefix, string suffix, LstmCellLayout cell, int features, int units, int outputs, bool bias)
    {
        Prefix = prefix;
        Suffix = suffix;
        Cell = cell;
        Features = features;
        Units = units;
        Outputs = outputs;
        Bias = bias;
    }

    internal string Prefix { get; }

    internal string Suffix { get; }

    internal LstmCellLayout Cell { get; }

    internal int Features { get; }

    internal int Units { get; }

    internal int Outputs { get; }

    internal bool Bias { get; }

    /// <summary>Whether it remembers anything from step to step.</summary>
    internal bool Recurs => Cell.States.Length > 0;

    /// <summary>Whether its rows stand for tokens, and nothing is multiplied by them.</summary>
    internal bool Embeds => !Recurs && Cell.Biases.Length == 0;

    /// <summary>Values of the step before that its sums read.</summary>
    internal int Recurrence => Recurs ? Outputs : 0;

    /// <summary>Columns of R: those values, or of them what a head has.</summary>
    internal int RecurrentColumns => Recurrence / Cell.Heads;

    internal bool Projects => Outputs != Units;

    /// <summary>Rows of its matrices.</summary>
    internal int Rows => Cell.Sums * Units;

    /// <summary>Values of all tensors of weights a unit.</summary>
    internal long VectorValues
    {
        get
        {
            long rows = 0;
            foreach (int count in Cell.VectorRows)
            {
                rows += count;
            }

            return rows * Units;
        }
    }

    /// <summary>Values of all tensors that states begin with.</summary>
    internal long InitialValues
    {
        get
        {
            long values = 0;
            for (int state = 0; Cell.LearnsInitialStates && state < Cell.States.Length; state++)
            {
                values += Width(state);
            }

            return values;
        }
    }

    /// <summary>Values of one of its states.</summary>
    internal int Width(int state) => state == 0 ? Outputs : Units;
}
