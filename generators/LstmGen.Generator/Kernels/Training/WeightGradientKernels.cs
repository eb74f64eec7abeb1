using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Training;

/// <summary>The gradients of bias, W and R: sums over the rows of the tape, some columns of gates at a time.</summary>
internal sealed class WeightGradientKernels(TrainingPlan plan)
{
    internal IEnumerable<Method> Methods() =>
        [Gradients(), .. new OuterTiles(plan.Machine, plan.WeightRows, plan.WeightVectors, plan.GateStride, plan.GateStride).Methods(), BiasSums()];

    private Method Gradients()
    {
        (int input, int recurrence) = (plan.Layer.Layer.Input, plan.Layer.Layer.Recurrence);
        return new(
            "/// <inheritdoc/>", "WeightGradients",
            ["ref float x", "nint xStride", "ref float h", "ref float gates", "ref float dw", "int rows", "int firstSlab", "int slabs"],
            [
                new Block("while (rows > 0)",
                [
                    new Integers($"int count = Math.Min(rows, {TrainingPlan.WeightRowsBlock});"),
                    new Block("for (int slab = firstSlab; slab < firstSlab + slabs; slab++)",
                    [
                        new LetRef("g", At("gates", new(0, "slab", plan.SlabWidth))),
                        new LetRef("s", At("dw", new(0, "slab", plan.SlabWidth))),
                        new Call("Sum", At("g"), At("s"), "count"),
                        new Call("Outer", At("x"), "xStride", At("g"), At("s", plan.GateStride), input, "count"),
                        .. recurrence == 0 ? [] : (Statement[])
                            [new Call("Outer", At("h"), plan.Layer.RecurrenceStride, At("g"), At("s", (1 + input) * plan.GateStride), recurrence, "count")],
                    ]),
                    Advance("x", "count * xStride"),
                    .. recurrence == 0 ? [] : (Statement[])[Advance("h", new(0, "count", plan.Layer.RecurrenceStride))],
                    Advance("gates", new(0, "count", plan.GateStride)),
                    new Integers("rows -= count;"),
                ]),
            ])
        { Public = true, Jit = Jit.Tiered };
    }

    private Method BiasSums()
    {
        int lanes = plan.Machine.Lanes;
        IEnumerable<Statement> Each(Func<Local, int, Statement> one) => Enumerable.Range(0, plan.WeightVectors).Select(vector => one(new($"s{vector}"), vector * lanes));
        return new(
            $"// w [{plan.SlabWidth}] += the sum over rows of g [rows, {plan.SlabWidth}].", "Sum", ["ref float g", "ref float w", "int rows"],
            [
                .. Each((sum, at) => new Let(sum, new Load(At("w", at), lanes))),
                new Block("for (; rows > 0; rows--)",
                [
                    .. Each((sum, at) => new Set(sum, Add(sum, new Load(At("g", at), lanes), lanes))),
                    Advance("g", plan.GateStride),
                ]),
                .. Each((sum, at) => new Store(sum, At("w", at), lanes)),
            ]);
    }
}
