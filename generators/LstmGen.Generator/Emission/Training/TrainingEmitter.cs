using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission.Training;

/// <summary>Writes the training kernels of one layer: a file for each instruction set, beside that of the forward kernels.</summary>
internal static class TrainingEmitter
{
    private static readonly string[] s_usings =
        ["System", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "LstmGen.Kernels", "LstmGen.Training.Kernels"];

    internal static GeneratedFile EmitLayer(LayerSpec layer, Dialect dialect)
    {
        var plan = TrainingPlan.Of(Planner.Plan(layer, dialect.Target));
        var cell = new TapedCell(CellGraph.Of(layer.Cell), layer.Activations);
        string name = LayerEmitter.TypeName(layer, dialect);
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings]);
        using (writer.Block($"""
            // Training: the step with a tape, and the backward step.
            {string.Join("\n", PlanText.Training(plan).Select(line => $"// {line}"))}
            internal readonly partial struct {name} : ILstmTrainingKernels
            """))
        {
            new LayerTraining(writer, dialect, plan, cell).Write();
        }

        return new GeneratedFile($"LstmGen.{name}.Training.g.cs", writer.ToString());
    }
}
