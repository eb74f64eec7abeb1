using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the kernels of one layer: a file for each instruction set.</summary>
internal static class LayerEmitter
{
    private static readonly string[] s_usings =
        ["System", "System.ComponentModel", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "LstmGen.Kernels"];

    internal static IEnumerable<GeneratedFile> EmitLayer(LayerSpec layer) => Dialect.All.Select(dialect => EmitLayer(layer, dialect));

    internal static GeneratedFile EmitLayer(LayerSpec layer, Dialect dialect)
    {
        LayerPlan plan = Planner.Plan(layer, dialect.Target);
        CellGraph cell = Lowering.Lower(CellGraph.Of(layer.Cell), layer.Activations, plan.OwnTanhConstants);
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings]);
        using (writer.Block($"""
            /// <summary>LSTM layer, {PlanText.Count(layer.Input, "input")}, {PlanText.Count(layer.Hidden, "unit")}, {layer.Activations.ToString().ToLowerInvariant()} activations{layer.Cell.Words}, on {dialect.Name}.</summary>
            /// <remarks>
            {string.Join("\n", PlanText.Layer(plan).Select(line => $"/// {line}"))}
            /// </remarks>
            [EditorBrowsable(EditorBrowsableState.Never)]
            {ToolAttributes.Code}
            internal readonly partial struct {TypeName(layer, dialect)} : ILstmLayerKernels
            """))
        {
            new LayerKernels(writer, dialect, plan, cell).Write();
        }

        return new GeneratedFile($"LstmGen.{TypeName(layer, dialect)}.g.cs", writer.ToString());
    }

    /// <summary>Name of the type that holds the kernels.</summary>
    internal static string TypeName(LayerSpec layer, Dialect dialect) => $"Layer_{layer.Input}x{layer.Hidden}{Options(layer)}_{dialect.Suffix}";

    /// <summary>The options of a layer in names of types.</summary>
    internal static string Options(LayerSpec layer)
        => $"{(layer.Activations == ActivationKind.Fast ? "_Fast" : "")}{layer.Cell.Suffix}{(layer.Unroll == UnrollKind.Auto ? "" : $"_{layer.Unroll}")}";
}
