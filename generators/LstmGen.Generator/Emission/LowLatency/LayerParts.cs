using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Kernels.Forward;
using LstmGen.Generator.Kernels.Rows;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission.LowLatency;

/// <summary>Writes the kernels of parts of a step of one layer: a file for each instruction set.</summary>
internal static class LayerParts
{
    private static readonly string[] s_usings = ["System", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "LstmGen.Kernels"];

    internal static GeneratedFile EmitLayer(LayerSpec layer, Dialect dialect)
    {
        string name = LayerEmitter.TypeName(layer, dialect);
        Method[] methods = [.. Methods(layer, dialect.Target)];
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings, .. layer.IsCell ? dialect.StandIns.Except(s_usings) : []]);
        using (writer.Block($"// Low latency: a part of a step{(methods.Length > 0 ? "" : "; this one has none, since its units are few or need each other")}.\ninternal readonly partial struct {name}"))
        {
            new KernelPrinter(writer, dialect).Print(methods);
        }

        return new GeneratedFile($"LstmGen.{name}.LowLatency.g.cs", writer.ToString());
    }

    private static IEnumerable<Method> Methods(LayerSpec layer, Target target)
    {
        if (layer.IsCell)
        {
            var rows = new CellRows(new CellPlan(layer, target));
            return rows.HasParts ? [rows.Part()] : [];
        }

        LayerPlan plan = Planner.Plan(layer, target);
        return plan.HasParts ? [new PartKernels(plan, plan.Cell.Step().Lower(new(layer.Activations, plan.OwnTanhConstants))).Part()] : [];
    }
}
