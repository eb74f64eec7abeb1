using LstmGen.Kernels;

namespace LstmGen;

/// <summary>Where states begin with parameters: which rows have just begun, and with what.</summary>
/// <remarks>
/// A run reads the values that a row holds. A tape, whose parameters change, gives rows that have just begun its present ones, and their gradient is that of the parameters;
/// hence a mark for each row, which every call that writes the row takes away. The calls of kernels do so in the slow path of <see cref="Enter"/>, which classes without such
/// parameters never have a reason for.
/// </remarks>
public sealed partial class LstmState
{
    private const byte Left = 0;
    private const byte Entered = 1;

    /// <summary>As <see cref="Left"/>, and rows may have just begun.</summary>
    private const byte MayBegin = 2;

    /// <summary>Copies which rows have just begun.</summary>
    internal void CopyBegun(bool[] begun) => Free()._beginning!.Begun.CopyTo(begun, 0);

    /// <summary>Marks a row as one that has just begun.</summary>
    internal void MarkBegun(int row)
    {
        Free()._beginning!.Begun[row] = true;
        _use = MayBegin;
    }

    private void Begin()
    {
        for (int row = 0; _beginning is not null && row < Batch; row++)
        {
            Begin(row);
        }
    }

    private void Begin(int row)
    {
        if (_beginning is null)
        {
            return;
        }

        for (int layer = 0; _beginning.Row is not null && layer < Layers; layer++)
        {
            for (int state = 0; state < StatesOf(layer); state++)
            {
                Span<float> to = Row(state, layer, row);
                _beginning.Row.AsSpan(Shape.Parts.Place(layer, state), to.Length).CopyTo(to);
            }
        }

        MarkBegun(row);
    }
}

/// <summary>What rows of a state begin with.</summary>
/// <param name="row">The states of a row as <see cref="LstmParts.Place"/> has them; null for zeros.</param>
/// <param name="batch">Number of rows.</param>
internal sealed class LstmStateBeginning(float[]? row, int batch)
{
    internal float[]? Row { get; } = row;

    /// <summary>Which rows have just begun.</summary>
    internal bool[] Begun { get; } = new bool[batch];

    /// <summary>The row of some parameters; null where no state begins with any.</summary>
    internal static float[]? RowOf(LstmParameters parameters)
    {
        LstmParts parts = parameters.Shape.Parts;
        if (!parts.LearnsInitialStates)
        {
            return null;
        }

        float[] row = new float[parts.RowFloats];
        int layer = 0;
        for (int part = 0; part < parts.All.Length; part++)
        {
            if (!parts.All[part].Recurs)
            {
                continue;
            }

            float[][] states = parameters.Parts[part].InitialStates;
            for (int state = 0; state < states.Length; state++)
            {
                states[state].CopyTo(row, parts.Place(layer, state));
            }

            layer++;
        }

        return row;
    }
}
