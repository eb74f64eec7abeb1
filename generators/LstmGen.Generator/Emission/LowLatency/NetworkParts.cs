using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission.LowLatency;

/// <summary>Writes what a network on one instruction set has for threads that share a step.</summary>
internal static class NetworkParts
{
    private static readonly string[] s_usings = ["System", "System.Runtime.CompilerServices", "LstmGen.Kernels"];

    internal static GeneratedFile EmitNetwork(Network network, Dialect dialect)
    {
        string name = NetworkEmitter.TypeName(network, dialect);
        var writer = new CodeWriter();
        var plan = NetworkPlan.Of(network, dialect.Target);
        FileHeader.WriteKernels(writer, s_usings);
        using (writer.Block($"// Low latency: a step that several threads share.\ninternal readonly partial struct {name}"))
        {
            new NetworkPart(writer, plan, new NetworkCalls(writer, plan, dialect), network.Head is { } head ? HeadEmitter.TypeName(head, dialect) : null).WritePart();
        }

        return new GeneratedFile($"LstmGen.{name}.LowLatency.g.cs", writer.ToString());
    }
}
