using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission.Training;

/// <summary>
/// Writes the tiles of a product: z[row] += the sum over k of s[row][k] b[k], for some vectors of columns. Each call is one
/// chain of every sum: it starts at zero and is added to z when it is complete.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="dialect">The instruction set.</param>
/// <param name="scalarStride">Floats between rows of s.</param>
/// <param name="columnStride">Floats between rows of b for a number of columns.</param>
internal sealed class ProductEmitter(CodeWriter writer, Dialect dialect, int scalarStride, Func<int, int> columnStride)
{
    private readonly Target _target = dialect.Target;

    /// <summary>Name of a tile.</summary>
    internal string Tile(int rows, int vectors) => $"Product{rows}x{vectors * _target.Lanes}";

    /// <summary>A tile of several rows: one chain.</summary>
    internal void Rows(int rows, int vectors)
    {
        using (writer.Line().Block($"""
            // z[row] += the sum over k of s[row][k] b[k]: {rows} rows, {vectors * _target.Lanes} columns.
            {LayerKernels.Hot}
            private static void {Tile(rows, vectors)}(ref float b, ref float s, ref float z, nint zStride, nint depth)
            """))
        {
            ScalarRows(rows);
            for (int row = 0; row < rows; row++)
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    writer.Line($"{dialect.Type(_target.Lanes)} a{row}_{vector} = {dialect.Zero(_target.Lanes)};");
                }
            }

            Loops(rows, vectors, columnStride(vectors * _target.Lanes));
            AddToRows(rows, vectors);
        }
    }

    /// <summary>One row: several chains of the same length side by side, added one after another.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="vectors">Vectors of columns.</param>
    /// <param name="scalarStep">Floats between the scalars of the chains.</param>
    /// <param name="columnStep">Floats between the first rows of b of the chains.</param>
    internal void Row(int chains, int vectors, int scalarStep, int columnStep)
    {
        int lanes = _target.Lanes;
        using (writer.Line().Block($"""
            // z += the sums over k of s[k] b[k]: one row, {vectors * lanes} columns, {PlanText.Count(chains, "chain")} side by side.
            {LayerKernels.Hot}
            private static void {RowTile(chains, vectors)}(ref float b0, ref float s0, ref float z, nint depth)
            """))
        {
            for (int chain = 1; chain < chains; chain++)
            {
                writer.Line($"ref float s{chain} = ref Unsafe.Add(ref s{chain - 1}, {scalarStep});")
                    .Line($"ref float b{chain} = ref Unsafe.Add(ref b{chain - 1}, {columnStep});");
            }

            for (int chain = 0; chain < chains; chain++)
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    writer.Line($"{dialect.Type(lanes)} a{chain}_{vector} = {dialect.Zero(lanes)};");
                }
            }

            writer.Line();
            int stride = columnStride(vectors * lanes);
            using (writer.Block("for (nint k = 0; k < depth; k++)"))
            {
                for (int chain = 0; chain < chains; chain++)
                {
                    writer.Line($"var v{chain} = {dialect.Broadcast(lanes, $"Unsafe.Add(ref s{chain}, k)")};");
                    for (int vector = 0; vector < vectors; vector++)
                    {
                        writer.Line($"a{chain}_{vector} = {dialect.MultiplyAdd(lanes, $"v{chain}", dialect.Load(lanes, $"b{chain}", vector * lanes), $"a{chain}_{vector}")};");
                    }

                    writer.Line($"b{chain} = ref Unsafe.Add(ref b{chain}, {stride});");
                }
            }

            writer.Line();
            for (int vector = 0; vector < vectors; vector++)
            {
                string sum = dialect.Load(lanes, "z", vector * lanes);
                for (int chain = 0; chain < chains; chain++)
                {
                    sum = $"({sum} + a{chain}_{vector})";
                }

                writer.Line($"{dialect.Store(lanes, sum, "z", vector * lanes)};");
            }
        }
    }

    /// <summary>Name of a tile of one row.</summary>
    internal string RowTile(int chains, int vectors) => $"ProductRow{chains}x{vectors * _target.Lanes}";

    private void ScalarRows(int rows)
    {
        for (int row = 1; row < rows; row++)
        {
            writer.Line($"ref float s{row} = ref Unsafe.Add(ref {(row == 1 ? "s" : $"s{row - 1}")}, {scalarStride});");
        }
    }

    private void Loops(int rows, int vectors, int stride)
    {
        int byLane = dialect.ScalarsPerLoad;
        writer.Line().Line("nint k = 0;");
        if (byLane > 0)
        {
            using (writer.Block($"for (; k <= depth - {byLane}; k += {byLane})"))
            {
                for (int row = 0; row < rows; row++)
                {
                    writer.Line($"var v{row} = {dialect.Load(byLane, $"Unsafe.Add(ref {Scalars(row)}, k)", 0)};");
                }

                for (int lane = 0; lane < byLane; lane++)
                {
                    using (writer.Block())
                    {
                        Term(rows, vectors, lane * stride, (row, column, sum) => dialect.MultiplyAddByLane(column, $"v{row}", lane, sum));
                    }
                }

                writer.Line($"b = ref Unsafe.Add(ref b, {byLane * stride});");
            }
        }

        using (writer.Block("for (; k < depth; k++)"))
        {
            for (int row = 0; row < rows; row++)
            {
                writer.Line($"var v{row} = {dialect.Broadcast(_target.Lanes, $"Unsafe.Add(ref {Scalars(row)}, k)")};");
            }

            Term(rows, vectors, 0, (row, column, sum) => dialect.MultiplyAdd(_target.Lanes, $"v{row}", column, sum));
            writer.Line($"b = ref Unsafe.Add(ref b, {stride});");
        }
    }

    private void Term(int rows, int vectors, int offset, Func<int, string, string, string> product)
    {
        for (int vector = 0; vector < vectors; vector++)
        {
            VectorLoads.Write(writer, dialect, _target.Lanes, "w", vector, vectors, "b", offset);
            for (int row = 0; row < rows; row++)
            {
                writer.Line($"a{row}_{vector} = {product(row, $"w{vector}", $"a{row}_{vector}")};");
            }
        }
    }

    private void AddToRows(int rows, int vectors)
    {
        writer.Line();
        for (int row = 0; row < rows; row++)
        {
            for (int vector = 0; vector < vectors; vector++)
            {
                int at = vector * _target.Lanes;
                writer.Line($"{dialect.Store(_target.Lanes, $"({dialect.Load(_target.Lanes, "z", at)} + a{row}_{vector})", "z", at)};");
            }

            if (row < rows - 1)
            {
                writer.Line("z = ref Unsafe.Add(ref z, zStride);");
            }
        }
    }

    private static string Scalars(int row) => row == 0 ? "s" : $"s{row}";
}
