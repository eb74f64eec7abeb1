using System.Reflection;
using System.Text;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Planning;

/// <summary>Compiled kernels against what was estimated before they were written. Methods of whole models are measured where those are compiled: conformance.</summary>
public class BudgetTests(ITestOutputHelper output)
{
    private static readonly CellSpec Peephole = new(Peepholes: true, CoupledGates: false);
    private static readonly CellSpec Coupled = new(Peepholes: false, CoupledGates: true);
    private static readonly CellSpec Both = new(Peepholes: true, CoupledGates: true);

    /// <summary>Input, hidden, fast activations, fully unrolled; then the cell's options.</summary>
    private static readonly LayerSpec[] Layers =
    [
        Layer(1, 1), Layer(8, 5, fast: true), Layer(1, 8), Layer(64, 12), Layer(1, 16, fast: true), Layer(8, 20), Layer(64, 33, fast: true), Layer(8, 40),
        Layer(128, 64, fast: true), Layer(1, 100), Layer(128, 128), Layer(64, 256, fast: true),
        With(Layer(1, 8), Peephole), With(Layer(8, 12), Coupled), With(Layer(3, 15), Both), With(Layer(8, 40), Peephole), With(Layer(8, 20, fast: true), Coupled),
        With(Layer(1, 48), Both), With(Layer(64, 33, fast: true), Both), With(Layer(64, 100), Peephole), With(Layer(128, 128), Coupled),
        With(Layer(8, 12, full: true), Both), With(Layer(1, 48, full: true), Coupled), With(Layer(40, 16, full: true), Peephole),
        Layer(249, 1, full: true), Layer(8, 12, full: true), Layer(40, 16, full: true), Layer(1, 27, full: true, fast: true), Layer(1, 48, full: true),
    ];

    [Fact]
    public void Estimates_are_at_least_the_true_size_and_at_most_half_more()
    {
        Dictionary<string, MethodBody> bodies = Compile();
        Assert.All(bodies, method => Assert.True(
            Il(method.Value) <= Budget.IlBytes && method.Value.LocalVariables.Count <= Budget.Locals,
            $"{method.Key} has {Il(method.Value)} bytes of IL and {method.Value.LocalVariables.Count} locals"));
        int compared = 0;
        var wrong = new List<string>();
        foreach (LayerSpec layer in Layers)
        {
            foreach (Dialect dialect in Dialect.All)
            {
                foreach (MethodSize estimate in MethodSize.Of(Planner.Plan(layer, dialect.Target), dialect.ScalarsPerLoad))
                {
                    string name = $"LstmGen.Generated.{LayerEmitter.TypeName(layer, dialect)}.{estimate.Name}";
                    MethodBody body = bodies[name];
                    Compare(estimate.IlBytes, Il(body), 0, $"{name}, bytes of IL");
                    Compare(estimate.Locals, body.LocalVariables.Count, 25, $"{name}, locals");
                    compared++;
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));

        // Both loops of a layer that unrolls: no method of that kind goes without an estimate.
        Assert.Equal(bodies.Keys.Count(name => name.Split('.')[^1] is "Fused" or "Recur" || name.Contains(".Both", StringComparison.Ordinal)), compared);

        void Compare(int estimate, int truth, int slack, string what)
        {
            if (estimate < truth || estimate > (1.5 * truth) + slack)
            {
                wrong.Add($"{what}: {truth}, estimated as {estimate}");
            }
        }
    }

    [Fact]
    public void What_may_be_unrolled_fully()
    {
        IEnumerable<int> accepted = Enumerable.Range(1, 600).Where(hidden => LayerBudget.Violation(Layer(1, hidden, full: true)) == null);

        Assert.Equal([.. Enumerable.Range(1, 30), .. Enumerable.Range(32, 9), 48], accepted);
    }

    [Theory]
    [InlineData(1, 64, "on AVX2 the method Fused would hold 1300 vector multiply-adds, at most 1000")]
    [InlineData(1, 49, "on AVX2 the method Fused would hold 1400 vector multiply-adds, at most 1000")]
    [InlineData(300, 8, "on AVX-512 the method Fused would hold 1232 vector multiply-adds, at most 1000")]
    public void A_layer_outside_is_refused_with_the_method_and_the_limit(int input, int hidden, string violation)
        => Assert.Equal(violation, LayerBudget.Violation(Layer(input, hidden, full: true)));

    [Fact]
    public void Only_full_unrolling_leaves_the_budget()
        => Assert.All(
            from hidden in Enumerable.Range(1, 600)
            from input in new[] { 1, 3, 7, 8, 13, 64, 127, 65536 }
            from unroll in new[] { UnrollKind.Auto, UnrollKind.Loop }
            from cell in new[] { default, Peephole, Both }
            select new LayerSpec(input, hidden, ActivationKind.Accurate, unroll, cell),
            layer => Assert.Null(LayerBudget.Violation(layer)));

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

    private static Dictionary<string, MethodBody> Compile()
    {
        GeneratorRun run = GeneratorHarness.Run(
            [.. Layers.SelectMany(layer => Dialect.All.Select(dialect => LayerEmitter.EmitLayer(layer, dialect))).DistinctBy(file => file.HintName).Select(file => file.Text)]);
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
