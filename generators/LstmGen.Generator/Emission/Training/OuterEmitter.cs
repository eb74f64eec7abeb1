using LstmGen.Generator.Dialects;

namespace LstmGen.Generator.Emission.Training;

/// <summary>
/// Writes the tiles of a sum of outer products: w[m] += the sum over rows of a[row][m] g[row], for some m and some vectors of
/// columns. Sums continue from what is stored, so that blocks of rows change no bit.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="dialect">The instruction set.</param>
/// <param name="vectors">Vectors of columns.</param>
/// <param name="columnStride">Floats between rows of g.</param>
/// <param name="sumStride">Floats between rows of w.</param>
internal sealed class OuterEmitter(CodeWriter writer, Dialect dialect, int vectors, int columnStride, int sumStride)
{
    private readonly int _lanes = dialect.Target.Lanes;

    internal string Tile(int terms) => $"Outer{terms}x{vectors * _lanes}";

    /// <summary>Every tile, and the loop that covers any number of terms with them.</summary>
    internal void Write()
    {
        using (writer.Line().Block($"""
            // w[m] += the sum over rows of a[row][m] g[row] for all m: {vectors * _lanes} columns.
            {LayerKernels.Hot}
            private static void Outer(ref float a, nint aStride, ref float g, ref float w, int terms, nint rows)
            """))
        {
            foreach (int tile in dialect.Target.WeightRows)
            {
                using (writer.Block($"for (; terms >= {tile}; terms -= {tile})"))
                {
                    writer.Lines($"""
                        {Tile(tile)}(ref a, aStride, ref g, ref w, rows);
                        a = ref Unsafe.Add(ref a, {tile});
                        w = ref Unsafe.Add(ref w, {tile * sumStride});
                        """);
                }
            }
        }

        foreach (int tile in dialect.Target.WeightRows)
        {
            Write(tile);
        }
    }

    private void Write(int terms)
    {
        using (writer.Line().Block($"""
            {LayerKernels.Hot}
            private static void {Tile(terms)}(ref float a, nint aStride, ref float g, ref float w, nint rows)
            """))
        {
            ForEach(terms, (term, vector) => writer.Line(
                $"{dialect.Type(_lanes)} s{term}_{vector} = {dialect.Load(_lanes, "w", (term * sumStride) + (vector * _lanes))};"));
            writer.Line();
            using (writer.Block("for (; rows > 0; rows--)"))
            {
                bool byLane = dialect.ScalarsPerLoad > 0 && terms % dialect.ScalarsPerLoad == 0;
                for (int term = 0; term < terms; term += byLane ? dialect.ScalarsPerLoad : 1)
                {
                    string place = term == 0 ? "a" : $"Unsafe.Add(ref a, {term})";
                    writer.Line($"var a{term} = {(byLane ? dialect.Load(dialect.ScalarsPerLoad, "a", term) : dialect.Broadcast(_lanes, place))};");
                }

                for (int vector = 0; vector < vectors; vector++)
                {
                    VectorLoads.Write(writer, dialect, _lanes, "g", vector, vectors, "g", 0);
                    for (int term = 0; term < terms; term++)
                    {
                        string sum = $"s{term}_{vector}";
                        int lane = byLane ? term % dialect.ScalarsPerLoad : 0;
                        writer.Line(byLane
                            ? $"{sum} = {dialect.MultiplyAddByLane($"g{vector}", $"a{term - lane}", lane, sum)};"
                            : $"{sum} = {dialect.MultiplyAdd(_lanes, $"a{term}", $"g{vector}", sum)};");
                    }
                }

                writer.Line("a = ref Unsafe.Add(ref a, aStride);").Line($"g = ref Unsafe.Add(ref g, {columnStride});");
            }

            writer.Line();
            ForEach(terms, (term, vector) => writer.Line(
                $"{dialect.Store(_lanes, $"s{term}_{vector}", "w", (term * sumStride) + (vector * _lanes))};"));
        }
    }

    private void ForEach(int terms, Action<int, int> write)
    {
        for (int term = 0; term < terms; term++)
        {
            for (int vector = 0; vector < vectors; vector++)
            {
                write(term, vector);
            }
        }
    }
}
