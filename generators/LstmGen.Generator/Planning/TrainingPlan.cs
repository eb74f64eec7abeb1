using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>Columns of a product whose rows are sums: panels of equal width, then a narrower one.</summary>
/// <param name="Lanes">Floats of a vector.</param>
/// <param name="Vectors">Vectors of a full panel.</param>
/// <param name="Count">Full panels.</param>
/// <param name="TailVectors">Vectors of the last panel, 0 for none.</param>
internal sealed record ColumnPanels(int Lanes, int Vectors, int Count, int TailVectors)
{
    internal int Width => Lanes * Vectors;

    internal int TailWidth => Lanes * TailVectors;

    /// <summary>Full panels and the tail: how many vectors, how many times.</summary>
    internal IEnumerable<(int Vectors, int Count)> Kinds()
    {
        if (Count > 0)
        {
            yield return (Vectors, Count);
        }

        if (TailVectors > 0)
        {
            yield return (TailVectors, 1);
        }
    }

    internal static ColumnPanels Split(int columns, Target target)
    {
        int vectors = (columns + target.Machine.Lanes - 1) / target.Machine.Lanes;
        return new ColumnPanels(target.Machine.Lanes, target.Tuning.GradientVectors, vectors / target.Tuning.GradientVectors, vectors % target.Tuning.GradientVectors);
    }
}

/// <summary>Every decision about the backward kernels of one layer on one instruction set.</summary>
/// <param name="Layer">The forward kernels.</param>
/// <param name="Hidden">Columns of the gradient of h of the step before.</param>
/// <param name="Input">Columns of the gradient of x: inputs.</param>
internal sealed record TrainingPlan(LayerPlan Layer, ColumnPanels Hidden, ColumnPanels Input)
{
    /// <summary>
    /// Units of a gate that one chain of the gradients of h and x takes; the chains of a gate, then of all gates in order, are
    /// added one after another. Part of the order of every sum: a rule of the shape, not of an instruction set.
    /// </summary>
    internal const int ChainUnits = 128;

    /// <summary>
    /// Rows of the tape that a tile of the weights' gradient takes before the next tile follows: 32 KiB of 64 gate columns stay
    /// in the nearest cache from one tile to the next. Any number gives the same bits.
    /// </summary>
    internal const int WeightRowsBlock = 128;

    internal static TrainingPlan Of(LayerPlan layer)
        => new(layer, ColumnPanels.Split(layer.Layer.Recurrence, layer.Gradients), ColumnPanels.Split(layer.Layer.Input, layer.Gradients));

    internal Target Target => Layer.Gradients;

    internal int Gates => Layer.Gates;

    /// <summary>
    /// Floats between rows of the tape's gates and of the weights' gradient: each gate has <see cref="LayerPlan.Stride"/> floats.
    /// </summary>
    internal int GateStride => RowLayout.SumStride(Layer.SumsOfRow, Layer.Layer.Hidden);

    /// <summary>Vectors of a tile of the weights' gradient; divides a row of gates.</summary>
    internal int WeightVectors => Target.Tuning.WeightVectors ?? Gates;

    internal Machine Machine => Target.Machine;

    /// <summary>Rows of the tiles of gradients of h and x, tallest first; a single row has a kernel of its own.</summary>
    internal EquatableArray<int> GradientRows => Target.Tuning.GradientRows;

    /// <summary>Rows of these tiles, tallest first.</summary>
    internal EquatableArray<int> WeightRows => Target.Tuning.WeightRows;

    /// <summary>Columns of such a tile.</summary>
    internal int SlabWidth => WeightVectors * Target.Machine.Lanes;

    /// <summary>Tiles side by side that make a row of gates.</summary>
    internal int Slabs => Gates * Layer.Stride / SlabWidth;

    /// <summary>Gates whose chains a single row takes side by side; longer layers go chain by chain.</summary>
    internal int GatesSideBySide => Layer.Layer.Hidden <= ChainUnits ? Math.Min(Target.Tuning.GradientChains, Gates) : 1;

    /// <summary>How many chains the tiles of one row take: a row alone, and one that is left over from taller tiles.</summary>
    internal IEnumerable<int> SideBySide()
        => new[] { GatesSideBySide, Gates % GatesSideBySide, 1 }.Where(chains => chains > 0).Distinct();
}
