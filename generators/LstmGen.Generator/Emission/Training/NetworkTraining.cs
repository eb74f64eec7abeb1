using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission.Training;

/// <summary>Writes what a network on one instruction set has for training, beside that of inference.</summary>
internal static class NetworkTraining
{
    private const string Cells = "ref float gates, ref float before, ref float after, ";

    /// <summary>Whether a use has a cell between sums and what is read of it; the tape of others is what they give.</summary>
    private static bool HasTape(UsePlan use) => !use.IsCell && !use.Layer.Layer.GivesSums;

    internal static GeneratedFile EmitNetwork(Network network, Dialect dialect)
    {
        string name = NetworkEmitter.TypeName(network, dialect);
        string? head = network.Head is { } spec ? HeadEmitter.TypeName(spec, dialect) : null;
        var writer = new CodeWriter();
        var calls = new NetworkCalls(writer, NetworkPlan.Of(network, dialect.Target), dialect);
        FileHeader.WriteKernels(writer, [.. calls.Usings, "LstmGen.Training.Kernels"]);
        using (writer.Block($"// Training: steps with a tape, and what the backward pass calls.\ninternal readonly partial struct {name} : ILstmTrainingNetwork"))
        {
            writer.Lines($"""
                /// <inheritdoc/>
                public static LstmTrainingLayout TrainingLayout => new(
                    headSlabs: {(head is null ? "0" : $"{head}.Slabs")},
                """);
            calls.List((use, kernels) => use.IsCell ? "new(0, 0, default, default)" : $"new({kernels}.TapeStride, {kernels}.Slabs, {kernels}.HiddenColumns, {kernels}.InputColumns)");
            calls.ByUse("Forward", "ref float w, ref float x, nint xStride, ref float z, ref float h, ref float before, ref float y, ref float after, ref float gates, int rows", HasTape);
            calls.ByUse("Adjoint", $"{Cells}ref float dh, ref float dc, ref float p, int rows", HasTape);
            calls.ByUse(
                "CellAdjoint",
                "ref float p, ref float xs, ref float hs, ref float z, ref float h, ref float before, ref float dy, ref float dh, ref float dc, ref float dp, nint states, int rows",
                use => use.IsCell);
            calls.ByUse("HiddenGradients", "ref float w, ref float gates, ref float dh, int rows", use => !use.IsCell && use.Layer.Layer.Recurrence > 0);
            calls.ByUse("InputGradients", "ref float w, ref float gates, ref float dx, int rows");
            calls.ByUse("WeightGradients", "ref float x, nint xStride, ref float h, ref float gates, ref float dw, int rows, int firstSlab, int slabs");
            calls.ByUse("VectorGradients", $"{Cells}ref float dp, int rows", use => !use.IsCell && use.Layer.Cell.Vectors.Count > 0);
            if (head is not null)
            {
                writer.Lines($"""

                    /// <inheritdoc/>
                    public static void OutputGradients(ref float w, ref float dy, ref float dh, int rows)
                        => {head}.HiddenGradients(ref w, ref dy, ref dh, rows);

                    /// <inheritdoc/>
                    public static void HeadGradients(ref float h, ref float dy, ref float dw, int rows, int firstSlab, int slabs)
                        => {head}.WeightGradients(ref h, ref dy, ref dw, rows, firstSlab, slabs);
                    """);
            }
        }

        return new GeneratedFile($"LstmGen.{name}.Training.g.cs", writer.ToString());
    }
}
