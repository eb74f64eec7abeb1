using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>
/// Writes a network on one instruction set: where everything lies, the step use by use, and what the library calls by the index of a use.
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
        => $"Network_{network.Name}{OptionTexts.Name(network.Uses[0].Layer)}{(network.Head is { } head ? $"_Head{head.Output}" : "")}_{dialect.Suffix}";

    private LayerPlan Outgoing => _plan.Uses[_plan.Network.Outputs].Layer;

    private GeneratedFile Write()
    {
        string name = TypeName(_plan.Network, _dialect);
        FileHeader.WriteKernels(_writer, s_usings);
        using (_writer.Block($"""
            /// <summary>Network of {Words.Count(_plan.Uses.Count, "layer")}{(_plan.Network.Head is { } head ? $" and a head of {Words.Count(head.Output, "output")}" : "")}, on {_dialect.Name}.</summary>
            /// <remarks>
            /// State: h of the layers, then c of the layers, {_plan.OutputStride} floats each.
            /// Packed weights: {Words.Number(_plan.Floats)} floats, {string.Join(", ", _plan.Uses.Select((use, index) => $"layer {index} from {use.Weights} on"))}{(_head is null ? "" : $", the head from {_plan.HeadWeights} on")}.
            /// </remarks>
            [EditorBrowsable(EditorBrowsableState.Never)]
            {ToolAttributes.Code}
            internal readonly partial struct {name} : ILstmNetwork
            """))
        {
            Layout();
            Step();
            _calls.ByUse("Sequence", $"{Sequences}steps");
            _calls.ByUse("Batch", $"{Sequences}rows");
            _writer.Lines($"""

                /// <inheritdoc/>
                public static void Outputs(ref float w, ref float h, ref float y, int rows)
                    => {(_head is null ? $"LstmRows.Copy(ref h, {_plan.OutputStride}, ref y, {Outgoing.Layer.Hidden}, rows)" : $"{_head}.Apply(ref w, ref h, ref y, rows)")};
                """);
        }

        return new GeneratedFile($"LstmGen.{name}.g.cs", _writer.ToString());
    }

    private void Layout()
    {
        _writer.Lines($"""
            /// <inheritdoc/>
            public static LstmNetworkLayout Layout => new(
                outputs: {_plan.Network.Outputs}, headWeights: {_plan.HeadWeights}, floats: {_plan.Floats},
            """);
        _calls.List((use, kernels) =>
            $"new(Reads: {(use.Use.Reads == Network.Inputs ? "LstmUse.Inputs" : $"{use.Use.Reads}")}, Writes: {use.Use.Writes}, Features: {use.Layer.Layer.Input}, "
            + $"Weights: {use.Weights}, {kernels}.Panels, {kernels}.SequenceScratch, {kernels}.BatchScratch)");
    }

    private void Step()
    {
        using (_writer.Line().Block($"""
            /// <summary>One step of one sequence: layer after layer, then the outputs.</summary>
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            internal static void Step(LstmPackedWeights weights, ref float x, ref float state, ref float y{(_plan.Turns ? ", bool fromEnd" : "")})
            """))
        {
            _writer.Line($"ref float z = ref LstmStepScratch.Take({_plan.StepScratch});").Line("ref float w = ref weights.Memory;");
            for (int use = 0; use < _plan.Uses.Count; use++)
            {
                StepOf(use);
            }

            string h = $"h{_plan.Network.Outputs}";
            _writer.Line().Line(_head is null
                ? $"LstmRows.Copy(ref {h}, ref y, {Outgoing.Layer.Hidden});"
                : $"{_head}.Apply(ref {Offset("w", _plan.HeadWeights)}, ref {h}, ref y, 1);");
        }
    }

    private void StepOf(int index)
    {
        UsePlan use = _plan.Uses[index];
        int stride = use.Layer.Stride;
        bool inPlace = use.Layer.Step.InPlace;
        string x = use.Use.Reads == Network.Inputs ? "x" : $"h{use.Use.Reads}", h = $"h{index}", c = $"c{index}", y = inPlace ? h : $"after{index}";
        _writer.Lines($"""

            ref float {h} = ref {Offset("state", index * stride)};
            ref float {c} = ref {Offset("state", (_plan.Uses.Count + index) * stride)};
            """);
        if (!inPlace)
        {
            // A step that cannot write over the h it reads writes behind its sums.
            _writer.Line($"ref float {y} = ref {Offset("z", use.Layer.StepScratch - stride)};");
        }

        _writer.Line($"{_calls.Kernels(use)}.Step(ref {Offset("w", use.Weights)}, ref {x}, ref z, ref {h}, ref {y}, ref {c}, {(_plan.Turns ? "fromEnd" : "false")});");
        if (!inPlace)
        {
            // All that kernels write on every instruction set; padding past it stays zero.
            _writer.Line($"LstmRows.Copy(ref {y}, ref {h}, {(use.Layer.Layer.Hidden + 3) / 4 * 4});");
        }
    }

    private static string Offset(string name, int offset) => offset == 0 ? name : $"Unsafe.Add(ref {name}, {offset})";
}
