using LstmGen.Generator.Dialects;
using LstmGen.Generator.Kernels.Heads;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission.Training;

/// <summary>Writes the training kernels of a head: one instruction set a file.</summary>
internal static class HeadTrainingEmitter
{
    private static readonly string[] s_usings =
        ["System", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "LstmGen.Training.Kernels"];

    internal static GeneratedFile EmitHead(HeadSpec head, Dialect dialect)
    {
        string name = HeadEmitter.TypeName(head, dialect);
        var plan = new HeadPlan(head, dialect.Target);
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings, .. dialect.StandIns]);
        using (writer.Block($"// Training: gradients of h and of the weights.\ninternal readonly partial struct {name} : ILstmHeadTrainingKernels"))
        {
            writer.Line("/// <inheritdoc/>").Line($"public static int Slabs => {plan.Slabs};").Line();
            new KernelPrinter(writer, dialect).Print(new HeadGradientKernels(plan).Methods());
        }

        return new GeneratedFile($"LstmGen.{name}.Training.g.cs", writer.ToString());
    }
}
