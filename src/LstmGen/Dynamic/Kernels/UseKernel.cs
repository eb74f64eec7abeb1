using LstmGen.Generator.Cells;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>One use of a layer: how its weights lie, and what becomes of its sums.</summary>
internal sealed class UseKernel
{
    /// <summary>Floats of a row of a panel: loops then have work for all registers, and the sums of a block of rows fit the nearest cache.</summary>
    private const int PanelFloats = 64;

    /// <summary>Up to this many units a sum has two chains: a rule of the shape.</summary>
    private const int TwoChainsUpTo = 16;

    /// <param name="layer">What it computes.</param>
    /// <param name="program">Its cell; null where sums stay as they stand.</param>
    internal UseKernel(LayerSpec layer, CellProgram? program)
    {
        var cell = Cell.Of(layer.Cell);
        (Layer, Program, Sums) = (layer, program, cell.Sums.Count);
        Stride = RowLayout.Stride(layer.Hidden);
        CellStride = cell.States.Count > 1 ? Stride : 0;
        SumStride = RowLayout.SumStride(Math.Max(Sums, layer.Cell.CountOfRow), layer.Hidden);
        Chains = layer.Hidden <= TwoChainsUpTo && layer.Recurrence > 0 ? 2 : 1;
        int width = PanelFloats / Sums is var units && units % CellProgram.Group == 0 ? units : PanelFloats;
        Panels = layer.IsCell ? new(Stride, 1, 0, 0, cell.Vectors.Count)
            : new(width, Stride / width, Stride % width, Sums, cell.Vectors.Count);
    }

    internal LayerSpec Layer { get; }

    internal CellProgram? Program { get; }

    internal int Sums { get; }

    internal LstmPanels Panels { get; }

    internal int Chains { get; }

    /// <summary>Floats between rows of states.</summary>
    internal int Stride { get; }

    /// <summary>Floats between rows of c; 0 where units remember nothing beside what is read of them.</summary>
    internal int CellStride { get; }

    /// <summary>Floats between rows of h of the step before; 0 where nothing recurs.</summary>
    internal int RecurrenceStride => RowLayout.Stride(Layer.Recurrence);

    /// <summary>Floats between rows of sums as they stand.</summary>
    internal int SumStride { get; }

    /// <summary>Floats between rows of what it gives.</summary>
    internal int OutputStride => Layer.GivesSums ? SumStride : Stride;

    /// <summary>Floats of the sums of one row.</summary>
    internal int SumFloats => Sums * Stride;

    /// <summary>Floats of the sums of one row of the widest panel.</summary>
    internal int WidestRow => Sums * Math.Min(Panels.Width, Stride);

    /// <summary>Rows of weights that a sum has before those of h: bias and inputs.</summary>
    internal int RowsOfInputs => Layer.LeadRows + Layer.Groups;

    /// <summary>Whether all panels have units for one group, so that a cell goes over them as if they were one.</summary>
    internal bool IsNarrow => Panels.Width == CellProgram.Group;

    /// <summary>Floats of a panel of so many units.</summary>
    internal int FloatsOf(int width) => width * ((Sums * (RowsOfInputs + Layer.Recurrence)) + Panels.Vectors);

    /// <summary>Floats of all packed weights, in whole cache lines.</summary>
    internal int PackedFloats => Layer.IsCell ? Panels.Vectors * Stride : checked((Panels.Count * FloatsOf(Panels.Width)) + (Panels.Tail > 0 ? FloatsOf(Panels.Tail) : 0));

    /// <summary>Panels, the last one counted that may be narrower.</summary>
    internal int PanelCount => Panels.Count + (Panels.Tail > 0 ? 1 : 0);

    internal Panel PanelAt(int panel)
    {
        int width = panel < Panels.Count ? Panels.Width : Panels.Tail, unit = panel * Panels.Width;
        return new(unit, width, panel * FloatsOf(Panels.Width), Sums * unit, Sums * width);
    }

    /// <summary>Floats of a panel before its weights of units.</summary>
    internal int VectorsOf(in Panel panel) => panel.Row * (RowsOfInputs + Layer.Recurrence);
}
