using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Kernels.Training;
using LstmGen.Generator.Planning;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Heads;

/// <summary>The training kernels of a head: the gradients of h and of the weights. The bias is the library's: one sum.</summary>
internal sealed class HeadGradientKernels(HeadPlan plan)
{
    private readonly int _output = plan.Head.Output;
    private readonly ProductTiles _tiles = new(plan.Machine, plan.GradientRows, plan.Head.Output, _ => plan.Stride);

    internal IEnumerable<Method> Methods() =>
    [
        HiddenGradients(),
        WeightGradients(),
        .. _tiles.Methods(plan.GradientVectors),
        _tiles.Chains(1, plan.GradientVectors, 0, 0),
        .. new OuterTiles(plan.Machine, plan.WeightRows, plan.WeightVectors, plan.Stride, plan.Stride).Methods(),
    ];

    private Method HiddenGradients()
    {
        int width = plan.GradientVectors * plan.Machine.Lanes;
        bool severalColumns = plan.Stride > width;
        bool severalChains = _output > TrainingPlan.ChainUnits;
        string unit = severalColumns ? "unit" : "";
        Statement[] body =
        [
            .. severalChains ? [new Integers($"int depth = Math.Min({TrainingPlan.ChainUnits}, {_output} - first);")] : (Statement[])[],
            new LetRef("b", At("w", severalChains ? $"(first * {plan.Stride}) + {(severalColumns ? "unit" : "0")}" : severalColumns ? unit : 0)),
            new LetRef("s", At("dy", severalChains ? "first" : 0)),
            new LetRef("z", At("dh", severalColumns ? unit : 0)),
            new Integers("int left = rows;"),
            .. RowCover.Loops(_tiles.Heights, "left", rows =>
            [
                _tiles.Tile(rows, plan.GradientVectors, At("b"), At("s"), At("z"), plan.Stride, severalChains ? "depth" : _output),
                Advance("s", rows * _output),
                Advance("z", rows * plan.Stride),
            ]),
        ];
        Statement[] chains = severalChains ? [new Block($"for (int first = 0; first < {_output}; first += {TrainingPlan.ChainUnits})", body)] : body;
        return new(
            "/// <inheritdoc/>", "HiddenGradients", ["ref float w", "ref float dy", "ref float dh", "int rows"],
            severalColumns ? [new Block($"for (int unit = 0; unit < {plan.Stride}; unit += {width})", chains)] : chains)
        { Public = true, Jit = Jit.Tiered };
    }

    private Method WeightGradients()
    {
        Place Slab(string name) => At(name, new(0, "slab", plan.SlabWidth));
        return new(
            "/// <inheritdoc/>", "WeightGradients", ["ref float h", "ref float dy", "ref float dw", "int rows", "int firstSlab", "int slabs"],
            [
                new Block("while (rows > 0)",
                [
                    new Integers($"int count = Math.Min(rows, {TrainingPlan.WeightRowsBlock});"),
                    new Block("for (int slab = firstSlab; slab < firstSlab + slabs; slab++)", [new Call("Outer", At("dy"), _output, Slab("h"), Slab("dw"), _output, "count")]),
                    Advance("h", new(0, "count", plan.Stride)),
                    Advance("dy", new(0, "count", _output)),
                    new Integers("rows -= count;"),
                ]),
            ])
        { Public = true, Jit = Jit.Tiered };
    }
}
