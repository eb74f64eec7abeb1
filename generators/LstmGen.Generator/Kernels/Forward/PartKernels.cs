using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>
/// Some panels of a step of one row; another thread has the others. Tiles are as large as those of a step, one takes what is left of the panels: so parts differ by a panel at most.
/// </summary>
internal sealed class PartKernels(LayerPlan plan, CellStep step)
{
    private readonly StepKernels _steps = new(plan, step);
    private readonly int _most = plan.Step.Tiles[0].Panels.Count;

    internal Method Part() => new(
        $"// Panels first to last - 1 of {plan.Panels.Count} of a step; other parameters as of Step.", "StepPart",
        ["ref float wFirst", plan.Layer.Projected ? "ref float xFirst" : "ref float x", "ref float zFirst", "ref float h", "ref float yFirst", "ref float cFirst", "bool fromEnd", "int first", "int last"],
        [
            .. plan.Layer.IsNarrow ? StepKernels.Rounded(plan, "zFirst") : [],
            .. _steps.Constants(plan.Step),
            new Integers($"int full = Math.Min(last, {plan.FullPanels}) - first, whole = full / {_most};"),
            new Integers($"int tiles = whole + (full > whole * {_most} ? 1 : 0){(plan.TailWidth > 0 ? $" + (last > {plan.FullPanels} ? 1 : 0)" : "")};"),
            new Block("for (int index = 0; index < tiles; index++)",
            [
                new Integers("int tile = fromEnd ? tiles - 1 - index : index;"),
                new Integers($"int panel = first + (tile * {_most});"),
                .. Tiles(),
            ]),
        ])
    { Public = true, VectorBytes = plan.VectorBytes(plan.Step) };

    private IEnumerable<Statement> Tiles()
    {
        for (int panels = _most; panels > 0; panels--)
        {
            bool others = panels > 1 || plan.TailWidth > 0;
            string condition = panels == _most ? "tile < whole" : $"tile == whole && full == (whole * {_most}) + {panels}";
            yield return new Block(
                !others && panels == _most ? null : panels == _most ? $"if ({condition})" : others ? $"else if ({condition})" : "else",
                One(new(new([.. plan.Panels.Take(panels)]), 1), runs: true));
        }

        if (plan.TailWidth > 0)
        {
            yield return new Block("else", One(new(new([plan.Panels[plan.FullPanels]]), 1), runs: false));
        }
    }

    private Statement[] One(Tile tile, bool runs) => [.. _steps.DataFrom(plan.Step, runs ? "panel" : plan.FullPanels), .. _steps.OneTile(plan.Step, tile)];
}
