using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>Every decision about the kernels of one layer on one instruction set.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Target">The instruction set.</param>
/// <param name="Panels">How the units are grouped, in the order of the packed weights.</param>
/// <param name="Chains">Chains of every sum: 2 (even and odd hidden units) up to 16 units, else 1.</param>
/// <param name="Step">One row from inputs and h.</param>
/// <param name="Recurrence">One row from projected inputs and h.</param>
/// <param name="Batch">Panels of equal kind together, for several rows at a time.</param>
/// <param name="FullUnroll">Whether the loops over inputs and hidden units are straight-line code.</param>
/// <param name="Hoists">Whether sequences project their inputs ahead of the recurrence.</param>
internal sealed record LayerPlan(
    LayerSpec Layer, Target Target, EquatableArray<Panel> Panels, int Chains, StreamPlan Step, StreamPlan Recurrence,
    EquatableArray<Tile> Batch, bool FullUnroll, bool Hoists)
{
    /// <summary>Rows of weights that a loop over inputs or hidden units takes per trip.</summary>
    internal const int StreamUnroll = 4;

    /// <summary>The same for several rows, on instruction sets with few registers: their loops hold little else.</summary>
    internal const int RowUnroll = 2;

    /// <summary>
    /// Rows of weights of a panel that several rows of a batch meet at a time: 32 KiB of the widest panel stay in the
    /// nearest cache from one group of rows to the next.
    /// </summary>
    internal const int DepthBlock = 128;

    /// <summary>Floats between rows of h, c and layer outputs.</summary>
    internal int Stride => Round16(Layer.Hidden);

    /// <summary>Rows of a tile, tallest first down to 1, for a panel and a number of chains.</summary>
    internal IEnumerable<int> RowTiles(Panel panel, int chains)
        => Planner.RowTiles(Math.Min(Target.BatchRows, Target.Batch(chains) / (panel.RowVectors * chains)));

    /// <summary>
    /// Whether the constants of a cell that follows its sums are loaded after these: before, they would take registers that the
    /// sums need. With 16 registers they are in memory either way, and (1, 8) was 9 % slower.
    /// </summary>
    internal bool ConstantsAfterSums => Target.Registers > 16;

    /// <summary>
    /// Whether accurate tanh has constants of its own: where one vector holds all units a step waits for its own results, and an addition
    /// less is worth the loads.
    /// </summary>
    internal bool OwnTanhConstants => Panels.Sum(panel => panel.Vectors) == 1;

    /// <summary>Whether inputs and hidden units of one row pass through the same loop.</summary>
    internal bool JoinsLoops
        => !FullUnroll && Chains == 1 && Layer.Input % StreamUnroll == 0 && Layer.Input > StreamUnroll && Layer.Hidden >= 2 * StreamUnroll;

    /// <summary>Lanes of the widest vectors in use.</summary>
    internal int WidestLanes => Panels.Max(panel => panel.Lanes);

    internal int Depth => Layer.Input + Layer.Hidden;

    /// <summary>Floats of a panel: the bias row, the input rows, the hidden rows, then the peepholes.</summary>
    internal int PanelFloats(Panel panel) => SumFloats(panel) + PeepholeFloats(panel);

    /// <summary>Floats of a panel before its peepholes.</summary>
    internal int SumFloats(Panel panel) => panel.RowFloats * (1 + Depth);

    internal int PeepholeFloats(Panel panel) => Layer.Cell.PeepholeGates * panel.Width;

    internal int PackedFloats => Panels.Sum(PanelFloats);

    internal int FullPanels => Panels.Count(panel => panel.Lanes == Panels[0].Lanes && panel.Vectors == Panels[0].Vectors);

    internal int TailWidth => FullPanels < Panels.Count ? Panels[Panels.Count - 1].Width : 0;

    internal long MultiplyAdds => (long)Layer.Hidden * ((Layer.Cell.Gates * Depth) + Layer.Cell.PeepholeGates);

    internal long PackedBytes => 4L * PackedFloats;

    /// <summary>Floats of the packed weights up to those of the next layer, which start on a cache line.</summary>
    internal int PackedBlock => Round16(PackedFloats);

    /// <summary>Floats of scratch that a step needs: sums unless they stay in registers, then h after the step where it may not be written over h.</summary>
    internal int StepScratch => (Step.InlinesCell ? 0 : SumRow) + (Step.InPlace ? 0 : Stride);

    /// <summary>Floats of scratch that a sequence needs for each of its steps: the sums of all units, unless they stay in registers.</summary>
    internal int SequenceScratch => Hoists || !Step.InlinesCell ? SumRow : 0;

    /// <summary>Floats of scratch that several rows need for each row of a block: the sums of the widest panel.</summary>
    internal int BatchScratch => Panels.Max(panel => panel.RowFloats);

    /// <summary>Floats of the sums of one row.</summary>
    private int SumRow => Layer.Cell.Gates * Stride;

    internal static int Round16(int floats) => (floats + 15) / 16 * 16;
}
