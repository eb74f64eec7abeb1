using System.Runtime.CompilerServices;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>Kernels of a use: what <see cref="ILstmLayerKernels"/> and <see cref="ILstmCellKernels"/> say of them.</summary>
internal static class UseRunner<TLanes>
    where TLanes : struct, IKernelLanes<TLanes>
{
    /// <summary>A step of one row whose panels are as wide as a group: the sums of all, then the cell over all.</summary>
    internal static void Row(UseKernel kernel, KernelThread thread, ref float w, ref float x, ref float z, ref float h, ref float y, ref float c)
    {
        Sums(kernel, thread, ref w, ref x, ref z, ref h);
        Units(kernel, thread, ref w, ref z, ref y, ref c);
    }

    /// <summary>Steps of one row.</summary>
    internal static void Sequence(
        UseKernel kernel, KernelThread thread, ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int steps)
    {
        bool ahead = !kernel.Layer.Projected && kernel.Chains == 1;
        if (ahead)
        {
            // A chain may be put down and taken up again: inputs of all steps read the weights once.
            for (int panel = 0; panel < kernel.PanelCount; panel++)
            {
                Panel each = kernel.PanelAt(panel);
                ref float from = ref Unsafe.Add(ref w, each.Weights);
                PanelProduct<TLanes>.Apply(
                    ref Unsafe.Add(ref from, each.Row), each.Row, ref x, 1, xStride, kernel.Layer.Input, ref from, 0, ref Unsafe.Add(ref z, each.Sums), kernel.SumFloats, steps, each.Row);
            }
        }

        for (int step = 0; step < steps; step++)
        {
            if (ahead)
            {
                Recurrence(kernel, thread, ref w, ref z, ref z, ref h);
            }
            else
            {
                Sums(kernel, thread, ref w, ref x, ref z, ref h);
            }

            Units(kernel, thread, ref w, ref z, ref y, ref c);
            h = ref y;
            y = ref Unsafe.Add(ref y, kernel.Stride);
            x = ref Unsafe.Add(ref x, xStride);
            z = ref Unsafe.Add(ref z, kernel.SumFloats);
        }
    }

    /// <summary>A step of several rows: panel by panel.</summary>
    internal static void Block(
        UseKernel kernel, KernelThread thread, ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int rows)
    {
        if (kernel.Layer.IsNarrow && rows > 1)
        {
            // Each row is rounded once for all panels.
            for (int row = 0; row < rows; row++)
            {
                Block(
                    kernel, thread, ref w, ref Unsafe.Add(ref x, row * xStride), 0, ref z, ref h, ref Unsafe.Add(ref y, row * (nint)kernel.OutputStride), ref Unsafe.Add(ref c, row * (nint)kernel.CellStride), 1);
            }

            return;
        }

        if (kernel.Layer.IsNarrow)
        {
            NarrowProduct.Round(kernel, ref x, ref thread.Rounded);
        }

        for (int panel = 0; panel < kernel.PanelCount; panel++)
        {
            Panel each = kernel.PanelAt(panel);
            ref float weights = ref Unsafe.Add(ref w, each.Weights);
            Sums(kernel, thread, each, ref weights, ref x, xStride, ref z, ref h, rows);
            if (kernel.Program is null)
            {
                StoreSums(kernel, each, ref z, ref y, rows);
                continue;
            }

            for (int unit = 0; unit < each.Width; unit += CellProgram.Group)
            {
                var places = new CellRows
                {
                    Sums = ref Unsafe.Add(ref z, unit),
                    HiddenSums = ref z,
                    SumGroup = each.Row,
                    SumStep = each.Width,
                    SumCount = kernel.Sums,
                    H = ref y,
                    C = ref Unsafe.Add(ref c, each.Unit + unit),
                    Y = ref Unsafe.Add(ref y, each.Unit + unit),
                    StateGroup = kernel.Stride,
                    Vectors = ref Unsafe.Add(ref weights, kernel.VectorsOf(each) + unit),
                    VectorStep = each.Width,
                };
                CellRunner<TLanes>.Run(kernel.Program, places, rows, kernel.Layer.Hidden, ref thread.Registers);
                int valid = kernel.Layer.Hidden - each.Unit - unit;
                for (int row = 0; row < rows && valid < CellProgram.Group; row++)
                {
                    places.Clear(kernel.Program, row, Math.Max(0, valid));
                }
            }
        }
    }

    /// <summary>A cell over rows of sums.</summary>
    internal static void Cell(
        UseKernel kernel, KernelThread thread, ref float p, ref float xs, ref float hs, ref float h, ref float before, ref float y, nint states, int rows)
    {
        CellProgram program = kernel.Program!;
        int groups = kernel.Stride / CellProgram.Group, last = kernel.Layer.Hidden % CellProgram.Group;
        for (int row = 0; row < rows; row++)
        {
            var places = new CellRows
            {
                Sums = ref Unsafe.Add(ref xs, row * kernel.SumStride),
                HiddenSums = ref Unsafe.Add(ref hs, row * kernel.SumStride),
                SumGroup = CellProgram.Group,
                SumStep = kernel.Stride,
                SumCount = kernel.Sums,
                H = ref Unsafe.Add(ref h, row * kernel.Stride),
                C = ref Unsafe.Add(ref before, row * kernel.Stride),
                Y = ref Unsafe.Add(ref y, row * kernel.Stride),
                StateGroup = CellProgram.Group,
                States = states,
                Vectors = ref p,
                VectorGroup = CellProgram.Group,
                VectorStep = kernel.Stride,
            };
            CellRunner<TLanes>.Run(program, places, groups, kernel.Layer.Hidden, ref thread.Registers);
            if (last > 0)
            {
                places.Clear(program, groups - 1, last);
            }
        }
    }

    /// <summary>The sums of one row, panel after panel.</summary>
    private static void Sums(UseKernel kernel, KernelThread thread, ref float w, ref float x, ref float z, ref float h)
    {
        for (int panel = 0; panel < kernel.PanelCount; panel++)
        {
            Panel each = kernel.PanelAt(panel);
            Sums(kernel, thread, each, ref Unsafe.Add(ref w, each.Weights), ref x, 0, ref Unsafe.Add(ref z, each.Sums), ref h, 1);
        }
    }

    /// <summary>What the sums of one row lack that have their inputs.</summary>
    private static void Recurrence(UseKernel kernel, KernelThread thread, ref float w, ref float start, ref float z, ref float h)
    {
        for (int panel = 0; panel < kernel.PanelCount; panel++)
        {
            Panel each = kernel.PanelAt(panel);
            Recurrence(kernel, thread, each, ref Unsafe.Add(ref w, each.Weights), ref Unsafe.Add(ref start, each.Sums), 0, ref Unsafe.Add(ref z, each.Sums), ref h, 1);
        }
    }

    /// <summary>The sums of some rows of a panel.</summary>
    private static void Sums(
        UseKernel kernel, KernelThread thread, in Panel panel, ref float weights, ref float x, nint xStride, ref float z, ref float h, int rows)
    {
        if (kernel.Layer.IsNarrow)
        {
            NarrowProduct.Sums(kernel, panel.Row, ref weights, ref thread.Rounded, ref z);
            return;
        }

        if (kernel.Layer.Projected)
        {
            Recurrence(kernel, thread, panel, ref weights, ref Unsafe.Add(ref x, panel.Sums), xStride, ref z, ref h, rows);
            return;
        }

        PanelProduct<TLanes>.Apply(
            ref Unsafe.Add(ref weights, panel.Row), panel.Row, ref x, 1, xStride, kernel.Layer.Input, ref weights, 0, ref z, panel.Row, rows, panel.Row);
        if (kernel.Layer.Recurrence > 0)
        {
            Recurrence(kernel, thread, panel, ref weights, ref z, panel.Row, ref z, ref h, rows);
        }
    }

    private static void Recurrence(
        UseKernel kernel, KernelThread thread, in Panel panel, ref float weights, ref float start, nint startStride, ref float z, ref float h, int rows)
    {
        int terms = kernel.Layer.Recurrence, step = kernel.Chains;
        nint stride = kernel.RecurrenceStride;
        ref float hidden = ref Unsafe.Add(ref weights, kernel.RowsOfInputs * panel.Row);
        PanelProduct<TLanes>.Apply(ref hidden, step * panel.Row, ref h, step, stride, (terms + step - 1) / step, ref start, startStride, ref z, panel.Row, rows, panel.Row);
        if (step == 2)
        {
            PanelProduct<TLanes>.Apply(
                ref Unsafe.Add(ref hidden, panel.Row), 2 * panel.Row, ref Unsafe.Add(ref h, 1), 2, stride, terms / 2, ref thread.Network.Zeros, 0, ref z, panel.Row, rows, panel.Row, adds: true);
        }
    }

    /// <summary>The cell of one row: of all panels together where they are narrow, else of one after the other.</summary>
    private static void Units(UseKernel kernel, KernelThread thread, ref float w, ref float z, ref float y, ref float c)
    {
        int last = kernel.Layer.Hidden % CellProgram.Group;
        int together = kernel.IsNarrow ? kernel.PanelCount : 1;
        for (int panel = 0; panel < kernel.PanelCount; panel += together)
        {
            Panel each = kernel.PanelAt(panel);
            int groups = kernel.IsNarrow ? together : each.Width / CellProgram.Group;
            var places = new CellRows
            {
                Sums = ref Unsafe.Add(ref z, each.Sums),
                HiddenSums = ref z,
                SumGroup = kernel.IsNarrow ? each.Row : CellProgram.Group,
                SumStep = each.Width,
                SumCount = kernel.Sums,
                H = ref y,
                C = ref Unsafe.Add(ref c, each.Unit),
                Y = ref Unsafe.Add(ref y, each.Unit),
                StateGroup = CellProgram.Group,
                Vectors = ref Unsafe.Add(ref w, each.Weights + kernel.VectorsOf(each)),
                VectorGroup = kernel.IsNarrow ? kernel.FloatsOf(each.Width) : CellProgram.Group,
                VectorStep = each.Width,
            };
            CellRunner<TLanes>.Run(kernel.Program!, places, groups, kernel.Layer.Hidden, ref thread.Registers);
            if (last > 0 && panel + together >= kernel.PanelCount)
            {
                places.Clear(kernel.Program!, groups - 1, last);
            }
        }
    }

    private static void StoreSums(UseKernel kernel, in Panel panel, ref float z, ref float y, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int sum = 0; sum < kernel.Sums; sum++)
            {
                LstmRows.Copy(
                    ref Unsafe.Add(ref z, (row * panel.Row) + (sum * panel.Width)), ref Unsafe.Add(ref y, (row * kernel.SumStride) + (sum * kernel.Stride) + panel.Unit), panel.Width);
            }
        }
    }
}
