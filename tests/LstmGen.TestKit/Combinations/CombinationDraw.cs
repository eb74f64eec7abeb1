using LstmGen.TestKit.Models;
using LstmGen.TestKit.Reference;

namespace LstmGen.TestKit.Combinations;

/// <summary>Model classes of all options in any combination that the generator takes, in the short and the long form.</summary>
internal sealed class CombinationDraw
{
    /// <summary>What a layer may hold to be written out as straight lines: the methods of all instruction sets stay within their budget.</summary>
    private const int MostOfFull = 16;

    private readonly ulong _seed;
    private readonly int _largest;
    private readonly SplitMix _random;

    private CombinationDraw(ulong seed, int largest) => (_seed, _largest, _random) = (seed, largest, new SplitMix(seed));

    private string Name => $"Model{_seed}";

    /// <summary>The combination of a seed.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="largest">The most units of a layer.</param>
    internal static Combination Of(ulong seed, int largest)
    {
        var draw = new CombinationDraw(seed, largest);
        return draw.OneIn(2) ? draw.Short() : draw.Long();
    }

    private Combination Short()
    {
        int input = Size();
        LstmShape shape = Recurrent(input, Activations()) with { Output = OneIn(2) ? Size() : 0 };
        bool tokens = shape.Direction == LstmDirection.Forward && OneIn(4);
        LstmUnroll unroll = Unroll(Math.Max(input, Math.Max(shape.Output, Widest(shape))));
        shape = shape with { Outputs = Outputs() };
        int embedded = OneIn(4) ? Size() : 0;
        string[] arguments =
        [
            .. shape.Output > 0 ? [$"output: {shape.Output}"] : (string[])[],
            .. embedded > 0 ? [$"Tokens = {embedded}", $"Embedding = {input}"] : (string[])[tokens ? $"Tokens = {input}" : $"input: {input}"],
            .. DeclarationText.Recurrent(shape), .. DeclarationText.Whole(shape.Activations, unroll, shape.Outputs),
        ];
        return new(
            _seed, Name, DeclarationText.Class(Name, [DeclarationText.Attribute("LstmModel", [$"{shape.Hidden}", $"{shape.Layers}", .. Positional(arguments)])]),
            ReferenceNetworks.Of(shape), ReferenceNetworks.Hidden(shape), ReferenceNetworks.Cells(shape), shape.Direction == LstmDirection.Forward && shape.Outputs <= LstmOutputs.Last, tokens || embedded > 0);
    }

    private Combination Long()
    {
        int input = Size(), width = input, widest = input, index = 0;
        LstmActivations activations = Activations();
        var nodes = new List<ReferenceNode>();
        var attributes = new List<string>();
        (List<int> hidden, List<int> cells, bool streams) = ([], [], true);
        (int At, bool IsResidual, LstmDirection Direction, Func<LstmOutputs, ReferenceNode> Pooled)? last = null;
        int layers = 1 + _random.Below(5), recurrent = _random.Below(layers);
        for (int place = 0; place < layers; place++)
        {
            string? own = OneIn(4) ? $"part{place}" : null;
            bool wantsResidual = OneIn(3);
            if (OneIn(4))
            {
                last = Gated(place, own, wantsResidual, nodes, attributes, hidden, cells, ref width, ref index, ref streams);
                widest = Math.Max(widest, Math.Max(width, hidden[^1]));
            }
            else if (place == recurrent || OneIn(3))
            {
                LstmShape shape = Recurrent(width, activations);
                bool residual = wantsResidual && Fit(ref shape, width);
                for (int layer = 0; layer < shape.Layers; layer++)
                {
                    (int reads, int first, string prefix, string suffix) = (width, index, $"{own ?? $"lstm{place}"}.", $"_l{layer}");
                    ReferenceNode node = ReferenceNetworks.Layer(shape, prefix, suffix, width, ref index);
                    nodes.Add(residual ? new ReferenceResidual(node) : node);
                    last = (nodes.Count - 1, residual, shape.Direction, outputs =>
                    {
                        int again = first;
                        return ReferenceNetworks.Layer(shape, prefix, suffix, reads, ref again, outputs);
                    });
                    width = ReferenceNetworks.Width(shape);
                }

                hidden.AddRange(ReferenceNetworks.Hidden(shape));
                cells.AddRange(ReferenceNetworks.Cells(shape));
                streams &= shape.Direction == LstmDirection.Forward;
                widest = Math.Max(widest, Widest(shape));
                attributes.Add(DeclarationText.Attribute("Lstm", [$"{shape.Hidden}", $"{shape.Layers}", .. DeclarationText.Recurrent(shape), .. DeclarationText.Layer(own, residual)]));
            }
            else
            {
                int units = wantsResidual ? width : Size();
                ReferenceActivation function = CellDraw.Activation(_random);
                bool bias = !OneIn(4);
                var node = new ReferenceDense($"{own ?? $"dense{place}"}.", units, function.Value, function.Slope);
                nodes.Add(wantsResidual ? new ReferenceResidual(node) : node);
                attributes.Add(DeclarationText.Attribute("Dense", [$"{units}", .. DeclarationText.Dense(bias, function), .. DeclarationText.Layer(own, wantsResidual)]));
                width = units;
                widest = Math.Max(widest, units);
            }
        }

        if (hidden.Count == 0)
        {
            last = Gated(layers, null, false, nodes, attributes, hidden, cells, ref width, ref index, ref streams);
            widest = Math.Max(widest, Math.Max(width, hidden[^1]));
        }

        LstmUnroll unroll = Unroll(widest);
        LstmOutputs outputs = Outputs();
        if (last is { } top && outputs != default)
        {
            outputs = top is { IsResidual: true, Direction: LstmDirection.Both } && outputs == LstmOutputs.Last ? LstmOutputs.Mean : outputs;
            nodes[top.At] = !top.IsResidual ? top.Pooled(outputs)
                : top.Direction == LstmDirection.Reverse ? new ReferenceReversed(new ReferenceChain(new ReferenceReversed(nodes[top.At]), new ReferencePool(outputs)))
                : ReferenceNetworks.Pooled(nodes[top.At], outputs);
        }

        int embedded = OneIn(4) ? Size() : 0;
        string[] inputs = embedded > 0 ? [$"Tokens = {embedded}", $"Embedding = {input}"] : [$"{input}"];
        string network = DeclarationText.Attribute("LstmNetwork", [.. inputs, .. DeclarationText.Whole(activations, unroll, outputs)]);
        return new(
            _seed, Name, DeclarationText.Class(Name, [network, .. attributes]), new ReferenceChain([.. nodes]), [.. hidden], [.. cells], streams && outputs <= LstmOutputs.Last, embedded > 0);
    }

    /// <summary>A GRU, or an LSTM with exponential gates.</summary>
    private (int At, bool IsResidual, LstmDirection Direction, Func<LstmOutputs, ReferenceNode> Pooled) Gated(
        int place, string? own, bool wantsResidual, List<ReferenceNode> nodes, List<string> attributes, List<int> hidden, List<int> cells, ref int width, ref int index, ref bool streams)
    {
        bool gru = OneIn(2), resetAfter = !gru || OneIn(2), exponential = !gru && OneIn(2);
        var direction = (LstmDirection)Math.Max(0, _random.Below(4) - 1); // of several layers a stack of its own is for LSTMs
        direction = direction == LstmDirection.BothApart ? LstmDirection.Forward : direction;
        var shape = new LstmShape(width, Size(), 1 + _random.Below(2), 0, !OneIn(4), CellOptions: new() { LearnedInitialState = gru && OneIn(4) })
        {
            Direction = direction,
            Merge = direction == LstmDirection.Both ? (LstmMerge)_random.Below(4) : LstmMerge.Concat,
        };
        ReferenceActivation? gate = gru && OneIn(2) ? CellDraw.Activation(_random) : null, candidate = gru && OneIn(2) ? CellDraw.Activation(_random) : null;
        bool residual = wantsResidual && Fit(ref shape, width);
        int heads = gru ? 1 : ((int[])[1, 2, 3]).Last(several => shape.Hidden % several == 0);
        string prefix = $"{own ?? $"{(gru ? "gru" : "slstm")}{place}"}.";
        Func<LstmOutputs, ReferenceNode>? pooled = null;
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            (int reads, int first) = (width, index);
            ReferenceNode One(string suffix, int at) => gru
                ? ReferenceNetworks.Gru(prefix, suffix, at, reads, shape.Hidden, gate, candidate, resetAfter) : ReferenceNetworks.Slstm(prefix, suffix, at, reads, shape.Hidden, exponential, heads);
            string suffix = $"_l{layer}";
            pooled = outputs => ReferenceNetworks.Directions(shape.Direction, shape.Merge, outputs, One(suffix, first), () => One($"{suffix}_reverse", first + 1));
            ReferenceNode node = pooled(default);
            index += shape.Direction == LstmDirection.Both ? 2 : 1;
            nodes.Add(residual ? new ReferenceResidual(node) : node);
            width = ReferenceNetworks.Width(shape);
        }

        hidden.AddRange(ReferenceNetworks.Hidden(shape));
        cells.AddRange(ReferenceNetworks.Cells(shape).Select(units => gru ? 0 : 3 * units));
        streams &= shape.Direction == LstmDirection.Forward;
        attributes.Add(DeclarationText.Attribute(
            gru ? "Gru" : "Slstm",
            [
                $"{shape.Hidden}", $"{shape.Layers}", .. DeclarationText.Recurrent(shape), .. DeclarationText.Gated(gate, candidate, exponential, heads, resetAfter), .. DeclarationText.Layer(own, residual),
            ]));
        return (nodes.Count - 1, residual, shape.Direction, pooled!);
    }

    private LstmShape Recurrent(int width, LstmActivations activations)
    {
        int hidden = Size();
        var direction = (LstmDirection)Math.Max(0, _random.Below(5) - 2);
        int projection = hidden > 1 && OneIn(4) ? 1 + _random.Below(hidden - 1) : 0;
        LstmCellOptions options = CellDraw.Options(_random) with { ProjectionClip = projection > 0 && OneIn(2) ? 0.25f : 0 };
        return new(width, hidden, 1 + _random.Below(3), 0, !OneIn(4), activations, options)
        {
            Projection = projection,
            Direction = direction,
            Merge = direction == LstmDirection.Both ? (LstmMerge)_random.Below(4) : LstmMerge.Concat,
        };
    }

    /// <summary>Gives layers the size that they need to be residual; whether there is one.</summary>
    private bool Fit(ref LstmShape shape, int width)
    {
        int halves = shape is { Direction: LstmDirection.Both, Merge: LstmMerge.Concat } ? 2 : 1;
        int outputs = width / halves;
        if (width % halves != 0 || outputs > _largest)
        {
            return false;
        }

        shape = shape.Projection > 0 ? shape with { Hidden = outputs + 1 + _random.Below(8), Projection = outputs } : shape with { Hidden = outputs };
        return true;
    }

    /// <summary>Small ones more often: half of them are within what a register or two hold.</summary>
    private int Size() => 1 + _random.Below(OneIn(2) ? Math.Min(_largest, 17) : _largest);

    private LstmActivations Activations() => OneIn(3) ? LstmActivations.Fast : LstmActivations.Accurate;

    private LstmUnroll Unroll(int widest) => (LstmUnroll)(OneIn(2) ? 0 : _random.Below(widest <= MostOfFull ? 3 : 2));

    private LstmOutputs Outputs() => OneIn(3) ? (LstmOutputs)(1 + _random.Below(3)) : LstmOutputs.EveryStep;

    /// <summary>The widest that a layer of these reads, holds or gives.</summary>
    private static int Widest(LstmShape shape) => Math.Max(shape.Hidden, ReferenceNetworks.Width(shape));

    /// <summary>Arguments of the constructor stand before properties.</summary>
    private static IEnumerable<string> Positional(string[] arguments) => arguments.OrderBy(argument => argument.Contains('=', StringComparison.Ordinal));

    private bool OneIn(int several) => CellDraw.OneIn(several, _random);
}
