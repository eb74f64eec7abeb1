using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission.Training;

/// <summary>Writes the members of one layer's training kernels.</summary>
internal sealed class LayerTraining(CodeWriter writer, Dialect dialect, TrainingPlan plan, TapedCell cell)
{
    private readonly int _stride = plan.Layer.Stride;

    private readonly int _lanes = plan.Target.Lanes;

    private readonly ProductEmitter _products = new(writer, dialect, plan.GateStride, columns => columns);

    internal void Write()
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
        new TapedRows(writer, dialect, plan, cell).Write();
        Adjoint();
        Gradient("HiddenGradients", "h", plan.Hidden, _stride);
        Gradient("InputGradients", "x", plan.Input, (plan.Layer.Layer.Input + 15) / 16 * 16);
        foreach (int vectors in plan.Hidden.Kinds().Concat(plan.Input.Kinds()).Select(kind => kind.Vectors).Distinct())
        {
            Columns(vectors);
        }

        WeightGradients();
        new OuterEmitter(writer, dialect, plan.WeightVectors, plan.GateStride, plan.GateStride).Write();
        BiasSums();
        VectorGradients();
    }

    /// <summary>The backward step of the cell: derivatives of pre-activations over the tape's gates, of c before over that of c after.</summary>
    private void Adjoint()
    {
        Node[] results = [.. cell.Derivatives, cell.CellBeforeDerivative];
        using (writer.Line().Block($"""
            /// <inheritdoc/>
            {LayerKernels.Hot}
            public static void Adjoint(ref float gates, ref float before, ref float after, ref float dh, ref float dc, ref float p, int rows)
            """))
        {
            CellEmitter.Constants(writer, dialect, _lanes, results);
            using (writer.Line().Block("for (; rows > 0; rows--)"))
            {
                using (Units())
                {
                    Dictionary<string, string> inputs = Gates();
                    inputs[CellGraph.CellBefore] = At("before");
                    inputs[TapedCell.CellAfter] = At("after");
                    inputs[TapedCell.HiddenDerivative] = At("dh");
                    inputs[TapedCell.CellDerivative] = At("dc");
                    AddPeepholes(inputs);
                    Store(new CellEmitter(writer, dialect, _lanes, _lanes).Emit(Locals(inputs), results));
                }

                writer.Line($"gates = ref Unsafe.Add(ref gates, {plan.GateStride});");
                foreach (string name in (string[])["before", "after", "dh", "dc"])
                {
                    writer.Line($"{name} = ref Unsafe.Add(ref {name}, {_stride});");
                }
            }
        }

        void Store(string[] values)
        {
            for (int gate = 0; gate < cell.Gates.Length; gate++)
            {
                writer.Line($"{dialect.Store(_lanes, values[gate], Place("gates"), gate * _stride)};");
            }

            writer.Line($"{dialect.Store(_lanes, values[cell.Gates.Length], Place("dc"), 0)};");
        }
    }

    /// <summary>Loads every input into a local of its name.</summary>
    private Dictionary<string, string> Locals(Dictionary<string, string> loads)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> load in loads)
        {
            string name = $"{load.Key}0";
            writer.Line($"var {name} = {load.Value};");
            names.Add(load.Key, name);
        }

        return names;
    }

    private Dictionary<string, string> Gates()
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int gate = 0; gate < cell.Gates.Length; gate++)
        {
            inputs[cell.Gates[gate]] = dialect.Load(_lanes, Place("gates"), gate * _stride);
        }

        return inputs;
    }

    private void AddPeepholes(Dictionary<string, string> inputs)
    {
        for (int peephole = 0; peephole < cell.Peepholes.Length; peephole++)
        {
            inputs[cell.Peepholes[peephole]] = dialect.Load(_lanes, Place("p"), peephole * _stride);
        }
    }

    /// <summary>A loop over the units of a row, a vector at a time; none where one vector holds them all.</summary>
    private CodeWriter.Scope Units()
        => _stride > _lanes ? writer.Block($"for (nint unit = 0; unit < {_stride}; unit += {_lanes})") : writer.Block();

    private string Place(string name) => _stride > _lanes ? $"Unsafe.Add(ref {name}, unit)" : name;

    private string At(string name) => dialect.Load(_lanes, Place(name), 0);

    /// <summary>The gradient of h or x: the derivatives of the gates times the weights, panel after panel of columns.</summary>
    private void Gradient(string name, string of, ColumnPanels columns, int stride)
    {
        using (writer.Line().Block($"""
            /// <inheritdoc/>
            public static void {name}(ref float w, ref float gates, ref float d{of}, int rows)
            """))
        {
            int floats = plan.Gates * plan.Layer.Layer.Hidden;
            if (columns.Count > 0)
            {
                using (columns.Count > 1 ? writer.Block($"for (int panel = 0; panel < {columns.Count}; panel++)") : default)
                {
                    writer.Line($"Columns{columns.Width}(ref w, ref gates, ref d{of}, {stride}, rows);");
                    if (columns.Count > 1 || columns.TailVectors > 0)
                    {
                        writer.Line($"w = ref Unsafe.Add(ref w, {floats * columns.Width});").Line($"d{of} = ref Unsafe.Add(ref d{of}, {columns.Width});");
                    }
                }
            }

            if (columns.TailVectors > 0)
            {
                writer.Line($"Columns{columns.TailWidth}(ref w, ref gates, ref d{of}, {stride}, rows);");
            }
        }
    }

    /// <summary>One panel of columns of such a product: chain after chain, tiles of rows inside.</summary>
    private void Columns(int vectors)
    {
        int width = vectors * _lanes;
        int hidden = plan.Layer.Layer.Hidden;
        bool oneChain = hidden <= TrainingPlan.ChainUnits;
        using (writer.Line().Block($"""
            // z[row] += the gates' derivatives of the row times {width} columns of weights: {(oneChain ? "a chain for each gate" : $"chains of up to {TrainingPlan.ChainUnits} units of a gate")}, one after the other.
            {LayerKernels.Hot}
            private static void Columns{width}(ref float w, ref float gates, ref float z, nint zStride, int rows)
            """))
        {
            if (plan.GatesSideBySide > 1)
            {
                using (writer.Block("if (rows == 1)"))
                {
                    for (int gate = 0, side; gate < plan.Gates; gate += side)
                    {
                        side = Math.Min(plan.GatesSideBySide, plan.Gates - gate);
                        writer.Line($"{_products.RowTile(side, vectors)}(ref {LayerKernels.Offset("w", gate * hidden * width)}, ref {LayerKernels.Offset("gates", gate * _stride)}, ref z, {hidden});");
                    }

                    writer.Line("return;");
                }

                writer.Line();
            }

            using (writer.Block($"for (int gate = 0; gate < {plan.Gates}; gate++)"))
            {
                using (oneChain ? default : writer.Block($"for (int unit = 0; unit < {hidden}; unit += {TrainingPlan.ChainUnits})"))
                {
                    if (!oneChain)
                    {
                        writer.Line($"int depth = Math.Min({TrainingPlan.ChainUnits}, {hidden} - unit);");
                    }

                    Tiles(vectors, oneChain ? $"{hidden}" : "depth", oneChain ? "gates" : Place("gates"));
                }

                writer.Line($"gates = ref Unsafe.Add(ref gates, {_stride});");
            }
        }

        foreach (int rows in plan.Target.GradientRows)
        {
            _products.Rows(rows, vectors);
        }

        foreach (int side in plan.SideBySide())
        {
            _products.Row(side, vectors, _stride, hidden * width);
        }
    }

    /// <summary>One chain for all rows.</summary>
    private void Tiles(int vectors, string depth, string scalars)
    {
        writer.Lines($"""
            ref float sk = ref {scalars};
            ref float zk = ref z;
            int left = rows;
            """);
        int[] tiles = [.. plan.Target.GradientRows, 1];
        foreach (int tile in tiles)
        {
            using (writer.Block(RowLoop.Of(tiles, tile, "left")))
            {
                writer.Lines($"""
                    {(tile == 1 ? _products.RowTile(1, vectors) : _products.Tile(tile, vectors))}(ref w, ref sk, ref zk, {(tile == 1 ? "" : "zStride, ")}{depth});
                    sk = ref Unsafe.Add(ref sk, {tile * plan.GateStride});
                    zk = ref Unsafe.Add(ref zk, {(tile == 1 ? "zStride" : $"{tile} * zStride")});
                    """);
            }
        }

        writer.Line().Line($"w = ref Unsafe.Add(ref w, {depth} * {vectors * _lanes});");
    }

    private void WeightGradients()
    {
        int input = plan.Layer.Layer.Input;
        using (writer.Line().Block($"""
            /// <inheritdoc/>
            public static void WeightGradients(
                ref float x, nint xStride, ref float h, ref float gates, ref float dw, int rows, int firstSlab, int slabs)
            """))
        using (writer.Block("while (rows > 0)"))
        {
            writer.Line($"int count = Math.Min(rows, {TrainingPlan.WeightRowsBlock});");
            using (writer.Block("for (int slab = firstSlab; slab < firstSlab + slabs; slab++)"))
            {
                writer.Lines($"""
                    ref float g = ref Unsafe.Add(ref gates, slab * {plan.SlabWidth});
                    ref float s = ref Unsafe.Add(ref dw, slab * {plan.SlabWidth});
                    Sum(ref g, ref s, count);
                    Outer(ref x, xStride, ref g, ref Unsafe.Add(ref s, {plan.GateStride}), {input}, count);
                    Outer(ref h, {_stride}, ref g, ref Unsafe.Add(ref s, {(1 + input) * plan.GateStride}), {plan.Layer.Layer.Hidden}, count);
                    """);
            }

            writer.Lines($"""
                x = ref Unsafe.Add(ref x, count * xStride);
                h = ref Unsafe.Add(ref h, count * {_stride});
                gates = ref Unsafe.Add(ref gates, count * {plan.GateStride});
                rows -= count;
                """);
        }
    }

    /// <summary>The gradient of the bias.</summary>
    private void BiasSums()
    {
        using (writer.Line().Block($"""
            // w += the sum over rows of g[row]: {plan.SlabWidth} columns.
            {LayerKernels.Hot}
            private static void Sum(ref float g, ref float w, int rows)
            """))
        {
            for (int vector = 0; vector < plan.WeightVectors; vector++)
            {
                writer.Line($"var s{vector} = {dialect.Load(_lanes, "w", vector * _lanes)};");
            }

            using (writer.Block("for (; rows > 0; rows--)"))
            {
                for (int vector = 0; vector < plan.WeightVectors; vector++)
                {
                    writer.Line($"s{vector} += {dialect.Load(_lanes, "g", vector * _lanes)};");
                }

                writer.Line($"g = ref Unsafe.Add(ref g, {plan.GateStride});");
            }

            for (int vector = 0; vector < plan.WeightVectors; vector++)
            {
                writer.Line($"{dialect.Store(_lanes, $"s{vector}", "w", vector * _lanes)};");
            }
        }
    }

    private void VectorGradients()
    {
        using (writer.Line().Block($"""
            /// <inheritdoc/>
            {(cell.Peepholes.Length > 0 ? LayerKernels.Hot : "[MethodImpl(MethodImplOptions.AggressiveInlining)]")}
            public static void VectorGradients(ref float gates, ref float before, ref float after, ref float dp, int rows)
            """))
        {
            if (cell.Peepholes.Length == 0)
            {
                return;
            }

            using (writer.Block("for (; rows > 0; rows--)"))
            {
                using (Units())
                {
                    Dictionary<string, string> inputs = Gates();
                    inputs[CellGraph.CellBefore] = At("before");
                    inputs[TapedCell.CellAfter] = At("after");
                    string[] terms = new CellEmitter(writer, dialect, _lanes, _lanes).Emit(inputs, cell.PeepholeDerivatives);
                    for (int peephole = 0; peephole < terms.Length; peephole++)
                    {
                        string sum = dialect.Load(_lanes, Place("dp"), peephole * _stride);
                        writer.Line($"{dialect.Store(_lanes, $"({sum} + {terms[peephole]})", Place("dp"), peephole * _stride)};");
                    }
                }

                writer.Lines($"""
                    gates = ref Unsafe.Add(ref gates, {plan.GateStride});
                    before = ref Unsafe.Add(ref before, {_stride});
                    after = ref Unsafe.Add(ref after, {_stride});
                    """);
            }
        }
    }
}
