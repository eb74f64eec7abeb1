using System.Reflection;
using LstmGen.TestKit.Combinations;
using LstmGen.TestKit.Networks;

namespace LstmGen.Nightly.Combinations;

/// <summary>A combination, generated and compiled.</summary>
/// <param name="Combination">What was drawn.</param>
/// <param name="Type">Its class.</param>
/// <param name="Network">The class as a case, and the reference.</param>
/// <param name="Tokens">Compares tokens with vectors, given weights, rows and steps; null where the class takes none.</param>
internal sealed record CompiledCombination(Combination Combination, Type Type, NetworkCase Network, Action<LstmWeights, int, int>? Tokens)
{
    /// <summary>Compiles some together; none may be refused.</summary>
    internal static IReadOnlyList<CompiledCombination> Compile(IReadOnlyList<Combination> some)
    {
        GeneratorRun run = GeneratorHarness.Run(string.Join("\n", some.Select(each => each.Declaration)));
        if (!run.Reported.IsEmpty)
        {
            throw new InvalidOperationException($"{string.Join("\n", run.Reported)}\nof\n{string.Join("\n", some)}");
        }

        Assembly assembly = run.Load();
        return [.. some.Select(each => Of(each, assembly.GetType(each.Name, throwOnError: true)!))];
    }

    private static CompiledCombination Of(Combination drawn, Type type)
    {
        bool streams = Implements(type, typeof(ILstmStreamingModel<>)), tokens = Implements(type, typeof(ILstmTokenModel<>));
        if ((streams, tokens) != (drawn.Streams, drawn.TakesTokens))
        {
            throw new InvalidOperationException($"The class {(streams ? "has a step" : "has no step")} and {(tokens ? "takes" : "takes no")} tokens:\n{drawn}");
        }

        var model = (ModelCase)Call(typeof(ModelCase), streams ? nameof(ModelCase.Of) : nameof(ModelCase.OfWhole), type)!;
        var network = new NetworkCase(model, drawn.Reference, drawn.Hidden, drawn.Cells) { Zones = drawn.Declaration.Contains("Zoneout", StringComparison.Ordinal) };
        return new(drawn, type, network, tokens ? (Action<LstmWeights, int, int>)Call(typeof(CompiledCombination), nameof(TokensOf), type)! : null);
    }

    private static Action<LstmWeights, int, int> TokensOf<T>()
        where T : class, ILstmTokenModel<T>
        => (weights, batch, steps) =>
        {
            foreach (string kernelSet in T.KernelSets)
            {
                if (T.Shape.EmbeddedTokens > 0)
                {
                    TokenChecks.EmbeddedRuns(T.Create(weights, kernelSet), weights, batch, steps, kernelSet);
                    continue;
                }

                TokenChecks.Runs(T.Create(weights, kernelSet), T.Shape.Projection > 0 ? T.Shape.Projection : T.Shape.Hidden, batch, steps, kernelSet);
            }
        };

    private static bool Implements(Type type, Type definition) => type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == definition);

    private static object? Call(Type holder, string method, Type argument)
        => holder.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(argument).Invoke(null, null);
}
