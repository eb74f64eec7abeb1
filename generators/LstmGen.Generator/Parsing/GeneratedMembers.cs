namespace LstmGen.Generator.Parsing;

/// <summary>
/// What the generator declares in a model class. A test compiles a model and compares: a member missing here would
/// collide unannounced.
/// </summary>
internal static class GeneratedMembers
{
    private const string Floats = "System.ReadOnlySpan<float>";
    private const string Output = "System.Span<float>";

    /// <summary>Properties, fields, private helpers: no other member of the class may have the name.</summary>
    internal static readonly string[] Names =
    [
        "Shape", "KernelSets", "KernelSet", "Plan",
        "_lstmWeights", "_lstmKernels", "LstmFacts", "LstmPack", "LstmTapeOf",
    ];

    /// <summary>The same, declared only where the project has weights for the class.</summary>
    internal static readonly string[] NamesWithWeights = ["Pretrained", "LstmPretrained"];

    /// <summary>Methods: others may have the name, with other parameters.</summary>
    internal static readonly string[] Methods =
    [
        "Create(LstmGen.LstmWeights)",
        "Create(LstmGen.LstmWeights, string)",
        "CreateState(int)",
        "CreateTape(LstmGen.LstmParameters, LstmGen.Training.LstmTapeOptions)",
        $"Step({Floats}, LstmGen.LstmState, {Output})",
        $"Run({Floats}, LstmGen.LstmState, {Output})",
        $"Run({Floats}, System.ReadOnlySpan<int>, LstmGen.LstmState, {Output})",
    ];

    /// <summary>Constructors.</summary>
    internal static readonly string[] Constructors = [".ctor(LstmGen.LstmWeights)", ".ctor(LstmGen.LstmWeights, string)"];

    /// <summary>Names of all methods: nothing but a method may have one.</summary>
    internal static readonly string[] MethodNames = [.. Methods.Select(method => method.Substring(0, method.IndexOf('('))).Distinct()];
}
