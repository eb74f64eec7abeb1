using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>
/// Writes a network on one instruction set: where everything lies, the step node by node, and what the library calls by the index of a use.
/// Every call is direct.
/// </summary>
internal sealed class NetworkEmitter
{
    private const string Sequences = "ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int ";

    private static readonly string[] s_usings = ["System.ComponentModel", "System.Runtime.CompilerServices", "LstmGen.Kernels"];

    private readonly CodeWriter _writer = new();
    private readonly NetworkPlan _plan;
    private readonly NetworkCalls _calls;
    private readonly Dialect _dialect;
    private readonly string? _head;

    private NetworkEmitter(NetworkPlan plan, Dialect dialect)
    {
        (_plan, _calls, _dialect) = (plan, new NetworkCalls(_writer, plan, dialect), dialect);
        _head = plan.Network.Head is { } head ? HeadEmitter.TypeName(head, dialect) : null;
    }

    internal static GeneratedFile EmitNetwork(Network network, Dialect dialect)
        => new NetworkEmitter(NetworkPlan.Of(network, dialect.Target), dialect).Write();

    /// <summary>Name of the type.</summary>
    internal static string TypeName(Network network, Dialect dialect)
        => $"{ShortName.Of($"Network_{network.Name}{Options(network)}{(network.Head is { } head ? $"_Head{head.Output}" : "")}")}_{dialect.Suffix}";

    /// <summary>The options of the layers: of the first where all have those, else of each that has any.</summary>
    private static string Options(Network network)
        => network.IsStack ? OptionTexts.Name(network.Uses.First(use => !use.Layer.GivesSums).Layer) + string.Concat(network.Uses.Where(use => use.Role == UseRole.Projection).Take(1).Select(use => OptionTexts.Name(use.Layer with { Activations = default, Unroll = default })))
                + (network.Uses[0].Layer.Projected && network.Uses[0].Layer.GivesSums ? "_Projected" : "")
            : string.Concat(network.Uses.Select((use, index) => OptionTexts.Name(use.Layer) is { Length: > 0 } options ? $"_{index}{options}" : ""));

    private Network Network => _plan.Network;

    private GeneratedFile Write()
    {
        string name = TypeName(Network, _dialect);
        FileHeader.WriteKernels(_writer, s_usings);
        using (_writer.Block($"""
            /// <summary>Network of {Words.Count(Network.Parts.Count(part => part.Part.Recurs), "layer")}{(Network.Head is { } head ? $" and a head of {Words.Count(head.Output, "output")}" : "")}, on {_dialect.Name}.</summary>
            /// <remarks>
            /// State: h and c of one layer after the other.
            /// Packed weights: {Words.Number(_plan.Floats)} floats, {string.Join(", ", _plan.Uses.Select((use, index) => $"use {index} from {use.Weights} on"))}{(_head is null ? "" : $", the head from {_plan.HeadWeights} on")}.
            /// </remarks>
            [EditorBrowsable(EditorBrowsableState.Never)]
            {ToolAttributes.Code}
            internal readonly partial struct {name} : ILstmNetwork
            """))
        {
            Layout();
            if (Network.Streams)
            {
                new NetworkStep(_writer, _plan, _calls, _head).Write();
            }

            _calls.ByUse("Sequence", $"{Sequences}steps", use => !use.IsCell && use.Layer.Layer.ReadsItself);
            _calls.ByUse("Batch", $"{Sequences}rows");
            _calls.ByUse(
                "Cell", "ref float p, ref float xs, ref float hs, ref float z, ref float h, ref float before, ref float y, ref float after, nint states, int rows", use => use.IsCell);
            _writer.Lines($"""

                /// <inheritdoc/>
                public static void Outputs(ref float w, ref float h, ref float y, int rows)
                    => {(_head is null ? $"LstmRows.Copy(ref h, {_plan.OutputStride}, ref y, {Network.OutputSize}, rows)" : $"{_head}.Apply(ref w, ref h, ref y, rows)")};
                """);
        }

        return new GeneratedFile($"LstmGen.{name}.g.cs", _writer.ToString());
    }

    private void Layout()
    {
        _writer.Lines($"""
            /// <inheritdoc/>
            public static LstmNetworkLayout Layout => new(
                outputs: {Network.Outputs}, headWeights: {_plan.HeadWeights}, floats: {_plan.Floats},
            """);
        _calls.List(
            (use, kernels) => $"new(Part: {use.Use.Part}, LstmUseRole.{use.Use.Role}, "
                + $"Weights: {use.Weights}, {kernels}.Panels, {(use.IsCell ? "0" : $"{kernels}.SequenceScratch")}, {kernels}.{(use.IsCell ? "Scratch" : "BatchScratch")}, {OutputStride(use)}){(use.Use.Layer.IsNarrow ? $" {{ Numbers = global::LstmGen.LstmNumbers.{use.Use.Layer.Numbers} }}" : "")}", end: ",");
        _writer.Line("    [");
        foreach (NetworkNode node in Network.Nodes)
        {
            _writer.Line($"        {Node(node)},");
        }

        _writer.Line("    ]);");
    }

    private static int OutputStride(UsePlan use) => use.IsCell ? use.Kernels.Stride : use.Layer.OutputStride;

    private static string Node(NetworkNode node)
    {
        string reads = node.Reads == Network.Inputs ? "LstmNode.Inputs" : $"{node.Reads}";
        return $"new(LstmNodeKind.{node.Kind}, Reads: {reads}, With: {node.With}, Use: {node.Use}, State: {node.State}, "
            + $"Writes: {node.Writes}, Width: {node.Width}{(node.Drops ? ", Drops: true" : "")}{ZoneoutOption.Node(node.HiddenZoneout, node.CellZoneout)})";
    }
}
