using LstmGen.Generator.Dialects;
using LstmGen.Generator.Kernels.Training;
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
        if (layer.IsCell)
        {
            return CellEmitter.EmitTraining(layer, dialect);
        }

        var plan = TrainingPlan.Of(Planner.Plan(layer, dialect.Target));
        string name = LayerEmitter.TypeName(layer, dialect);
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings]);
        using (writer.Block($"""
            // Training: the step with a tape, and the backward step.
            {string.Join("\n", PlanText.Training(plan).Select(line => $"// {line}"))}
            internal readonly partial struct {name} : ILstmTrainingKernels
            """))
        {
            writer.Lines($"""
                /// <inheritdoc/>
                public static int TapeStride => {plan.GateStride};

                /// <inheritdoc/>
                public static int Slabs => {plan.Slabs};

                /// <inheritdoc/>
                public static LstmColumns HiddenColumns => new({plan.Hidden.Width}, {plan.Hidden.Count}, {plan.Hidden.TailWidth});

                /// <inheritdoc/>
                public static LstmColumns InputColumns => new({plan.Input.Width}, {plan.Input.Count}, {plan.Input.TailWidth});

                """);
            new KernelPrinter(writer, dialect).Print(LayerTraining.Of(plan));
        }

        return new GeneratedFile($"LstmGen.{name}.Training.g.cs", writer.ToString());
    }
}
