using LstmGen.Generator.Dialects;
using LstmGen.Generator.Kernels.Forward;
using LstmGen.Generator.Options;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the kernels of one layer: a file for each instruction set.</summary>
internal static class LayerEmitter
{
    private const string StateParameters = "ref float h, ref float y, ref float c";

    private static readonly string[] s_usings =
        ["System", "System.ComponentModel", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "LstmGen.Kernels"];

    internal static GeneratedFile EmitLayer(LayerSpec layer, Dialect dialect)
    {
        if (layer.IsCell)
        {
            return CellEmitter.EmitCell(layer, dialect);
        }

        LayerPlan plan = Planner.Plan(layer, dialect.Target);
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings]);
        using (writer.Block($"""
            /// <summary>{(layer.Cell.Kind == CellKind.Dense ? "Dense" : layer.GivesSums ? "Sums of a" : "LSTM")} layer, {Words.Count(layer.Input, "input")}, {Words.Count(layer.Hidden, "unit")}, {OptionTexts.Words(layer)}, on {dialect.Name}.</summary>
            /// <remarks>
            {string.Join("\n", PlanText.Layer(plan).Select(line => $"/// {line}"))}
            /// </remarks>
            [EditorBrowsable(EditorBrowsableState.Never)]
            {ToolAttributes.Code}
            internal readonly partial struct {TypeName(layer, dialect)} : ILstmLayerKernels
            """))
        {
            Facts(writer, plan);
            writer.Line();
            new KernelPrinter(writer, dialect).Print(LayerKernels.Of(plan));
        }

        return new GeneratedFile($"LstmGen.{TypeName(layer, dialect)}.g.cs", writer.ToString());
    }

    /// <summary>Name of the type that holds the kernels.</summary>
    internal static string TypeName(LayerSpec layer, Dialect dialect)
        => ShortName.Of(
            $"{Kind(layer)}_{(layer.IsCell ? "" : $"{layer.Input}x")}{layer.Hidden}{(layer.ReadsItself || layer.Recurrence == 0 ? "" : $"p{layer.Recurrence}")}{OptionTexts.Name(layer)}")
            + $"_{dialect.Suffix}";

    private static string Kind(LayerSpec layer) => layer.IsCell ? $"Cell{(layer.Cell.Kind == CellKind.Lstm ? "" : $"{layer.Cell.Kind}")}{(layer.Cell.ExponentialForget ? "Exponential" : "")}"
        : layer.GivesSums ? $"Sums{layer.Cell.Count}{(layer.Cell.CountOfRow > 0 ? $"Of{layer.Cell.CountOfRow}" : "")}" : layer.Cell.Kind == CellKind.Dense ? "Dense" : "Layer";

    private static void Facts(CodeWriter writer, LayerPlan plan)
    {
        writer.Lines($"""
            /// <inheritdoc/>
            public static LstmPanels Panels => new({plan.Panels[0].Width}, {plan.FullPanels}, {plan.TailWidth}, {plan.Gates}, {plan.Cell.Vectors.Count});

            /// <inheritdoc/>
            public static int StepScratch => {plan.StepScratch};

            /// <inheritdoc/>
            public static int SequenceScratch => {plan.SequenceScratch};

            /// <inheritdoc/>
            public static int BatchScratch => {plan.BatchScratch};

            """);
        if (!plan.Layer.ReadsItself)
        {
            return;
        }

        string refs = $"ref w, ref x, {{0}}{(plan.Step.Cell.InRegisters ? "" : "ref z, ")}ref h, ref y, ref c, {{1}}";
        if (!plan.Hoists)
        {
            writer.Lines($"""
                /// <inheritdoc/>
                public static void Step(ref float w, ref float x, ref float z, {StateParameters}, bool fromEnd)
                    => Steps({string.Format(refs, "0, ", "1")}{(plan.Step.Turns ? ", fromEnd" : "")});

                """);
        }

        writer.Lines($"""
            /// <inheritdoc/>
            public static void Sequence(ref float w, ref float x, nint xStride, ref float z, {StateParameters}, int steps)
            """);
        if (plan.Hoists)
        {
            using (writer.Block())
            {
                writer.Line("Project(ref w, ref x, xStride, ref z, steps);").Line($"Recur(ref w, ref z, ref h, ref y, ref c, steps{FirstTurn(plan.Sequence)});");
            }
        }
        else
        {
            writer.Line($"    => Steps({string.Format(refs, "xStride, ", "steps")}{FirstTurn(plan.Step)});");
        }
    }

    private static string FirstTurn(Schedule schedule) => schedule.Turns ? ", false" : "";
}
