namespace LstmGen.Kernels;

// One step of some rows of a layer, by the kernels of several rows.
public static partial class LstmRunner<TNetwork>
{
    /// <summary>One step of some rows of a layer; where its cell takes sums by rows, x are those over the inputs.</summary>
    private static void Step(
        LstmPackedWeights weights, in LstmNode node, ref float w, ref float x, nint xStride, LstmScratch scratch, ref float before, ref float after, ref float c, nint states, int rows)
    {
        if (!node.Zones)
        {
            PlainStep(weights, node, ref w, ref x, xStride, scratch, ref before, ref after, ref c, states, rows);
            return;
        }

        int cells = node.CellZoneout > 0 ? rows * weights.Layout.CellStrideOf(node) : 0;
        if (cells > 0)
        {
            LstmRows.Copy(ref c, ref scratch.Kept, cells);
        }

        PlainStep(weights, node, ref w, ref x, xStride, scratch, ref before, ref after, ref c, states, rows);
        if (cells > 0)
        {
            LstmRows.Mix(ref scratch.Kept, ref c, node.CellZoneout, cells);
        }

        if (node.HiddenZoneout > 0)
        {
            LstmRows.Mix(ref before, ref after, node.HiddenZoneout, rows * node.Stride);
        }
    }

    private static void PlainStep(
        LstmPackedWeights weights, in LstmNode node, ref float w, ref float x, nint xStride, LstmScratch scratch, ref float before, ref float after, ref float c, nint states, int rows)
    {
        if (node.TakesRows)
        {
            RowStep(weights, node, ref x, scratch, ref before, ref after, ref c, states, rows);
            return;
        }

        if (node.Kind == LstmNodeKind.Layer)
        {
            TNetwork.Batch(node.Use, ref w, ref x, xStride, ref scratch.Sums, ref before, ref after, ref c, rows);
            return;
        }

        ref float units = ref scratch.Projected;
        TNetwork.Batch(node.Use, ref w, ref x, xStride, ref scratch.Sums, ref before, ref units, ref c, rows);
        Project(weights, node, scratch, ref after, rows);
    }

    /// <summary>One step of some rows of a layer whose cell takes sums by rows, from those over the inputs on.</summary>
    private static void RowStep(
        LstmPackedWeights weights, in LstmNode node, ref float xs, LstmScratch scratch, ref float before, ref float after, ref float c, nint states, int rows)
    {
        int hidden = node.Use + 1, cell = node.Cell;
        ref float y = ref after;
        if (node.Projects)
        {
            y = ref scratch.Projected;
        }

        TNetwork.Batch(hidden, ref weights.Use(hidden), ref before, node.Stride, ref scratch.Sums, ref before, ref scratch.HiddenSums, ref before, rows);
        if (node.Resets)
        {
            int reset = node.Reset, candidate = node.Candidate, stride = weights.Layout.ProjectedStrideOf(node);
            TNetwork.Cell(reset, ref weights.Use(reset), ref xs, ref scratch.HiddenSums, ref scratch.Sums, ref before, ref c, ref scratch.Projected, ref c, states, rows);
            TNetwork.Batch(
                candidate, ref weights.Use(candidate), ref scratch.Projected, stride, ref scratch.Sums, ref before, ref At(ref scratch.HiddenSums, 2, stride), ref before, rows);
        }

        TNetwork.Cell(cell, ref weights.Use(cell), ref xs, ref scratch.HiddenSums, ref scratch.Sums, ref before, ref c, ref y, ref c, states, rows);
        if (node.Projects)
        {
            Project(weights, node, scratch, ref after, rows);
        }
    }

    private static void Project(LstmPackedWeights weights, in LstmNode node, LstmScratch scratch, ref float after, int rows)
        => TNetwork.Batch(
            node.Projection, ref weights.Use(node.Projection), ref scratch.Projected, weights.Layout.ProjectedStrideOf(node), ref scratch.Sums, ref after, ref after, ref after, rows);
}
