using LstmGen.Generator.Dialects;
using LstmGen.Generator.Kernels.Rows;
using LstmGen.Generator.Options;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the kernels of a cell that takes sums by rows: a file for each instruction set.</summary>
internal static class CellEmitter
{
    private static readonly string[] s_usings = ["System.ComponentModel", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "LstmGen.Kernels"];

    internal static GeneratedFile EmitCell(LayerSpec layer, Dialect dialect)
    {
        var plan = new CellPlan(layer, dialect.Target);
        var rows = new CellRows(plan);
        string name = LayerEmitter.TypeName(layer, dialect);
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings, .. dialect.StandIns.Except(s_usings)]);
        using (writer.Block($"""
            /// <summary>{PlanText.CellName(layer)} of {Words.Count(layer.Hidden, "unit")}, {OptionTexts.Words(layer)}, over rows of sums, on {dialect.Name}.</summary>
            /// <remarks>
            {string.Join("\n", PlanText.Cell(plan, rows).Select(line => $"/// {line}"))}
            /// </remarks>
            [EditorBrowsable(EditorBrowsableState.Never)]
            {ToolAttributes.Code}
            internal readonly partial struct {name} : ILstmCellKernels
            """))
        {
            writer.Lines($"""
                /// <inheritdoc/>
                public static LstmPanels Panels => new({plan.Stride}, 1, 0, 0, {plan.Cell.Vectors.Count});

                /// <inheritdoc/>
                public static int Scratch => {rows.Scratch};

                """);
            new KernelPrinter(writer, dialect).Print([rows.Cell()]);
        }

        return new GeneratedFile($"LstmGen.{name}.g.cs", writer.ToString());
    }

    internal static GeneratedFile EmitTraining(LayerSpec layer, Dialect dialect)
    {
        var plan = new CellPlan(layer, dialect.Target);
        var rows = new CellRows(plan);
        string name = LayerEmitter.TypeName(layer, dialect);
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings.Skip(1), .. dialect.Usings, .. dialect.StandIns.Except(s_usings), "LstmGen.Training.Kernels"]);
        using (writer.Block($"""
            // Training: the backward step, in {Words.Count(rows.BackwardPasses, "loop")} over the units of a row.
            internal readonly partial struct {name} : ILstmCellTrainingKernels
            """))
        {
            new KernelPrinter(writer, dialect).Print([rows.Adjoint()]);
        }

        return new GeneratedFile($"LstmGen.{name}.Training.g.cs", writer.ToString());
    }
}
