namespace LstmGen.Generator.Planning;

/// <summary>
/// How large a method that unrolls its loops will be. Multiply-adds are exact; IL and locals are estimates, calibrated
/// against compiled kernels: at least the true figure, at most 1.5 times it and 25 locals more (tests/LstmGen.Generator.Tests/Planning).
/// </summary>
/// <param name="Name">The generated method.</param>
/// <param name="MultiplyAdds">Vector multiply-adds written out, products of weights only.</param>
/// <param name="IlBytes">Bytes of IL.</param>
/// <param name="Locals">Local variables; the compiler gives each scope its own.</param>
internal sealed record MethodSize(string Name, int MultiplyAdds, int IlBytes, int Locals)
{
    /// <summary>The methods of a plan that grow with how far loops are unrolled.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="scalarsPerLoad">Scalars that one load brings for multiply-adds by lane; 0 where each is broadcast on its own.</param>
    internal static IEnumerable<MethodSize> Of(LayerPlan plan, int scalarsPerLoad)
    {
        int unroll = plan.FullUnroll ? int.MaxValue / 2 : LayerPlan.StreamUnroll;
        Terms recurrence = Terms.Written(plan.Layer.Hidden, unroll, scalarsPerLoad);
        Terms fused = plan.JoinsLoops ? recurrence : Terms.Written(plan.Layer.Input, unroll, scalarsPerLoad) + recurrence;
        yield return Step("Fused", plan, plan.Step, fused, scalarsPerLoad > 0);
        if (plan.Hoists)
        {
            yield return Step("Recur", plan, plan.Recurrence, recurrence, scalarsPerLoad > 0);
        }

        if (plan.Chains == 2)
        {
            foreach (Panel panel in plan.Panels.GroupBy(panel => panel.Width).Select(group => group.First()))
            {
                foreach (int rows in plan.RowTiles(panel, plan.Chains))
                {
                    int rowUnroll = plan.FullUnroll && rows == 1 ? int.MaxValue / 2 : Math.Max(LayerPlan.RowUnroll, scalarsPerLoad);
                    yield return Rows(panel, rows, Terms.Written(plan.Layer.Input, rowUnroll, scalarsPerLoad) + Terms.Written(plan.Layer.Hidden, rowUnroll, scalarsPerLoad), scalarsPerLoad > 0);
                }
            }
        }
    }

    /// <summary>The stream tiles one after another, their cells, and the constants of the cell.</summary>
    private static MethodSize Step(string name, LayerPlan plan, StreamPlan stream, Terms terms, bool byLane)
    {
        bool accurate = plan.Layer.Activations == Specs.ActivationKind.Accurate;
        (int products, int il, int locals) = stream.InlinesCell ? (0, 430, 14) : (0, 180, 14);
        if (accurate && stream.InlinesCell && plan.OwnTanhConstants)
        {
            il += 140;
            locals += 10;
        }

        foreach (Tile tile in stream.Tiles)
        {
            products += terms.Count * tile.RowVectors;
            int widest = tile.Panels.Max(panel => panel.Lanes);
            il += Sums(terms, tile.RowVectors, plan.Chains, byLane) + (40 * tile.Panels.Count)
                + (4 * terms.Count * tile.Panels.Sum(panel => panel.RowVectors * Halvings(widest, panel.Lanes)));
            locals += 11 + (tile.RowVectors * plan.Chains * 7 / 10) + (tile.RowVectors * (plan.Chains - 1)) + (byLane ? terms.Loads * 27 / 20 : 0);
            if (stream.InlinesCell)
            {
                il += tile.Panels.Sum(panel => panel.Vectors * ((accurate ? 1_020 : 590) + (345 * Halvings(plan.WidestLanes, panel.Lanes))));
                locals += tile.Panels.Sum(panel => panel.Vectors) * (accurate ? 44 : 29);
            }
            else
            {
                // Sums to scratch, and the calls of the cell.
                il += (13 * tile.RowVectors) + (45 * tile.Panels.Count);
            }
        }

        return new MethodSize(name, products, il, locals);
    }

    /// <summary>The sums of several rows of one panel.</summary>
    private static MethodSize Rows(Panel panel, int rows, Terms terms, bool byLane)
    {
        int il = 100 + Sums(terms with { Loads = terms.Loads * rows }, panel.RowVectors * rows, 2, byLane);
        int locals = 5 + (2 * panel.RowVectors * rows)
            + (rows > 1 ? terms.Count * panel.RowVectors : 0)
            + (rows > 1 || byLane ? terms.Loads * rows * (rows > 1 && byLane ? 12 : 6) / 5 : 0);
        return new MethodSize($"Both{rows}x{panel.Width}", terms.Count * panel.RowVectors * rows, il, locals);
    }

    /// <summary>IL of the accumulators' start and end and of the products.</summary>
    private static int Sums(Terms terms, int accumulators, int chains, bool byLane)
        => (accumulators * (17 + (11 * (chains - 1)))) + (terms.Count * accumulators * (byLane ? 26 : 24)) + (12 * terms.Loads);

    /// <summary>How often a vector is halved to get its first lanes.</summary>
    private static int Halvings(int lanes, int to) => lanes > to ? 1 + Halvings(lanes / 2, to) : 0;

    /// <summary>The terms of a sum that are written out, and the loads of their scalars.</summary>
    private readonly record struct Terms(int Count, int Loads)
    {
        public static Terms operator +(Terms a, Terms b) => new(a.Count + b.Count, a.Loads + b.Loads);

        /// <summary>A loop's body and the terms after it, or all terms where a loop would have fewer than two trips.</summary>
        internal static Terms Written(int count, int unroll, int scalarsPerLoad)
        {
            bool straight = count < 2 * (long)unroll;
            return straight
                ? new(count, LoadsOf(count, scalarsPerLoad))
                : new(unroll + (count % unroll), LoadsOf(unroll, scalarsPerLoad) + LoadsOf(count % unroll, scalarsPerLoad));
        }

        private static int LoadsOf(int count, int scalarsPerLoad) => scalarsPerLoad == 0 ? count : (count / scalarsPerLoad) + (count % scalarsPerLoad);
    }
}
