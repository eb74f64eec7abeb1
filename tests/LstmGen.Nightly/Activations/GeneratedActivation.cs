extern alias generator;

using System.Reflection;
using generator::LstmGen.Generator.Cells;
using generator::LstmGen.Generator.Dialects;
using generator::LstmGen.Generator.Emission;
using generator::LstmGen.Generator.Kernels;
using generator::LstmGen.Generator.Kernels.Form;
using generator::LstmGen.Generator.Specs;

namespace LstmGen.Nightly.Activations;

/// <summary>An activation as the generator writes it for one instruction set and vector width, compiled in memory.</summary>
internal sealed class GeneratedActivation : IActivation
{
    private delegate void Evaluator(ReadOnlySpan<float> x, Span<float> y);

    private readonly Evaluator _evaluate;

    private GeneratedActivation(string name, Type type)
    {
        Name = name;
        Supported = (bool)type.GetProperty("Supported")!.GetValue(null)!;
        _evaluate = type.GetMethod("Evaluate", [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<Evaluator>();
    }

    public string Name { get; }

    /// <summary>Whether this processor can run it.</summary>
    internal bool Supported { get; }

    public void Evaluate(ReadOnlySpan<float> x, Span<float> y) => _evaluate(x, y);

    /// <summary>An activation in every instruction set and width that kernels use; accurate tanh also with constants of its own.</summary>
    internal static GeneratedActivation[] All(Activation activation, ActivationKind kind)
        => [.. from dialect in Dialect.All
               from lanes in new[] { dialect.Machine.Lanes }.Concat(dialect.Machine.TailLanes).Distinct()
               from folded in activation == Activation.Tanh && kind == ActivationKind.Accurate ? [false, true] : new[] { false }
               let type = InMemoryCompiler.Compile(Source(dialect, lanes, activation, kind, folded)).GetType("Activation")!
               select new GeneratedActivation($"{dialect.Name} x{lanes}{(folded ? ", own constants" : "")}", type)];

    private static string Source(Dialect dialect, int lanes, Activation activation, ActivationKind kind, bool folded)
    {
        var graph = new Graph();
        Node x = graph.Input(new(QuantityKind.Sum, 0), "x");
        Node lowered = Lowering.Lower(new Graph(), new(kind, folded), graph.Apply(activation, x))[0];
        int widest = dialect.Machine.Lanes;
        var value = new Elementwise(new Dictionary<Quantity, Value> { [x.Quantity] = new Load("from", lanes) }, lanes, widest, lowered);
        var evaluate = new Method(
            "// Values at from, a vector at a time.", "Evaluate", ["ref float from", "ref float to", "int count"],
            [
                .. Elementwise.Constants(widest, lowered),
                new Block($"for (; count > 0; count -= {lanes})",
                    [.. value.Body, new Store(value.Results[0], "to", lanes), Code.Advance("from", lanes), Code.Advance("to", lanes)]),
            ]);

        var writer = new CodeWriter();
        foreach (string name in (string[])
            ["System", "System.Runtime.CompilerServices", "System.Runtime.InteropServices", "System.Runtime.Intrinsics", "LstmGen.Kernels", .. dialect.Usings])
        {
            writer.Line($"using {name};");
        }

        using (writer.Block("public static class Activation"))
        {
            writer.Line($"public static bool Supported => {dialect.Supported};")
                .Line("public static void Evaluate(ReadOnlySpan<float> from, Span<float> to)")
                .Line($"    => Evaluate(ref MemoryMarshal.GetReference(from), ref MemoryMarshal.GetReference(to), from.Length / {lanes} * {lanes});")
                .Line();
            new KernelPrinter(writer, dialect).Print([evaluate]);
        }

        return writer.ToString();
    }
}
