using LstmGen.Generator.Dialects;
using LstmGen.Generator.Kernels.Heads;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the kernels of a linear head: a file for each instruction set.</summary>
internal static class HeadEmitter
{
    private static readonly string[] s_usings =
        ["System.ComponentModel", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "LstmGen.Kernels"];

    internal static string TypeName(HeadSpec head, Dialect dialect) => $"Head_{head.Hidden}x{head.Output}_{dialect.Suffix}";

    internal static GeneratedFile EmitHead(HeadSpec head, Dialect dialect)
    {
        var plan = new HeadPlan(head, dialect.Target);
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings]);
        using (writer.Block($"""
            /// <summary>Linear head, {Words.Count(head.Hidden, "unit")} to {Words.Count(head.Output, "output")}, on {dialect.Name}.</summary>
            /// <remarks>Weights: [{head.Output}, {plan.Stride}], then the bias; {Words.Number(4L * head.Output * (plan.Stride + 1))} bytes.
            /// Each output: 16 partial sums by index mod 16, folded 8, 4, 2, 1, then the bias.</remarks>
            [EditorBrowsable(EditorBrowsableState.Never)]
            {ToolAttributes.Code}
            internal readonly partial struct {TypeName(head, dialect)} : ILstmHeadKernel
            """))
        {
            new KernelPrinter(writer, dialect).Print([new HeadKernel(plan).Apply()]);
        }

        return new GeneratedFile($"LstmGen.{TypeName(head, dialect)}.g.cs", writer.ToString());
    }
}
