using FsCheck;
using FsCheck.Fluent;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using LstmGen.Generator.Tests.Snapshots;

namespace LstmGen.Generator.Tests.Planning;

/// <summary>The rules of every plan, and the plans of some shapes as a reviewed table.</summary>
public class PlanTests
{
    private static readonly (int Input, int Hidden)[] Shapes =
    [
        (1, 1), (1, 5), (1, 8), (3, 8), (8, 12), (2, 15), (1, 16), (8, 16), (16, 20), (1, 24), (128, 33), (8, 40),
        (5, 45), (64, 64), (1, 100), (100, 100), (1, 128), (128, 128), (64, 200), (32, 256), (256, 500),
    ];

    [Fact]
    public void Plans_are_the_reviewed_ones() => Snapshot.Check("plans.txt", PlanTable.Describe(Shapes));

    [Fact]
    public void Plans_of_three_gates_are_the_reviewed_ones()
        => Snapshot.Check("plans_coupled_peepholes.txt", PlanTable.Describe(Shapes, new CellSpec(Peepholes: true, CoupledGates: CoupledKind.InputFromForget)));

    [Fact]
    public void The_rules_hold_for_every_number_of_units()
    {
        foreach (int hidden in Enumerable.Range(1, 600))
        {
            AssertRules(new(1, hidden, ActivationKind.Accurate, UnrollKind.Auto));
            AssertRules(new(1, hidden, ActivationKind.Accurate, UnrollKind.Auto, new CellSpec(Peepholes: true, CoupledGates: CoupledKind.InputFromForget)));
        }
    }

    /// <summary>A layer of any size and options; small ones more often.</summary>
    public sealed record AnyLayer(int Input, int Hidden, int Activations, int Unroll, bool Peepholes, bool Coupled)
    {
        internal LayerSpec Spec => new(Input, Hidden, (ActivationKind)Activations, (UnrollKind)Unroll, new CellSpec(Peepholes, Coupled ? CoupledKind.InputFromForget : default));

        public static Arbitrary<AnyLayer> Arbitrary() =>
            (from input in Gen.Frequency((3, Gen.Choose(1, 40)), (1, Gen.Choose(1, 65536)))
             from hidden in Gen.Frequency((1, Gen.Choose(1, 40)), (3, Gen.Choose(1, 600)), (1, Gen.Choose(601, 4096)))
             from activations in Gen.Choose(0, 1)
             from unroll in Gen.Choose(0, 2)
             from peepholes in Gen.Elements(false, true)
             from coupled in Gen.Elements(false, true)
             select new AnyLayer(input, hidden, activations, unroll, peepholes, coupled)).ToArbitrary();
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(AnyLayer)])]
    public void The_rules_hold_for_any_layer(AnyLayer layer) => AssertRules(layer.Spec);

    [Fact]
    public void Weights_larger_than_the_nearest_cache_are_read_in_turn_forwards_and_backwards()
    {
        foreach (Dialect dialect in Dialect.All)
        {
            Assert.False(Planner.Plan(new(8, 48, ActivationKind.Accurate, UnrollKind.Auto), dialect.Target).Step.Turns);
            Assert.False(Planner.Plan(new(60_000, 4, ActivationKind.Accurate, UnrollKind.Auto), dialect.Target).Step.Turns); // one tile has no other order
            LayerPlan plan = Planner.Plan(new(64, 48, ActivationKind.Accurate, UnrollKind.Auto), dialect.Target);
            Assert.True(plan.Step.Turns);
            Assert.Equal(!plan.Hoists, plan.Sequence.Turns); // projected, it reads no weights of inputs
        }
    }

    [Fact]
    public void The_last_units_take_the_narrowest_vector_that_holds_them()
    {
        Assert.Equal([(0, 16, 16), (16, 4, 4)], Panels(20, "AVX-512"));
        Assert.Equal([(0, 16, 16), (16, 8, 5)], Panels(21, "AVX-512"));
        Assert.Equal([(0, 16, 16), (16, 16, 9)], Panels(25, "AVX-512"));
        Assert.Equal([(0, 8, 8), (8, 8, 8), (16, 4, 4)], Panels(20, "AVX2"));
        Assert.Equal([(0, 8, 8), (8, 8, 8), (16, 8, 5)], Panels(21, "AVX2"));
        Assert.Equal([(0, 8, 8), (8, 4, 1)], Panels(9, "NEON"));
        Assert.Equal([(0, 4, 4), (4, 4, 1)], Panels(5, "Portable"));
    }

    [Fact]
    public void Sums_have_two_chains_up_to_16_units_and_one_from_there()
    {
        Assert.All(Enumerable.Range(1, 16), hidden => Assert.All(Plans(1, hidden), plan => Assert.Equal(2, plan.Chains)));
        Assert.All(Enumerable.Range(17, 584), hidden => Assert.All(Plans(1, hidden), plan => Assert.Equal(1, plan.Chains)));
    }

    [Fact]
    public void Eight_inputs_are_projected_ahead_and_seven_are_not()
    {
        Assert.All(Plans(7, 64), plan => Assert.False(plan.Hoists));
        Assert.Equal([true, true, true, false], Plans(8, 64).Select(plan => plan.Hoists));
    }

    [Fact]
    public void Small_layers_are_straight_line_code()
    {
        Assert.Equal([true, true, true, true], Plans(1, 8).Select(plan => plan.Step.Products.Unroll is null));
        Assert.All(Plans(1, 17), plan => Assert.False(plan.Step.Products.Unroll is null));
        Assert.All(Plans(200, 8), plan => Assert.False(plan.Step.Products.Unroll is null));
    }

    /// <summary>Kernels write whole panels: their padding must lie within a row.</summary>
    [Fact]
    public void A_tuning_whose_panels_leave_the_rows_is_refused()
    {
        Dialect avx512 = Dialect.All[0];
        var wide = new Target(avx512.Machine with { TailLanes = default }, avx512.Tuning with { PanelVectors = 2 });

        Assert.Contains("Panels of 32 units", Assert.Throws<InvalidOperationException>(() => Planner.Plan(new(1, 33, ActivationKind.Accurate, UnrollKind.Auto), wide)).Message, StringComparison.Ordinal);
        Assert.Equal(2, Planner.Plan(new(1, 64, ActivationKind.Accurate, UnrollKind.Auto), wide).Panels.Count);
    }

    private static LayerPlan[] Plans(int input, int hidden) => [.. Dialect.All.Select(dialect => Planner.Plan(new(input, hidden, ActivationKind.Accurate, UnrollKind.Auto), dialect.Target))];

    private static IEnumerable<(int FirstUnit, int Width, int Units)> Panels(int hidden, string set)
        => Planner.SplitUnits(hidden, Dialect.All.Single(dialect => dialect.Name == set).Target).Select(panel => (panel.FirstUnit, panel.Width, panel.Units));

    private static void AssertRules(LayerSpec layer)
    {
        foreach (Dialect dialect in Dialect.All)
        {
            try
            {
                AssertRules(layer, Planner.Plan(layer, dialect.Target));
            }
            catch (Exception failure)
            {
                throw new Xunit.Sdk.XunitException($"{layer.Input} x {layer.Hidden} on {dialect.Name}: {failure.Message}");
            }
        }
    }

    private static void AssertRules(LayerSpec layer, LayerPlan plan)
    {
        // Every unit is in one panel, in order.
        Assert.Equal(Enumerable.Range(0, layer.Hidden), plan.Panels.SelectMany(panel => Enumerable.Range(panel.FirstUnit, panel.Units)));
        Assert.Equal(plan.Panels.Select(panel => panel.FirstUnit), Starts(plan.Panels.Select(panel => panel.Width)));

        // No padding but in the last panel, and there less than a narrower vector would leave.
        Panel last = plan.Panels[plan.Panels.Count - 1];
        Assert.All(plan.Panels.Take(plan.Panels.Count - 1), panel => Assert.False(panel.Padded));
        Assert.InRange(last.Width - last.Units, 0, Math.Max(4, last.Width / 2) - 1);
        Assert.DoesNotContain(plan.Target.Machine.TailLanes, lanes => lanes >= last.Units && lanes < last.Width);

        // Tiles cover the panels in order; a loop repeats equal ones.
        AssertCovers(plan, plan.Step.Tiles);
        AssertCovers(plan, plan.Sequence.Tiles);
        AssertCovers(plan, plan.Batch.Tiles);

        Tile[] tiles = [.. plan.Step.Tiles, .. plan.Sequence.Tiles];
        Assert.All(tiles, tile => Assert.True(tile.Panels.Count == 1 || tile.RowVectors * plan.Chains <= plan.Target.Tuning.Stream(plan.Chains)));
        foreach (Panel panel in plan.Panels)
        {
            int[] rows = [.. plan.RowTiles(panel, plan.Chains)];
            Assert.Equal(1, rows[^1]);
            Assert.Equal(rows.OrderDescending(), rows);
        }

        Assert.All(tiles, tile => Assert.InRange(tile.Panels.Count, 1, 3));

        // No column of gates is left out.
        var training = TrainingPlan.Of(plan);
        Assert.Equal(plan.Gates * plan.Stride, training.Slabs * training.SlabWidth);

        int gates = layer.Cell.CoupledGates == CoupledKind.None ? 4 : 3;
        int peepholes = layer.Cell.Peepholes ? gates - 1 : 0;
        Assert.Equal(4L * plan.Panels.Sum(panel => (gates * panel.Width * (1 + layer.Input + layer.Hidden)) + (peepholes * panel.Width)), plan.ReadBytes);
    }

    private static void AssertCovers(LayerPlan plan, IEnumerable<Tile> tiles)
    {
        List<(int, int, int, int)> covered = [];
        foreach (Tile tile in tiles)
        {
            for (int trip = 0; trip < tile.Trips; trip++)
            {
                covered.AddRange(tile.Panels.Select(panel => (panel.FirstUnit + (trip * tile.Units), panel.Lanes, panel.Vectors, panel.Units)));
            }
        }

        Assert.Equal(plan.Panels.Select(panel => (panel.FirstUnit, panel.Lanes, panel.Vectors, panel.Units)), covered);
    }

    private static IEnumerable<int> Starts(IEnumerable<int> widths)
    {
        int start = 0;
        foreach (int width in widths)
        {
            yield return start;
            start += width;
        }
    }
}
