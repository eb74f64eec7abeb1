using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Parsing;

/// <summary>
/// What the generator declares in a model class. A test compiles models and compares: a member missing here would
/// collide unannounced.
/// </summary>
internal sealed class GeneratedMembers
{
    private const string Floats = "System.ReadOnlySpan<float>";
    private const string Output = "System.Span<float>";

    private const string Tokens = "System.ReadOnlySpan<int>";

    /// <summary>What classes have besides that take samples one by one, that can be trained, or that take tokens.</summary>
    private static readonly (string[] Names, string[] Methods) s_streaming = ([], [$"Step({Floats}, LstmGen.LstmState, {Output})"]);

    private static readonly (string[] Names, string[] Methods) s_training =
        (["LstmTapeOf"], ["CreateTape(LstmGen.LstmParameters, LstmGen.Training.LstmTapeOptions)"]);

    private static readonly (string[] Names, string[] Methods) s_tokens = (
        ["_lstmTokens"],
        [$"Run({Tokens}, LstmGen.LstmState, {Output})", $"Run({Tokens}, {Tokens}, LstmGen.LstmState, {Output})"]);

    private static readonly (string[] Names, string[] Methods) s_streamingTokens = ([], [$"Step(int, LstmGen.LstmState, {Output})"]);

    /// <summary>Declared only where the project has weights for the class.</summary>
    internal static readonly string[] NamesWithWeights = ["Pretrained", "LstmPretrained"];

    /// <summary>Constructors.</summary>
    internal static readonly string[] Constructors = [".ctor(LstmGen.LstmWeights)", ".ctor(LstmGen.LstmWeights, string)"];

    private GeneratedMembers((string[] Names, string[] Methods)[] parts)
    {
        Names =
        [
            "Shape", "KernelSets", "KernelSet", "Plan",
            "_lstmWeights", "_lstmKernels", "LstmFacts", "LstmPack", .. parts.SelectMany(part => part.Names),
        ];
        Methods =
        [
            "Create(LstmGen.LstmWeights)",
            "Create(LstmGen.LstmWeights, string)",
            "CreateState(int)",
            $"Run({Floats}, LstmGen.LstmState, {Output})",
            $"Run({Floats}, System.ReadOnlySpan<int>, LstmGen.LstmState, {Output})",
            .. parts.SelectMany(part => part.Methods),
        ];
        MethodNames = [.. Methods.Select(method => method.Substring(0, method.IndexOf('('))).Distinct()];
    }

    /// <summary>Properties, fields, private helpers: no other member of the class may have the name.</summary>
    internal string[] Names { get; }

    /// <summary>Methods: others may have the name, with other parameters.</summary>
    internal string[] Methods { get; }

    /// <summary>Names of all methods: nothing but a method may have one.</summary>
    internal string[] MethodNames { get; }

    internal static GeneratedMembers Of(ModelSpec model)
    {
        var parts = new List<(string[], string[])>();
        if (Network.Of(model).Streams)
        {
            parts.Add(s_streaming);
        }

        if (model.Training)
        {
            parts.Add(s_training);
        }

        if (model.Tokens > 0)
        {
            parts.Add(s_tokens);
            if (Network.Of(model).Streams)
            {
                parts.Add(s_streamingTokens);
            }
        }

        return new([.. parts]);
    }
}
