using LstmGen.Generator.Dialects;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>
/// Writes the linear head: y = W h + b. Each output is one dot product by the rule for all horizontal sums: 16 partial
/// sums by index mod 16, folded 8, 4, 2, 1, then the bias.
/// </summary>
internal static class HeadEmitter
{
    // Outputs taken together share the loads of h and hide each other's latency.
    private const int Together = 4;

    // More groups of 16 units than this are a loop.
    private const int LongestStraight = 16;

    private static readonly string[] s_usings =
        ["System.ComponentModel", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "LstmGen.Kernels"];

    internal static string TypeName(HeadSpec head, Dialect dialect) => $"Head_{head.Hidden}x{head.Output}_{dialect.Suffix}";

    internal static GeneratedFile EmitHead(HeadSpec head, Dialect dialect)
    {
        var writer = new CodeWriter();
        FileHeader.WriteKernels(writer, [.. s_usings, .. dialect.Usings]);
        int stride = (head.Hidden + 15) / 16 * 16;
        using (writer.Block($"""
            /// <summary>Linear head, {PlanText.Count(head.Hidden, "unit")} to {PlanText.Count(head.Output, "output")}, on {dialect.Name}.</summary>
            /// <remarks>Weights: [{head.Output}, {stride}], then the bias; {PlanText.Number(4L * head.Output * (stride + 1))} bytes.
            /// Each output: 16 partial sums by index mod 16, folded 8, 4, 2, 1, then the bias.</remarks>
            [EditorBrowsable(EditorBrowsableState.Never)]
            {ToolAttributes.Code}
            internal readonly partial struct {TypeName(head, dialect)} : ILstmHeadKernel
            """))
        {
            using (writer.Block("""
                /// <inheritdoc/>
                [MethodImpl(MethodImplOptions.AggressiveOptimization)]
                public static void Apply(ref float w, ref float h, ref float y, int rows)
                """))
            {
                Rows(writer, head, dialect, stride);
            }
        }

        return new GeneratedFile($"LstmGen.{TypeName(head, dialect)}.g.cs", writer.ToString());
    }

    private static void Rows(CodeWriter writer, HeadSpec head, Dialect dialect, int stride)
    {
        int groups = head.Output / Together;
        int rest = head.Output % Together;
        writer.Line($"ref float bias = ref Unsafe.Add(ref w, {head.Output * stride});");
        using (writer.Block("for (int row = 0; row < rows; row++)"))
        {
            writer.Line("ref float wo = ref w;");
            if (groups > 0)
            {
                using (writer.Block(groups > 1 ? $"for (int o = 0; o < {groups * Together}; o += {Together})" : null))
                {
                    Outputs(writer, dialect, stride, Together, groups > 1 ? "o" : "0");
                    if (groups > 1 || rest > 0)
                    {
                        writer.Line($"wo = ref Unsafe.Add(ref wo, {Together * stride});");
                    }
                }
            }

            if (rest > 0)
            {
                using (writer.Block())
                {
                    Outputs(writer, dialect, stride, rest, $"{groups * Together}");
                }
            }

            writer.Line($"h = ref Unsafe.Add(ref h, {stride});").Line($"y = ref Unsafe.Add(ref y, {head.Output});");
        }
    }

    private static void Outputs(CodeWriter writer, Dialect dialect, int stride, int outputs, string first)
    {
        int lanes = dialect.Target.Lanes;
        int vectors = 16 / lanes;
        for (int output = 0; output < outputs; output++)
        {
            for (int vector = 0; vector < vectors; vector++)
            {
                writer.Line($"{dialect.Type(lanes)} p{output}_{vector} = {dialect.Zero(lanes)};");
            }
        }

        if (stride / 16 > LongestStraight)
        {
            writer.Line("ref float hk = ref h;").Line("ref float wk = ref wo;");
            using (writer.Block($"for (int k = 0; k < {stride}; k += 16)"))
            {
                Terms("hk", "wk", 0);
                writer.Line("hk = ref Unsafe.Add(ref hk, 16);").Line("wk = ref Unsafe.Add(ref wk, 16);");
            }
        }
        else
        {
            for (int k = 0; k < stride; k += 16)
            {
                using (writer.Block())
                {
                    Terms("h", "wo", k);
                }
            }
        }

        for (int output = 0; output < outputs; output++)
        {
            using (writer.Block())
            {
                Fold(writer, vectors, lanes, output);
                string index = output == 0 ? first : first == "o" ? $"o + {output}" : $"{int.Parse(first, System.Globalization.CultureInfo.InvariantCulture) + output}";
                writer.Line($"{At("y", index)} = (s.ToScalar() + s.GetElement(1)) + {At("bias", index)};");
            }
        }

        void Terms(string hidden, string weights, int k)
        {
            for (int vector = 0; vector < vectors; vector++)
            {
                writer.Line($"var h{vector} = {dialect.Load(lanes, hidden, k + (vector * lanes))};");
                for (int output = 0; output < outputs; output++)
                {
                    string sum = $"p{output}_{vector}";
                    string load = dialect.Load(lanes, weights, (output * stride) + k + (vector * lanes));
                    writer.Line($"{sum} = {dialect.MultiplyAdd(lanes, $"h{vector}", load, sum)};");
                }
            }
        }
    }

    private static string At(string name, string index) => index == "0" ? name : $"Unsafe.Add(ref {name}, {index})";

    /// <summary>Folds 16 partial sums to two, in the lanes 0 and 1 of s.</summary>
    private static void Fold(CodeWriter writer, int vectors, int lanes, int output)
    {
        string[] sums = [.. Enumerable.Range(0, vectors).Select(vector => $"p{output}_{vector}")];
        while (sums.Length > 1)
        {
            int half = sums.Length / 2;
            sums = [.. Enumerable.Range(0, half).Select(index => $"({sums[index]} + {sums[index + half]})")];
        }

        string name = sums[0];
        if (vectors > 1)
        {
            name = "a";
            writer.Line($"var a = {sums[0]};");
        }

        for (; lanes > 4; lanes /= 2)
        {
            string next = name == "b" ? "d" : "b";
            writer.Line($"var {next} = {name}.GetLower() + {name}.GetUpper();");
            name = next;
        }

        writer.Line($"var s = {name} + Vector128.Shuffle({name}, Vector128.Create(2, 3, 0, 1));");
    }
}
