using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>
/// The sums of one tile of units for some rows: from the bias, or what was projected, over inputs and hidden units. Expects refs to the tile
/// in scope: w (weights), x, x1.. (input rows; of a projected layer sums), h (rows a stride apart), z (projections).
/// </summary>
internal sealed class SumTile
{
    private readonly LayerPlan _plan;
    private readonly Cell _cell;
    private readonly Tile _tile;
    private readonly int _rows;
    private readonly ProductStage _products;
    private readonly (Panel Panel, int Gate, int Vector)[] _columns;
    private readonly TileProduct _product;

    internal SumTile(LayerPlan plan, Cell cell, Tile tile, int rows, ProductStage products)
    {
        (_plan, _cell, _tile, _rows, _products) = (plan, cell, tile, rows, products);
        _columns = [.. from panel in tile.Panels from index in Enumerable.Range(0, panel.RowVectors) select (panel, index / panel.Vectors, index % panel.Vectors)];
        _product = new TileProduct(
            rows,
            [.. _columns.Select(each => new Column(WeightRow(each.Panel), WeightOffset(each.Panel, each.Gate, each.Vector), each.Panel.Lanes, each.Panel.RowFloats))],
            (row, column) => Name(row, _columns[column].Panel, _columns[column].Gate, _columns[column].Vector),
            rows > 1 || plan.Layer.IsNarrow ? new("w", 1) : VectorLoads.InPlace)
        { Together = plan.Layer.TermsTogether };
    }

    /// <summary>What the stage of products says.</summary>
    internal IEnumerable<Statement> Sums() => _plan.Layer.IsNarrow ? OfIntegers() : _products.Reads == Reads.Hidden ? FromProjected() : FromBias();

    /// <summary>Sums of integers over the inputs that were rounded, then by their scales to the biases.</summary>
    private IEnumerable<Statement> OfIntegers() =>
    [
        .. Weights(0),
        .. _product.Start((row, column) => NarrowSums.Start(_plan, _product.Columns[column])),
        .. _product.Advance(_plan.Layer.LeadRows),
        Blank,
        new Comment($"{Words.Count(_plan.Layer.Input, "input")}, {_plan.Layer.TermsTogether} to a lane"),
        .. Terms(_plan.Layer.Groups, NarrowSums.Rows, _ => NarrowSums.Rows, _ => 0, chains: 1, last: true),
        Blank,
        NarrowSums.Scale(_plan, NarrowSums.Rows, _columns.Max(each => each.Panel.Lanes)),
        .. _product.End((_, column, sum) =>
        {
            (Panel panel, int gate, int vector) = _columns[column];
            int before = _tile.Panels.TakeWhile(other => other != panel).Sum(_plan.PanelFloats);
            return new Set((Local)sum, NarrowSums.Scaled(At("w", before + WeightOffset(panel, gate, vector)), panel, sum, _columns.Max(each => each.Panel.Lanes)));
        }),
    ];

    private IEnumerable<Statement> FromBias() =>
    [
        .. Weights(0),
        .. _product.Start((row, column) => row > 0 ? new Local(_product.Sum(0, column)) : _product.Columns[column].At(0)),
        .. _product.Advance(1),
        .. _products.OneLoop ? InputsAndRecurrence()
            : [.. Inputs(last: _plan.Layer.Recurrence == 0), .. _plan.Layer.Recurrence == 0 ? [] : (IEnumerable<Statement>)[.. SecondChain(), .. Recurrence()]],
    ];

    private IEnumerable<Statement> FromProjected() =>
    [
        .. Weights(1 + _plan.Layer.Input),
        .. _product.Start((row, column) => new Load(Start(row, column), _columns[column].Panel.Lanes)),
        .. SecondChain(),
        .. Recurrence(),
    ];

    /// <summary>Stores the sums where projections lie.</summary>
    internal IEnumerable<Statement> Stored()
        => [Blank, .. _product.End((row, column, sum) => new Store(sum, Projected(row, column), _columns[column].Panel.Lanes))];

    /// <summary>The local of a sum of the first row.</summary>
    internal Value Sum(Panel panel, int gate, int vector) => new Local(Name(0, panel, gate, vector));

    private IEnumerable<Statement> Weights(int firstRow)
    {
        int before = 0;
        foreach (Panel panel in _tile.Panels)
        {
            yield return new LetRef(WeightRow(panel), At("w", before + (firstRow * panel.RowFloats)));
            before += _plan.PanelFloats(panel);
        }
    }

    private IEnumerable<Statement> SecondChain()
        => _plan.Chains == 2 ? [Blank, .. _product.Start((_, column) => Zero(_columns[column].Panel.Lanes), "Odd")] : [];

    private IEnumerable<Statement> Inputs(bool last) =>
    [
        Blank,
        new Comment(Words.Count(_plan.Layer.Input, "input")),
        .. Terms(_plan.Layer.Input, "x", InputRow, _ => 0, chains: 1, last),
    ];

    private IEnumerable<Statement> Recurrence() =>
    [
        Blank,
        new Comment(Words.Count(_plan.Layer.Recurrence, "hidden unit")),
        .. Terms(_plan.Layer.Recurrence, "h", _ => "h", row => row * _plan.RecurrenceStride, _plan.Chains, last: true),
        .. _plan.Chains == 1 ? [] : (IEnumerable<Statement>)
        [
            Blank,
            .. _product.End((row, column, sum) => new Set((Local)sum, Add(sum, new Local(_product.Sum(row, column) + "Odd"), _columns[column].Panel.Lanes))),
        ],
    ];

    /// <summary>
    /// Inputs and hidden units through one loop: weights that two sets of instructions read in turn come at two thirds of
    /// the speed from the second cache (measured on Zen 5), and the code is half.
    /// </summary>
    private IEnumerable<Statement> InputsAndRecurrence()
    {
        (int input, int hidden) = (_plan.Layer.Input, _plan.Layer.Recurrence);
        int unroll = _products.Unroll!.Value;
        int looped = hidden / unroll * unroll;
        return
        [
            Blank,
            new Comment($"{input} inputs, then {(looped < hidden ? $"{looped} of " : "")}{hidden} hidden units"),
            new Block("for (int part = 0; part < 2; part++)",
            [
                new LetRef("s", "x", "part == 0", "h"),
                .. input == looped ? [] : (Statement[])[new Integers($"int count = part == 0 ? {input} : {looped};")],
                new Block($"for (int k = 0; k < {(input == looped ? $"{looped}" : "count")}; k += {unroll})",
                [
                    .. Straight(0, unroll, _ => "s", chains: 1),
                    .. _product.Advance(unroll),
                    Advance("s", unroll),
                ]),
            ]),
            .. Straight(looped, hidden, _ => "h", chains: 1, looped),
        ];
    }

    /// <summary>Adds the products of <paramref name="count"/> scalars of each row with as many rows of weights.</summary>
    private IEnumerable<Statement> Terms(int count, string letter, Func<int, string> source, Func<int, int> offset, int chains, bool last)
    {
        int unroll = _products.Unroll ?? count + 1;
        int trips = count / unroll;
        int looped = trips > 1 ? trips * unroll : 0;
        int[] sources = [.. Enumerable.Range(0, _rows).GroupBy(source).Select(group => group.First())];
        string Ref(int row) => $"{letter}k{(sources.Length > 1 ? row : 0)}";
        return
        [
            .. looped == 0 ? [] : (IEnumerable<Statement>)
            [
                .. sources.Select(row => new LetRef(Ref(row), source(row))),
                new Block($"for (int k = 0; k < {looped}; k += {unroll})",
                [
                    .. Straight(0, unroll, row => At(Ref(row), offset(row)), chains),
                    .. _product.Advance(unroll),
                    .. sources.Select(row => Advance(Ref(row), unroll)),
                ]),
            ],
            .. Straight(looped, count, row => At(source(row), offset(row)), chains, looped),
            .. last ? [] : _product.Advance(count - looped),
        ];
    }

    /// <summary>Straight-line terms; the refs to the weights already stand at row <paramref name="weightsFrom"/>.</summary>
    private IEnumerable<Statement> Straight(int first, int end, Func<int, Place> source, int chains, int weightsFrom = 0)
    {
        int together = _plan.Machine.ScalarsPerLoad;
        for (int k = first, step; k < end; k += step)
        {
            int at = k;
            step = together > 0 && k + together <= end ? together : 1;
            bool byLane = step > 1;
            yield return new Block(null,
            [
                .. _product.Scalars("s", row => source(row) + at, step),
                .. Enumerable.Range(0, step).SelectMany(lane => _product.Term(
                    at + lane - weightsFrom, row => $"s{row}", byLane ? _ => lane : null,
                    chains == 2 && (at + lane) % 2 == 1 ? "Odd" : "", lane * _product.Columns.Count)),
            ]);
        }
    }

    private Place Start(int row, int column) => _plan.Layer.Projected ? At(InputRow(row), InRow(column)) : Projected(row, column);

    private Place Projected(int row, int column) => At("z", (row * _columns[column].Panel.RowFloats) + InRow(column));

    private int InRow(int column)
    {
        (Panel panel, int gate, int vector) = _columns[column];
        return (panel.Gates * (panel.FirstUnit - _tile.FirstUnit)) + WeightOffset(panel, gate, vector);
    }

    private string Name(int row, Panel panel, int gate, int vector)
    {
        int vectors = _tile.Panels.Sum(each => each.Vectors);
        int before = _tile.Panels.TakeWhile(other => other != panel).Sum(other => other.Vectors);
        return _rows * vectors == 1 ? _cell.Sums[gate] : $"{_cell.Sums[gate]}{(row * vectors) + before + vector}";
    }

    /// <summary>The ref of a row of inputs.</summary>
    internal static string InputRow(int row) => row == 0 ? "x" : $"x{row}";

    private string WeightRow(Panel panel)
        => _tile.Panels.Count == 1 ? "wk" : $"wk{_tile.Panels.TakeWhile(other => other != panel).Count()}";

    private static int WeightOffset(Panel panel, int gate, int vector) => (gate * panel.Width) + (vector * panel.Lanes);
}
