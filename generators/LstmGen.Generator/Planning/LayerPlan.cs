using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>Every decision about the kernels of one layer on one instruction set.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Target">The instruction set.</param>
/// <param name="Panels">How the units are grouped, in the order of the packed weights.</param>
/// <param name="Chains">Chains of every sum: 2 (even and odd hidden units) below 16 units, else 1.</param>
/// <param name="Stream">Tiles of one row: steps and sequences.</param>
/// <param name="Batch">Tiles of several rows: one panel each.</param>
/// <param name="BatchRows">Rows of a tile of a batch, tallest first; single rows are left to the streaming kernel.</param>
/// <param name="ProjectRows">Rows of a tile of the input projection, tallest first.</param>
/// <param name="FullUnroll">Whether the loops over inputs and hidden units are straight-line code.</param>
/// <param name="Hoists">Whether sequences project their inputs ahead of the recurrence.</param>
internal sealed record LayerPlan(
    LayerSpec Layer, Target Target, EquatableArray<Panel> Panels, int Chains, EquatableArray<Tile> Stream, EquatableArray<Tile> Batch,
    EquatableArray<int> BatchRows, EquatableArray<int> ProjectRows, bool FullUnroll, bool Hoists)
{
    /// <summary>Rows of weights that a loop over inputs or hidden units takes per trip.</summary>
    internal const int StreamUnroll = 4;

    /// <summary>The same in a tile of several rows.</summary>
    internal const int BatchUnroll = 2;

    /// <summary>Floats between rows of h, c and layer outputs.</summary>
    internal int Stride => (Layer.Hidden + 15) / 16 * 16;

    internal int PaddedUnits => Panels.Sum(panel => panel.Width);

    internal int Depth => Layer.Input + Layer.Hidden;

    /// <summary>Floats of a panel: the bias row, the input rows, the hidden rows.</summary>
    internal int PanelFloats(Panel panel) => panel.RowFloats * (1 + Depth);

    internal int PackedFloats => Panels.Sum(PanelFloats);

    internal int FullPanels => Panels.Count(panel => panel.Lanes == Panels[0].Lanes && panel.Vectors == Panels[0].Vectors);

    internal int TailWidth => FullPanels < Panels.Count ? Panels[Panels.Count - 1].Width : 0;

    /// <summary>Whether a step reads all of h before it writes any: one tile.</summary>
    internal bool StepsInPlace => Stream.Count == 1 && Stream[0].Trips == 1;

    internal long MultiplyAdds => 4L * Layer.Hidden * Depth;

    internal long PackedBytes => 4L * PackedFloats;
}
