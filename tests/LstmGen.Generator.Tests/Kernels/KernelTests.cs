using System.Text.RegularExpressions;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Kernels;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Kernels.Forward;
using LstmGen.Generator.Kernels.Heads;
using LstmGen.Generator.Kernels.Rows;
using LstmGen.Generator.Kernels.Training;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Kernels;

/// <summary>Rules that hold for every method of every kernel, checked on the typed form.</summary>
public partial class KernelTests
{
    private static readonly CellSpec Leaving = new(Candidate: new(FunctionKind.Softplus));

    private static readonly (int Input, int Hidden)[] Shapes =
        [(1, 1), (8, 5), (1, 8), (64, 12), (3, 16), (1, 17), (13, 33), (64, 64), (3, 100), (300, 130), (200, 256)];

    private static readonly CellSpec[] Cells = [default, new(Peepholes: true, CoupledGates: CoupledKind.InputFromForget)];

    private static readonly CellSpec[] RowCells =
    [
        new() { Kind = CellKind.Gru }, new() { Kind = CellKind.Slstm }, .. Enum.GetValues<NormKind>().Skip(1).Select(norm => new CellSpec { Norm = norm }),
    ];

    /// <summary>Layers that do not read their own outputs: projected ones, and such without memory.</summary>
    private static readonly LayerSpec[] Others =
    [
        .. from shape in Shapes where shape.Hidden > 1 select new LayerSpec(shape.Input, shape.Hidden, ActivationKind.Accurate, UnrollKind.Auto) { Recurrence = (shape.Hidden / 2) },
        .. from shape in Shapes
           from output in new ActivationSpec[] { default, new(FunctionKind.Softplus), new(FunctionKind.Tanh) }
           select new LayerSpec(shape.Input, shape.Hidden, ActivationKind.Accurate, UnrollKind.Auto, new(Output: output) { Kind = CellKind.Dense }),
    ];

    private static (string Of, Dialect Dialect, int Chains, Method Method)[] All { get; } =
    [
        .. from dialect in Dialect.All
           from cell in Cells
           from shape in Shapes
           let plan = Planner.Plan(new(shape.Input, shape.Hidden, ActivationKind.Accurate, UnrollKind.Auto, cell), dialect.Target)
           from method in LayerKernels.Of(plan).Concat(LayerTraining.Of(TrainingPlan.Of(plan)))
           select ($"{shape} on {dialect.Name}: {method.Name}", dialect, plan.Chains, method),
        .. from dialect in Dialect.All
           from cell in Cells
           from shape in Shapes
           let plan = Planner.Plan(new(shape.Input, shape.Hidden, ActivationKind.Accurate, UnrollKind.Auto, cell, Projected: true), dialect.Target)
           from method in LayerKernels.Of(plan)
           select ($"{shape} projected, on {dialect.Name}: {method.Name}", dialect, plan.Chains, method),
        .. from dialect in Dialect.All
           from layer in Others
           let plan = Planner.Plan(layer, dialect.Target)
           from method in LayerKernels.Of(plan).Concat(LayerTraining.Of(TrainingPlan.Of(plan)))
           select ($"{layer} on {dialect.Name}: {method.Name}", dialect, plan.Chains, method),
        .. from dialect in Dialect.All
           from cell in RowCells
           from shape in Shapes
           let rows = new CellRows(new(new LayerSpec(0, shape.Hidden, ActivationKind.Accurate, UnrollKind.Auto, cell), dialect.Target))
           from method in (Method[])[rows.Cell(), rows.Adjoint()]
           select ($"{cell} of {shape.Hidden} units on {dialect.Name}: {method.Name}", dialect, 1, method),
        .. from dialect in Dialect.All
           from count in new[] { 3, 4 }
           from shape in Shapes
           let plan = Planner.Plan(new(shape.Input, shape.Hidden, ActivationKind.Accurate, UnrollKind.Auto, new() { Kind = CellKind.Sums, Count = count }), dialect.Target)
           from method in LayerKernels.Of(plan).Concat(LayerTraining.Of(TrainingPlan.Of(plan)))
           select ($"{shape} {count} sums on {dialect.Name}: {method.Name}", dialect, plan.Chains, method),
        .. from dialect in Dialect.All
           from head in new HeadSpec[] { new(5, 1), new(40, 9), new(300, 130) }
           let plan = new HeadPlan(head, dialect.Target)
           from method in new HeadGradientKernels(plan).Methods().Append(new HeadKernel(plan).Apply())
           select ($"{head} on {dialect.Name}: {method.Name}", dialect, 1, method),
    ];

    /// <summary>Where two chains fill all registers, a few go through memory: that was measured to cost less than a tile more.</summary>
    [Fact]
    public void What_a_loop_over_products_holds_fits_the_registers()
        => Assert.All(All, each => Assert.InRange(
            Pressure.OfProducts(each.Method), 0, each.Chains == 1 ? each.Dialect.Machine.Registers : Math.Max(each.Dialect.Machine.Registers, each.Dialect.Tuning.TwoChainAccumulators + 3)));

    [Fact]
    public void Pressure_counts_sums_vectors_and_scalars()
    {
        Method tile = Assert.Single(All, each => each.Of == "(64, 64) on AVX-512: Sum6x16" && each.Method.Parameters.Count == 8 && each.Dialect.Name == "AVX-512" && Pressure.OfProducts(each.Method) > 30).Method;
        Assert.Equal((6 * 4) + 6 + 1, Pressure.OfProducts(tile));
    }

    [Fact]
    public void No_method_has_a_parameter_that_it_never_reads()
        => Assert.All(All.Where(each => !each.Method.Public), each =>
        {
            HashSet<string> read = Names(each.Method.Body);
            Assert.All(each.Method.Parameters, parameter =>
            {
                string name = parameter[(parameter.LastIndexOf(' ') + 1)..];
                Assert.True(read.Contains(name), $"{each.Of} never reads {name}");
            });
        });

    /// <summary>Units that only fill a vector: heads and the next step read their h, and what c of them grew to would be everybody's NaN one day.</summary>
    [Fact]
    public void Units_past_the_last_are_stored_as_zero()
    {
        foreach (Dialect dialect in Dialect.All)
        {
            Assert.All(((CellSpec Cell, int Masked)[])[(default, 1), (Leaving, 2)], each =>
            {
                LayerPlan plan = Planner.Plan(new(3, 5, ActivationKind.Accurate, UnrollKind.Auto, each.Cell), dialect.Target);
                Method[] cells = [.. LayerKernels.Of(plan).Concat(LayerTraining.Of(TrainingPlan.Of(plan))).Where(method => method.Name.EndsWith("Padded", StringComparison.Ordinal) && method.Name.Contains("Cell", StringComparison.Ordinal))];
                Assert.Equal(2, cells.Length);
                Assert.All(cells, cell => Assert.Equal(each.Masked, Walk.Flat(cell.Body).OfType<Store>().Where(store => store.Of is Masked).Select(store => store.To.Ref).Distinct().Count()));
            });
        }
    }

    /// <summary>Members of an interface have its words.</summary>
    [Fact]
    public void Every_method_gives_shapes_or_is_a_tile_of_one_that_does()
        => Assert.All(All, each => Assert.True(
            each.Method.Public ? each.Method.Comment == "/// <inheritdoc/>" : each.Method.Comment.Contains('[', StringComparison.Ordinal) || TileName().IsMatch(each.Method.Name), each.Of));

    /// <summary>Every word of a body.</summary>
    private static HashSet<string> Names(IEnumerable<Statement> body)
        => [.. Walk.Flat(body).SelectMany(statement => Word().Matches(Text(statement)).Select(match => match.Value))];

    private static string Text(Statement statement) => statement switch
    {
        Call call => string.Join(' ', call.Arguments),
        Block block => block.Header ?? "",
        _ => $"{statement} {(Walk.Computed(statement) is { } value ? Text(value) : "")}",
    };

    private static string Text(Value value) => string.Join(' ', Walk.Operands(value).Select(Text).Prepend($"{value}"));

    [GeneratedRegex(@"^(Sum|Outer)\d+x\d+$")]
    private static partial Regex TileName();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
