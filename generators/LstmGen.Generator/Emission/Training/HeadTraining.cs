using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission.Training;

/// <summary>Writes the training kernels of a head: the gradients of h and of the weights. The bias is the library's: one sum.</summary>
internal static class HeadTraining
{
    private static readonly string[] s_usings =
        ["System", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "LstmGen.Training.Kernels"];

    internal static GeneratedFile EmitHead(HeadSpec head, Dialect dialect)
    {
        string name = HeadEmitter.TypeName(head, dialect);
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings, .. dialect.StandIns]);
        using (writer.Block($"// Training: gradients of h and of the weights.\ninternal readonly partial struct {name} : ILstmHeadTrainingKernels"))
        {
            Members(writer, head, dialect);
        }

        return new GeneratedFile($"LstmGen.{name}.Training.g.cs", writer.ToString());
    }

    private static void Members(CodeWriter writer, HeadSpec head, Dialect dialect)
    {
        Target target = dialect.Target;
        int stride = (head.Hidden + 15) / 16 * 16;
        int all = stride / target.Lanes;
        int vectors = Enumerable.Range(1, target.GradientVectors).Last(count => all % count == 0);
        int width = vectors * target.Lanes;
        writer.Lines($"""
            /// <inheritdoc/>
            public static int Slabs => {stride / width};
            """);
        var products = new ProductEmitter(writer, dialect, head.Output, _ => stride);
        using (writer.Line().Block("""
            /// <inheritdoc/>
            public static void HiddenGradients(ref float w, ref float dy, ref float dh, int rows)
            """))
        {
            bool severalColumns = stride > width;
            bool severalChains = head.Output > TrainingPlan.ChainUnits;
            using (severalColumns ? writer.Block($"for (int unit = 0; unit < {stride}; unit += {width})") : default)
            using (severalChains ? writer.Block($"for (int first = 0; first < {head.Output}; first += {TrainingPlan.ChainUnits})") : default)
            {
                string depth = severalChains ? "depth" : $"{head.Output}";
                if (severalChains)
                {
                    writer.Line($"int depth = Math.Min({TrainingPlan.ChainUnits}, {head.Output} - first);");
                }

                string unit = severalColumns ? "unit" : "0";
                string weights = severalChains ? $"(first * {stride}) + {unit}" : unit;
                writer.Lines($"""
                    ref float b = ref {RowKernels.At("w", weights)};
                    ref float s = ref {RowKernels.At("dy", severalChains ? "first" : "0")};
                    ref float z = ref {RowKernels.At("dh", unit)};
                    int left = rows;
                    """);
                int[] tiles = [.. target.GradientRows, 1];
                foreach (int tile in tiles)
                {
                    string call = tile == 1
                        ? $"{products.RowTile(1, vectors)}(ref b, ref s, ref z, {depth});"
                        : $"{products.Tile(tile, vectors)}(ref b, ref s, ref z, {stride}, {depth});";
                    using (writer.Block(RowLoop.Of(tiles, tile, "left")))
                    {
                        writer.Line(call).Line($"s = ref Unsafe.Add(ref s, {tile * head.Output});").Line($"z = ref Unsafe.Add(ref z, {tile * stride});");
                    }
                }
            }
        }

        using (writer.Line().Block("""
            /// <inheritdoc/>
            public static void WeightGradients(ref float h, ref float dy, ref float dw, int rows, int firstSlab, int slabs)
            """))
        using (writer.Block("while (rows > 0)"))
        {
            writer.Line($"int count = Math.Min(rows, {TrainingPlan.WeightRowsBlock});");
            using (writer.Block("for (int slab = firstSlab; slab < firstSlab + slabs; slab++)"))
            {
                writer.Line($"Outer(ref dy, {head.Output}, ref Unsafe.Add(ref h, slab * {width}), ref Unsafe.Add(ref dw, slab * {width}), {head.Output}, count);");
            }

            writer.Lines($"""
                h = ref Unsafe.Add(ref h, count * {stride});
                dy = ref Unsafe.Add(ref dy, count * {head.Output});
                rows -= count;
                """);
        }

        foreach (int rows in target.GradientRows)
        {
            products.Rows(rows, vectors);
        }

        products.Row(1, vectors, 0, 0);
        new OuterEmitter(writer, dialect, vectors, stride, stride).Write();
    }
}
