using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Training;

/// <summary>The gradients of h and x: the derivatives of the gates times the weights, panel after panel of columns.</summary>
internal sealed class GradientKernels(TrainingPlan plan)
{
    private readonly int _stride = plan.Layer.Stride;
    private readonly int _lanes = plan.Machine.Lanes;
    private readonly int _hidden = plan.Layer.Layer.Hidden;
    private readonly ProductTiles _tiles = new(plan.Machine, plan.GradientRows, plan.GateStride, columns => columns);

    /// <summary>Whether one chain takes all units of a gate.</summary>
    private bool OneChain => _hidden <= TrainingPlan.ChainUnits;

    internal IEnumerable<Method> Methods() =>
    [
        Gradient("HiddenGradients", "dh", plan.Hidden, plan.Layer.RecurrenceStride),
        Gradient("InputGradients", "dx", plan.Input, RowLayout.Stride(plan.Layer.Layer.Input)),
        .. plan.Hidden.Kinds().Concat(plan.Input.Kinds()).Select(kind => kind.Vectors).Distinct().SelectMany(vectors => (IEnumerable<Method>)
        [
            Columns(vectors),
            .. _tiles.Methods(vectors),
            .. plan.SideBySide().Select(side => _tiles.Chains(side, vectors, _stride, _hidden * vectors * _lanes)),
        ]),
    ];

    private Method Gradient(string name, string gradient, ColumnPanels columns, int stride)
    {
        int floats = plan.Gates * _hidden;
        Call Columns(int width) => new($"Columns{width}", At("w"), At("gates"), At(gradient), stride, "rows");
        Statement[] one =
        [
            Columns(columns.Width),
            .. columns.Count > 1 || columns.TailVectors > 0 ? [Advance("w", floats * columns.Width), Advance(gradient, columns.Width)] : (Statement[])[],
        ];
        return new(
            "/// <inheritdoc/>", name, ["ref float w", "ref float gates", $"ref float {gradient}", "int rows"],
            [
                .. columns.Count switch { 0 => [], 1 => one, _ => [new Block($"for (int panel = 0; panel < {columns.Count}; panel++)", one)] },
                .. columns.TailVectors > 0 ? [Columns(columns.TailWidth)] : (Statement[])[],
            ])
        { Public = true, Jit = Jit.Tiered };
    }

    /// <summary>One panel of columns of such a product: chain after chain, tiles of rows inside.</summary>
    private Method Columns(int vectors)
    {
        int width = vectors * _lanes;
        Statement[] gate = OneChain ? [.. Tiles(vectors, $"{_hidden}", "gates")] :
        [
            new Block($"for (int unit = 0; unit < {_hidden}; unit += {TrainingPlan.ChainUnits})",
            [
                new Integers($"int depth = Math.Min({TrainingPlan.ChainUnits}, {_hidden} - unit);"),
                .. Tiles(vectors, "depth", At("gates", _stride > _lanes ? "unit" : 0)),
            ]),
        ];
        return new(
            $"// z [rows, {width}] += the gates' derivatives [rows, {plan.Gates}, {_stride}] times {width} columns of weights: "
                + $"{(OneChain ? "a chain for each gate" : $"chains of up to {TrainingPlan.ChainUnits} units of a gate")}, one after the other.",
            $"Columns{width}", ["ref float w", "ref float gates", "ref float z", "nint zStride", "int rows"],
            [
                .. plan.GatesSideBySide > 1 ? [new Block("if (rows == 1)", [.. OneRow(vectors), new Integers("return;")]), Blank] : (Statement[])[],
                new Block($"for (int gate = 0; gate < {plan.Gates}; gate++)", [.. gate, Advance("gates", _stride)]),
            ]);
    }

    private IEnumerable<Statement> OneRow(int vectors)
    {
        for (int gate = 0, side; gate < plan.Gates; gate += side)
        {
            side = Math.Min(plan.GatesSideBySide, plan.Gates - gate);
            yield return _tiles.Row(side, vectors, At("w", gate * _hidden * vectors * _lanes), At("gates", gate * _stride), At("z"), _hidden);
        }
    }

    /// <summary>One chain for all rows.</summary>
    private IEnumerable<Statement> Tiles(int vectors, string depth, Place scalars) =>
    [
        new LetRef("sk", scalars),
        new LetRef("zk", "z"),
        new Integers("int left = rows;"),
        .. RowCover.Loops(_tiles.Heights, "left", rows =>
        [
            _tiles.Tile(rows, vectors, At("w"), At("sk"), At("zk"), "zStride", depth),
            Advance("sk", rows * plan.GateStride),
            Advance("zk", RowCover.Times(rows, "zStride")),
        ]),
        Blank,
        Advance("w", new Offset(0, depth, vectors * _lanes)),
    ];
}
