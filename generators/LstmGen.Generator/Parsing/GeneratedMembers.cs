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

    /// <summary>Of a class that takes samples one by one, and of one that can be trained.</summary>
    private static readonly string[] s_streaming = [$"Step({Floats}, LstmGen.LstmState, {Output})"];
    private static readonly string[] s_training = ["CreateTape(LstmGen.LstmParameters, LstmGen.Training.LstmTapeOptions)"];

    /// <summary>Declared only where the project has weights for the class.</summary>
    internal static readonly string[] NamesWithWeights = ["Pretrained", "LstmPretrained"];

    /// <summary>Constructors.</summary>
    internal static readonly string[] Constructors = [".ctor(LstmGen.LstmWeights)", ".ctor(LstmGen.LstmWeights, string)"];

    private GeneratedMembers(string[] names, string[] methods)
    {
        Names =
        [
            "Shape", "KernelSets", "KernelSet", "Plan",
            "_lstmWeights", "_lstmKernels", "LstmFacts", "LstmPack", .. names,
        ];
        Methods =
        [
            "Create(LstmGen.LstmWeights)",
            "Create(LstmGen.LstmWeights, string)",
            "CreateState(int)",
            $"Run({Floats}, LstmGen.LstmState, {Output})",
            $"Run({Floats}, System.ReadOnlySpan<int>, LstmGen.LstmState, {Output})",
            .. methods,
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
        => new(model.Training ? ["LstmTapeOf"] : [], [.. model.Direction == DirectionKind.Forward ? s_streaming : [], .. model.Training ? s_training : []]);
}
