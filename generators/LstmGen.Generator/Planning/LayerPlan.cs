using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>Every decision about the kernels of one layer on one instruction set.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Target">The instruction set.</param>
/// <param name="Panels">How the units are grouped, in the order of the packed weights.</param>
/// <param name="Chains">Chains of every sum: 2 (even and odd hidden units) up to 16 units, else 1.</param>
/// <param name="Step">A step of one row.</param>
/// <param name="Sequence">A step of a sequence of one row: as any step, or from inputs projected ahead.</param>
/// <param name="Batch">A step of several rows: panels of equal kind together.</param>
internal sealed record LayerPlan(
    LayerSpec Layer, Target Target, EquatableArray<Panel> Panels, int Chains, Schedule Step, Schedule Sequence, Schedule Batch) : KernelPlan(Layer, Target)
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

    /// <summary>Such blocks one after another are written out up to this many; more are a loop.</summary>
    internal const int DepthCopies = 2;

    /// <summary>Panels from which on threads share a step.</summary>
    internal const int FewestShared = 4;

    /// <summary>The instruction set as gradients take it, whose weights are floats whatever those of steps are.</summary>
    internal Target Gradients { get; init; } = Target;

    /// <summary>Bytes of the vectors that the cells of a schedule leave on the stack where several are written out in one method, else 0.</summary>
    internal int VectorBytes(Schedule schedule)
        => schedule.Cell.InRegisters && Cell is not SumsOnly && schedule.Tiles.Max(tile => tile.Panels.Sum(panel => panel.Vectors)) > 1 ? Machine.VectorBytes : 0;

    /// <summary>Whether threads can share a step: with fewer panels they would wait longer for each other than they compute.</summary>
    internal bool HasParts => Panels.Count >= FewestShared;

    /// <summary>Floats of a row of inputs as integers, with its scale behind the last group.</summary>
    internal int NarrowStride => RowLayout.Stride(Layer.Groups + 1);

    /// <summary>Sums of a unit.</summary>
    internal int Gates => Cell.Sums.Count;

    /// <summary>Rows of weights that a trip of a sum of several rows takes, where scalars are loaded one by one.</summary>
    internal int SumUnroll => Machine.Registers > 16 ? 1 : RowUnroll;

    /// <summary>Floats between rows of what is read of it: its outputs, or its sums as they stand.</summary>
    internal int OutputStride => Layer.GivesSums ? RowLayout.SumStride(SumsOfRow, Layer.Hidden) : Stride;

    /// <summary>Sums that a row of the tape has: its own, or those of others beside them.</summary>
    internal int SumsOfRow => Math.Max(Gates, Layer.Cell.CountOfRow);

    /// <summary>Floats between rows of h of the step before.</summary>
    internal int RecurrenceStride => RowLayout.Stride(Layer.Recurrence);

    /// <summary>Whether units remember something beside what is read of them.</summary>
    internal bool HasCellState => Cell.States.Count > 1;

    /// <summary>Rows of a tile, tallest first down to 1, for a panel and a number of chains.</summary>
    internal IEnumerable<int> RowTiles(Panel panel, int chains)
        => Planner.RowTiles(Math.Min(Target.Tuning.BatchRows, Target.Tuning.Batch(chains) / (panel.RowVectors * chains)));

    /// <summary>
    /// Whether accurate tanh has constants of its own: where one vector holds all units a step waits for its own results, and an addition
    /// less is worth the loads.
    /// </summary>
    internal bool OwnTanhConstants => Panels.Sum(panel => panel.Vectors) == 1;

    /// <summary>Whether a sequence projects its inputs ahead of the recurrence.</summary>
    internal bool Hoists => !Layer.Projected && Sequence.Products.Reads == Reads.Hidden;

    /// <summary>The products of several rows of a batch, for sums of two chains: they too are straight-line code where steps are, for one row.</summary>
    internal ProductStage BatchProducts(int rows) => rows == 1 && Step.Products.Unroll is null ? Batch.Products with { Unroll = null } : Batch.Products;

    /// <summary>Lanes of the widest vectors in use.</summary>
    internal int WidestLanes => Panels.Max(panel => panel.Lanes);

    /// <summary>Floats of a panel: the bias row, the input rows, the hidden rows, then the weights of units.</summary>
    internal int PanelFloats(Panel panel) => SumFloats(panel) + VectorFloats(panel);

    /// <summary>Floats of a panel before its weights of units.</summary>
    internal int SumFloats(Panel panel) => panel.RowFloats * (Layer.LeadRows + Layer.Groups + Layer.Recurrence);

    internal int VectorFloats(Panel panel) => Cell.Vectors.Count * panel.Width;

    internal override int PackedFloats => Panels.Sum(PanelFloats);

    internal int FullPanels => Panels.Count(panel => panel.Lanes == Panels[0].Lanes && panel.Vectors == Panels[0].Vectors);

    internal int TailWidth => FullPanels < Panels.Count ? Panels[Panels.Count - 1].Width : 0;

    internal override long MultiplyAdds => (long)Layer.Hidden * ((Gates * Layer.Terms) + Cell.Vectors.Count);

    /// <summary>Bytes that a step reads: packed weights, or of a projected layer a row of sums in place of bias and inputs.</summary>
    internal override long ReadBytes => 4L * (Layer.Projected ? PackedFloats - (Panels.Sum(panel => panel.RowFloats) * Layer.Input) : PackedFloats);

    /// <summary>Floats of scratch that a step needs: inputs as integers; or sums unless they stay in registers, then h after the step where it may not be written over the h that it reads.</summary>
    internal override int StepScratch => Layer.IsNarrow ? NarrowStride : (Step.Cell.InRegisters ? 0 : SumRow) + (Step.InPlace || !Layer.ReadsItself ? 0 : Stride);

    /// <summary>Floats of scratch that a sequence needs for each of its steps: the sums of all units, unless they stay in registers.</summary>
    internal int SequenceScratch => Hoists || !Step.Cell.InRegisters ? SumRow : 0;

    /// <summary>Floats of scratch that several rows need for each row of a block: the sums of the widest panel, or inputs as integers.</summary>
    internal int BatchScratch => Layer.IsNarrow ? NarrowStride : Panels.Max(panel => panel.RowFloats);

    /// <summary>Floats of the sums of one row.</summary>
    internal int SumRow => Gates * Stride;
}
