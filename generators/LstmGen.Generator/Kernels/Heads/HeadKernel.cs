using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Heads;

/// <summary>
/// The linear head: y = W h + b. Each output is one dot product by the rule for all horizontal sums: 16 partial sums by index mod 16, folded
/// 8, 4, 2, 1, then the bias.
/// </summary>
internal sealed class HeadKernel(HeadPlan plan)
{
    private readonly int _lanes = plan.Machine.Lanes;
    private readonly int _vectors = HeadPlan.PartialSums / plan.Machine.Lanes;

    internal Method Apply()
    {
        int groups = plan.Head.Output / plan.Together;
        int rest = plan.Head.Output % plan.Together;
        Statement[] group =
        [
            .. Outputs(plan.Together, groups > 1 ? "o" : 0),
            .. groups > 1 || rest > 0 ? [Advance("wo", plan.Together * plan.Stride)] : (Statement[])[],
        ];
        return new(
            "/// <inheritdoc/>", "Apply", ["ref float w", "ref float h", "ref float y", "int rows"],
            [
                new LetRef("bias", At("w", plan.Head.Output * plan.Stride)),
                new Block("for (int row = 0; row < rows; row++)",
                [
                    new LetRef("wo", "w"),
                    .. groups == 0 ? [] : (Statement[])[new Block(groups > 1 ? $"for (int o = 0; o < {groups * plan.Together}; o += {plan.Together})" : null, group)],
                    .. rest == 0 ? [] : (Statement[])[new Block(null, [.. Outputs(rest, groups * plan.Together)])],
                    Advance("h", plan.Stride),
                    Advance("y", plan.Head.Output),
                ]),
            ])
        { Public = true };
    }

    /// <summary>Some outputs together, from <paramref name="first"/> on.</summary>
    private IEnumerable<Statement> Outputs(int outputs, Offset first)
    {
        // A vector of h meets the weights of every output: a product of one row, whose scalar is a vector.
        TileProduct[] tiles = [.. Enumerable.Range(0, _vectors).Select(vector => new TileProduct(
            1, [.. Enumerable.Range(0, outputs).Select(output => new Column("", output * plan.Stride, _lanes, 1))], (_, output) => $"p{output}_{vector}", VectorLoads.InPlace))];
        IEnumerable<Statement> Terms(string hidden, string weights, int k) => tiles.SelectMany((tile, vector) => (IEnumerable<Statement>)
        [
            new Let(new($"h{vector}"), new Load(At(hidden, k + (vector * _lanes)), _lanes)),
            .. (tile with { Columns = [.. tile.Columns.Select(column => column with { Ref = weights })] }).Term(k + (vector * _lanes), _ => $"h{vector}"),
        ]);
        return
        [
            .. Enumerable.Range(0, outputs).SelectMany(output => tiles.Select(tile => new Let(new(tile.Sum(0, output)), Zero(_lanes), _lanes))),
            .. plan.Loops ? (IEnumerable<Statement>)
            [
                new LetRef("hk", "h"),
                new LetRef("wk", "wo"),
                new Block($"for (int k = 0; k < {plan.Stride}; k += {HeadPlan.PartialSums})",
                    [.. Terms("hk", "wk", 0), Advance("hk", HeadPlan.PartialSums), Advance("wk", HeadPlan.PartialSums)]),
            ]
            : Enumerable.Range(0, plan.Stride / HeadPlan.PartialSums).Select(group => new Block(null, [.. Terms("h", "wo", group * HeadPlan.PartialSums)])),
            .. Enumerable.Range(0, outputs).Select(output => new Block(null,
            [
                .. PartialSums.Fold(
                    [.. tiles.Select(tile => new Local(tile.Sum(0, output)))], _lanes, sum => new Store(Add(sum, new Load(At("bias", first + output), 1), 1), At("y", first + output), 1)),
            ])),
        ];
    }
}
