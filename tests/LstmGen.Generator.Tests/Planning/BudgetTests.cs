using System.Reflection;
using System.Text;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Emission.Training;
using LstmGen.Generator.Kernels;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Kernels.Forward;
using LstmGen.Generator.Kernels.Heads;
using LstmGen.Generator.Kernels.Training;
using LstmGen.Generator.Pipeline;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Planning;

/// <summary>Compiled kernels against what was counted before they were written. Methods of whole models are measured where those are compiled: conformance.</summary>
public class BudgetTests(ITestOutputHelper output)
{
    private static readonly CellSpec Peephole = new(Peepholes: true, CoupledGates: CoupledKind.None);
    private static readonly CellSpec Coupled = new(Peepholes: false, CoupledGates: CoupledKind.InputFromForget);
    private static readonly CellSpec Both = new(Peepholes: true, CoupledGates: CoupledKind.InputFromForget);

    /// <summary>Input, hidden, fast activations, fully unrolled; then the cell's options.</summary>
    private static readonly LayerSpec[] Layers =
    [
        Layer(1, 1), Layer(8, 5, fast: true), Layer(1, 8), Layer(64, 12), Layer(1, 16, fast: true), Layer(8, 20), Layer(64, 33, fast: true), Layer(8, 40),
        Layer(128, 64, fast: true), Layer(1, 100), Layer(128, 128), Layer(64, 256, fast: true),
        With(Layer(1, 8), Peephole), With(Layer(8, 12), Coupled), With(Layer(3, 15), Both), With(Layer(8, 40), Peephole), With(Layer(8, 20, fast: true), Coupled),
        With(Layer(1, 48), Both), With(Layer(64, 33, fast: true), Both), With(Layer(64, 100), Peephole), With(Layer(128, 128), Coupled),
        With(Layer(8, 12, full: true), Both), With(Layer(1, 48, full: true), Coupled), With(Layer(40, 16, full: true), Peephole),
        Layer(8, 12) with { Projected = true }, Layer(3, 100) with { Projected = true }, With(Layer(64, 33), Both) with { Projected = true },
        Layer(249, 1, full: true), Layer(8, 12, full: true), Layer(40, 16, full: true), Layer(1, 27, full: true, fast: true), Layer(1, 48, full: true),
    ];

    private static readonly HeadSpec[] Heads = [new(5, 2), new(40, 1), new(300, 9), new(64, 130), new(130, 4)];

    /// <summary>Every method of every kernel: forward, training, heads.</summary>
    [Fact]
    public void Sizes_counted_on_kernels_are_those_of_compiled_ones()
    {
        Dictionary<string, MethodBody> bodies = Compile();
        (string Name, MethodSize Size)[] counted =
        [
            .. from layer in Layers from dialect in Dialect.All from method in Methods(layer, dialect)
               select ($"LstmGen.Generated.{LayerEmitter.TypeName(layer, dialect)}.{method.Name}", new MethodSize(method)),
            .. from head in Heads from dialect in Dialect.All from method in Methods(head, dialect)
               select ($"LstmGen.Generated.{HeadEmitter.TypeName(head, dialect)}.{method.Name}", new MethodSize(method)),
        ];
        string[] wrong =
        [
            .. from each in counted
               let body = bodies[each.Name]
               let il = Il(body)
               let locals = body.LocalVariables.Count
               where !IsIn(each.Size.IlBytes, 49 * il / 50, (1.3 * il) + 60) || !IsIn(each.Size.Locals, locals - 16, (1.3 * locals) + 50)
               select $"{each.Name}: {il} bytes of IL counted as {each.Size.IlBytes}, {locals} locals as {each.Size.Locals}",
        ];
        output.WriteLine($"{counted.Length} methods; counted sizes are {counted.Average(each => (double)each.Size.IlBytes / Il(bodies[each.Name])):F2} of true ones on average");
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {counted.Length}: {string.Join("\n", wrong.Take(40))}");
        Assert.All(counted, each => Assert.True(each.Size.IlBytes <= Budget.IlBytes && each.Size.Locals <= Budget.Locals, each.Name));

        // No method of a kernel goes without a count, but for the facts a type gives and what passes on to others.
        Assert.Equal(
            ["Sequence", "Step", "get_BatchScratch", "get_HiddenColumns", "get_InputColumns", "get_Panels", "get_SequenceScratch", "get_Slabs", "get_StepScratch", "get_TapeStride"],
            bodies.Keys.Where(name => name.StartsWith("LstmGen.Generated.", StringComparison.Ordinal)).Except(counted.Select(each => each.Name))
                .Select(name => name.Split('.')[^1]).Distinct().Order(StringComparer.Ordinal));

        static bool IsIn(int count, int least, double most) => count >= least && count <= most;
    }

    [Fact]
    public void What_may_be_unrolled_fully()
    {
        IEnumerable<int> accepted = Enumerable.Range(1, 80).Where(hidden => PlannedModel.Violation(Layer(1, hidden, full: true)) == null);

        Assert.Equal([.. Enumerable.Range(1, 30), .. Enumerable.Range(32, 9), 48], accepted);
    }

    [Theory]
    [InlineData(1, 64, "on AVX2 the method Steps would hold 1300 vector multiply-adds, at most 1000")]
    [InlineData(1, 49, "on AVX2 the method Steps would hold 1400 vector multiply-adds, at most 1000")]
    [InlineData(300, 8, "on AVX-512 the method Step would hold 1232 vector multiply-adds, at most 1000")]
    public void A_layer_outside_is_refused_with_the_method_and_the_limit(int input, int hidden, string violation)
        => Assert.Equal(violation, PlannedModel.Violation(Layer(input, hidden, full: true)));

    [Fact]
    public void Only_full_unrolling_leaves_the_budget()
        => Assert.All(
            from hidden in new[] { 1, 12, 16, 17, 48, 65, 512, 4096 }
            from input in new[] { 1, 13, 64, 129, 65536 }
            from cell in new[] { default, Both }
            select new LayerSpec(input, hidden, ActivationKind.Accurate, UnrollKind.Auto, cell),
            layer => Assert.Null(PlannedModel.Violation(layer)));

    [Property(MaxTest = 100, Arbitrary = [typeof(PlanTests.AnyLayer)])]
    public void No_other_layer_leaves_the_budget(PlanTests.AnyLayer layer)
        => Assert.True(layer.Spec.Unroll == UnrollKind.Full || PlannedModel.Violation(layer.Spec) is null);

    [Theory]
    [InlineData("128, 2")]
    [InlineData("128, 2, 128")]
    public void Generated_source_stays_small(string shape)
    {
        GeneratorRun run = GeneratorHarness.Run($"[LstmGen.LstmModel({shape})] partial class M;");
        int Bytes(bool training) => run.Sources.Where(source => source.HintName.Contains(".Training.", StringComparison.Ordinal) == training)
            .Sum(source => Encoding.UTF8.GetByteCount(source.SourceText.ToString()));
        output.WriteLine($"[LstmModel({shape})]: {Bytes(false)} bytes, {Bytes(true)} more for training, in {run.Sources.Length} files");

        Assert.NotEmpty(run.Sources);
        Assert.InRange(Bytes(false), 1, 400_000);
        Assert.InRange(Bytes(true), 1, 400_000);
    }

    private static LayerSpec Layer(int input, int hidden, bool fast = false, bool full = false)
        => new(input, hidden, fast ? ActivationKind.Fast : ActivationKind.Accurate, full ? UnrollKind.Full : UnrollKind.Auto);

    private static LayerSpec With(LayerSpec layer, CellSpec cell) => layer with { Cell = cell };

    private static int Il(MethodBody body) => body.GetILAsByteArray()!.Length;

    private static IEnumerable<Method> Methods(LayerSpec layer, Dialect dialect)
    {
        LayerPlan plan = Planner.Plan(layer, dialect.Target);
        return LayerKernels.Of(plan).Concat(LayerTraining.Of(TrainingPlan.Of(plan))).SelectMany(OnLines.Of);
    }

    private static IEnumerable<Method> Methods(HeadSpec head, Dialect dialect)
    {
        var plan = new HeadPlan(head, dialect.Target);
        return new HeadGradientKernels(plan).Methods().Append(new HeadKernel(plan).Apply());
    }

    private static Dictionary<string, MethodBody> Compile()
    {
        GeneratedFile[] files =
        [
            .. from layer in Layers from dialect in Dialect.All from file in new[] { LayerEmitter.EmitLayer(layer, dialect), TrainingEmitter.EmitLayer(layer, dialect) } select file,
            .. from head in Heads from dialect in Dialect.All from file in new[] { HeadEmitter.EmitHead(head, dialect), HeadTrainingEmitter.EmitHead(head, dialect) } select file,
        ];
        GeneratorRun run = GeneratorHarness.Run([.. files.DistinctBy(file => file.HintName).Select(file => file.Text)]);
        const BindingFlags Declared = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var bodies = new Dictionary<string, MethodBody>(StringComparer.Ordinal);
        foreach (Type type in run.Load().GetTypes())
        {
            foreach (MethodBase method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
            {
                if (method.GetMethodBody() is { } body && !bodies.TryAdd($"{type.FullName}.{method.Name}", body))
                {
                    bodies.Add($"{type.FullName}.{method}", body);
                }
            }
        }

        return bodies;
    }
}
