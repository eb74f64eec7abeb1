using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>Decides tiles, unrolling and packing. The rules are measured; docs/design.md tells what each was worth.</summary>
internal static class Planner
{
    /// <summary>Up to this many units a sum has two chains: the order of every sum is a rule of the shape.</summary>
    internal const int TwoChainsUpTo = 16;

    /// <summary>Straight-line code pays up to this many units.</summary>
    internal const int FullUnrollUpTo = 16;

    /// <summary>Projecting inputs ahead pays from this many inputs on.</summary>
    internal const int HoistFrom = 8;

    /// <summary>
    /// With more bytes of weights than the nearest cache holds, a step takes the tiles in the order opposite to the step before:
    /// what was read last is in a cache still.
    /// </summary>
    internal const long NearestCache = 48 * 1024;

    /// <summary>Up to so many bytes a tile is one panel of a full row of cache lines: what the nearest cache holds is then a good part of all.</summary>
    internal const long NarrowTilesUpTo = 4 * NearestCache;

    /// <summary>Bytes of a row of weights from which a panel alone keeps the second cache busy: four lines.</summary>
    private const int FullRow = 256;

    /// <summary>Cells written out after the sums of a tile, at most: vectors.</summary>
    private const int MostInlineCells = 4;

    /// <summary>Sums of a unit for which panels were tuned; with one or two a panel has as many more units.</summary>
    private const int GatesOfAPanel = 4;

    /// <summary>Panels of weights that one row reads side by side at most.</summary>
    internal const int MostStreams = 3;

    /// <summary>Whether a layer's steps go through its units in turn forwards and backwards, where they take several tiles.</summary>
    internal static bool Turns(LayerSpec layer) => Bytes(layer, layer.Terms) > NearestCache;

    internal static LayerPlan Plan(LayerSpec layer, Target target)
    {
        if (layer.IsNarrow)
        {
            return Narrow(layer, target);
        }

        int chains = layer.Hidden <= TwoChainsUpTo && layer.Recurrence > 0 ? 2 : 1;
        Panel[] panels = SplitUnits(layer.Hidden, target, Cell.Of(layer.Cell).Sums.Count);
        int? unroll = UnrollsFully(layer, panels) ? null : LayerPlan.StreamUnroll;
        Reads reads = layer.Projected ? Reads.Hidden : Reads.InputsAndHidden;
        Schedule step = Stream(panels, chains, target, Bytes(layer, layer.Terms), new(reads, JoinsLoops(layer, chains, unroll), unroll));
        Schedule sequence = target.Tuning.Hoists && layer.Input >= HoistFrom && layer.ReadsItself && !layer.Projected
            ? Stream(panels, chains, target, Bytes(layer, layer.Recurrence), new(Reads.Hidden, OneLoop: false, unroll)) : step;
        var rows = new ProductStage(reads, OneLoop: false, Math.Max(LayerPlan.RowUnroll, target.Machine.ScalarsPerLoad));
        return new LayerPlan(layer, target, new(panels), chains, step, sequence, new(PanelTiles(panels), Turns: false, new([rows, new CellStage(InRegisters: false, ConstantsFirst: true)])));
    }

    /// <summary>Sums of integers: all of a tile's terms in one loop, and what follows them in the same method, since it turns the sums into floats.</summary>
    private static LayerPlan Narrow(LayerSpec layer, Target target)
    {
        Target gradients = target;

        // Integers come by groups, which no instruction takes by lane.
        target = target with { Machine = target.Machine with { ScalarsPerLoad = 0, VectorsPerLoad = 1 }, Tuning = target.Tuning.OfIntegers };
        Panel[] panels = SplitUnits(layer.Hidden, target, Cell.Of(layer.Cell).Sums.Count);
        int? unroll = UnrollsFully(layer, panels) ? null : LayerPlan.StreamUnroll;
        Schedule step = Stream(panels, chains: 1, target, Bytes(layer, layer.Terms), new(Reads.Inputs, OneLoop: false, unroll));
        step = step with { Stages = new([step.Products, new CellStage(InRegisters: true, ConstantsFirst: false)]) };
        return new LayerPlan(
            layer, target, new(panels), 1, step, step, new(PanelTiles(panels), Turns: false, new([step.Products with { Unroll = LayerPlan.RowUnroll }, new CellStage(InRegisters: true, ConstantsFirst: false)])))
        { Gradients = gradients };
    }

    /// <summary>Whether inputs and hidden units of one row pass through the same loop.</summary>
    private static bool JoinsLoops(LayerSpec layer, int chains, int? unroll)
        => unroll is { } trip && chains == 1 && !layer.Projected && layer.Input % trip == 0 && layer.Input > trip && layer.Recurrence >= 2 * trip;

    private static long Bytes(LayerSpec layer, int depth) => 4L * layer.Hidden * Cell.Of(layer.Cell).Sums.Count * (1 + (depth / layer.TermsTogether));

    /// <summary>Full panels, then one for the rest on the narrowest vector that holds it.</summary>
    internal static Panel[] SplitUnits(int hidden, Target target, int gates = 4)
    {
        var panels = new List<Panel>();
        int vectors = target.Tuning.PanelVectors * Math.Max(1, GatesOfAPanel / gates);
        int width = target.Machine.Lanes * vectors;
        int unit = 0;
        for (; hidden - unit >= width; unit += width)
        {
            panels.Add(new Panel(unit, target.Machine.Lanes, vectors, width, gates));
        }

        if (unit < hidden)
        {
            int rest = hidden - unit;
            int lanes = target.Machine.TailLanes.Where(tail => tail >= rest).DefaultIfEmpty(0).Min();
            int full = vectors > target.Tuning.PanelVectors ? (rest + target.Machine.Lanes - 1) / target.Machine.Lanes : vectors;
            panels.Add(lanes > 0 ? new Panel(unit, lanes, 1, rest, gates) : new Panel(unit, target.Machine.Lanes, full, rest, gates));
        }

        // Rows of h and c have no room for more padding than that of a cache line.
        return panels.Last() is var last && last.FirstUnit + last.Width > RowLayout.Stride(hidden)
            ? throw new InvalidOperationException($"Panels of {width} units do not fit rows of {hidden}: the tuning needs a tail of fewer lanes.")
            : [.. panels];
    }

    /// <summary>A row's way through panels of which a step reads <paramref name="bytes"/>.</summary>
    private static Schedule Stream(Panel[] panels, int chains, Target target, long bytes, ProductStage products)
    {
        EquatableArray<Tile> tiles = ReadsNarrowTiles(panels, bytes) ? PanelTiles(panels) : StreamTiles(panels, chains, target);
        bool inPlace = tiles.Count == 1 && tiles[0].Trips == 1;
        bool manyRegisters = target.Machine.Registers > 16;
        int cells = tiles[0].Panels.Sum(panel => panel.Vectors);
        var cell = new CellStage(tiles.Count == 1 && (inPlace ? cells <= MostInlineCells : tiles[0].Panels.Count == 1 && manyRegisters), ConstantsFirst: !manyRegisters);
        return new Schedule(tiles, bytes > NearestCache && !inPlace, new([products, cell]));
    }

    private static bool ReadsNarrowTiles(Panel[] panels, long bytes)
        => bytes is > NearestCache and <= NarrowTilesUpTo && 4 * panels[0].RowFloats >= FullRow && panels.All(panel => panel.SameKind(panels[0]));

    /// <summary>
    /// As few tiles as the registers allow, of as equal size as can be: sums keep the multiply-add units busy, and each panel
    /// is a stream of its own for the cache to run ahead on. A small tile alone would wait for its own sums.
    /// </summary>
    private static EquatableArray<Tile> StreamTiles(Panel[] panels, int chains, Target target)
    {
        int most = Math.Min(MostStreams, Math.Max(1, target.Tuning.Stream(chains) / (panels[0].RowVectors * chains)));
        int count = (panels.Length + most - 1) / most;
        var tiles = new List<Tile>();
        for (int tile = 0, at = 0; tile < count; tile++)
        {
            int size = (panels.Length - at + count - tile - 1) / (count - tile);
            Panel[] some = [.. panels.Skip(at).Take(size)];
            at += size;
            Tile? before = tiles.LastOrDefault();
            if (before != null && before.Panels.Count == size && before.Panels.Zip(some, (left, right) => left.SameKind(right)).All(same => same))
            {
                tiles[tiles.Count - 1] = before with { Trips = before.Trips + 1 };
            }
            else
            {
                tiles.Add(new Tile(new(some), 1));
            }
        }

        return new([.. tiles]);
    }

    /// <summary>One panel a tile, equal ones in a loop.</summary>
    internal static EquatableArray<Tile> PanelTiles(Panel[] panels)
    {
        int full = panels.TakeWhile(panel => panel.SameKind(panels[0])).Count();
        var tiles = new List<Tile> { new(new([panels[0]]), full) };
        tiles.AddRange(panels.Skip(full).Select(panel => new Tile(new([panel]), 1)));
        return new([.. tiles]);
    }

    /// <summary>Row counts of the tiles of a batch, tallest first: any number of rows splits into few tiles.</summary>
    internal static int[] RowTiles(int rows) => rows switch
    {
        <= 1 => [1],
        2 => [2, 1],
        3 => [3, 2, 1],
        4 or 5 => [4, 2, 1],
        _ => [6, 4, 2, 1],
    };

    private static bool UnrollsFully(LayerSpec layer, Panel[] panels) => layer.Unroll switch
    {
        UnrollKind.Full => true,
        UnrollKind.Loop => false,
        _ => layer.Hidden <= FullUnrollUpTo
            && panels.Sum(panel => panel.RowVectors) * layer.Terms <= Budget.StraightLineMultiplyAdds,
    };
}
