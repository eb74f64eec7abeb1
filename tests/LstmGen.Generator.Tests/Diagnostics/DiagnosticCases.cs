namespace LstmGen.Generator.Tests.Diagnostics;

/// <summary>A source with one mistake; <c>[|...|]</c> marks where it is reported.</summary>
public sealed record DiagnosticCase(string Id, string Message, string Source)
{
    public override string ToString() => $"{Id} {Source}";
}

/// <summary>Every way to provoke every diagnostic, with the message it gives.</summary>
internal static class DiagnosticCases
{
    internal static readonly DiagnosticCase[] All =
    [
        new("LSTM001", "'M' must be partial: the generator writes the other half of 'M'",
            "[LstmGen.LstmModel(8)] class [|M|] { }"),
        new("LSTM001", "'Outer' must be partial: the generator writes the other half of 'M'",
            "class Outer { [LstmGen.LstmModel(8)] partial class [|M|]; }"),
        new("LSTM001", "'A' and 'C' and 'M' must be partial: the generator writes the other half of 'M'",
            "struct A { partial interface B { record C { [LstmGen.LstmModel(8)] class [|M|] { } } } }"),

        new("LSTM002", "'M' is static, so no model of it could be created; remove the modifier",
            "[LstmGen.LstmModel(8)] static partial class [|M|];"),
        new("LSTM002", "'M' is abstract, so no model of it could be created; remove the modifier",
            "[LstmGen.LstmModel(8)] partial class [|M|]; abstract partial class M { }"),

        new("LSTM003", "hidden is 0; 1 to 4096 was expected", "[LstmGen.LstmModel([|0|])] partial class M;"),
        new("LSTM003", "hidden is 4097; 1 to 4096 was expected", "[LstmGen.LstmModel(layers: 2, [|hidden: 4097|])] partial class M;"),
        new("LSTM003", "layers is 0; 1 to 16 was expected", "[LstmGen.LstmModel(8, [|0|])] partial class M;"),
        new("LSTM003", "layers is 17; 1 to 16 was expected", "[LstmGen.LstmModel(8, [|layers: 17|])] partial class M;"),
        new("LSTM003", "input is 0; 1 to 65536 was expected", "[LstmGen.LstmModel(8, 1, [|0|])] partial class M;"),
        new("LSTM003", "input is 65537; 1 to 65536 was expected", "[LstmGen.LstmModel(8, [|input: 65537|])] partial class M;"),
        new("LSTM003", "output is -1; 0 to 65536 was expected", "[LstmGen.LstmModel(8, 1, 1, [|-1|])] partial class M;"),
        new("LSTM003", "output is 65537; 0 to 65536 was expected", "[LstmGen.LstmModel([|output: 65537|], hidden: 8)] partial class M;"),
        new("LSTM003", "hidden is 2147483647; 1 to 4096 was expected", "[LstmGen.LstmModel([|int.MaxValue|])] partial class M;"),
        new("LSTM003", "the number of weights together is 3154378752; at most 2147483527, what one array holds, was expected",
            "[[|LstmGen.LstmModel(4096, 16, 65536)|]] partial class M;"),
        new("LSTM003", "Tokens is -1; 0 to 65536 was expected", "[LstmGen.LstmModel(8, [|Tokens = -1|])] partial class M;"),
        new("LSTM003", "Tokens is 65537; 0 to 65536 was expected", "[LstmGen.LstmModel(8, [|Tokens = 65537|])] partial class M;"),
        new("LSTM003", "Tokens is 7; 5, as input says, was expected", "[LstmGen.LstmModel(8, input: 5, [|Tokens = 7|])] partial class M;"),

        new("LSTM004", "Activations is 2; one of LstmActivations.Accurate, LstmActivations.Fast was expected",
            "[LstmGen.LstmModel(8, [|Activations = (LstmGen.LstmActivations)2|])] partial class M;"),
        new("LSTM004", "Unroll is -1; one of LstmUnroll.Auto, LstmUnroll.Loop, LstmUnroll.Full was expected",
            "[LstmGen.LstmModel(8, Bias = false, [|Unroll = (LstmGen.LstmUnroll)(-1)|])] partial class M;"),

        new("LSTM004", "CoupledGates is 3; one of LstmCoupledGates.None, LstmCoupledGates.InputFromForget, LstmCoupledGates.ForgetFromInput was expected",
            "[LstmGen.LstmModel(8, [|CoupledGates = (LstmGen.LstmCoupledGates)3|])] partial class M;"),
        new("LSTM004", $"OutputActivation is 12; one of {string.Join(", ", Enum.GetNames<LstmActivation>().Select(name => $"LstmActivation.{name}"))} was expected",
            "[LstmGen.LstmModel(8, [|OutputActivation = (LstmGen.LstmActivation)12|], OutputAlpha = 3)] partial class M;"),

        new("LSTM021", "Clip is -1; a finite number above 0, or 0 for no bound, was expected", "[LstmGen.LstmModel(8, [|Clip = -1|])] partial class M;"),
        new("LSTM021", "Clip is NaN; a finite number above 0, or 0 for no bound, was expected", "[LstmGen.LstmModel(8, [|Clip = float.NaN|])] partial class M;"),
        new("LSTM021", "CellClip is Infinity; a finite number above 0, or 0 for no bound, was expected", "[LstmGen.LstmModel(8, [|CellClip = 1f / 0|])] partial class M;"),
        new("LSTM021", "CandidateAlpha is -Infinity; a finite number was expected",
            "[LstmGen.LstmModel(8, CandidateActivation = LstmGen.LstmActivation.Elu, [|CandidateAlpha = float.NegativeInfinity|])] partial class M;"),
        new("LSTM021", "OutputBeta is Infinity; a finite number was expected",
            "[LstmGen.LstmModel(8, [|OutputBeta = float.PositiveInfinity|], OutputActivation = LstmGen.LstmActivation.Affine)] partial class M;"),

        new("LSTM022", "GateAlpha is 0.3, but Sigmoid, which the gates go through, has no alpha; leave GateAlpha out",
            "[LstmGen.LstmModel(8, [|GateAlpha = 0.3f|])] partial class M;"),
        new("LSTM022", "CandidateBeta is 1, but LeakyRelu, which the candidate goes through, has no beta; leave CandidateBeta out",
            "[LstmGen.LstmModel(8, CandidateActivation = LstmGen.LstmActivation.LeakyRelu, CandidateAlpha = 2, [|CandidateBeta = 1|])] partial class M;"),
        new("LSTM022", "OutputAlpha is 0.2, but HardSigmoidSixth, which the output goes through, has no alpha; leave OutputAlpha out",
            "[LstmGen.LstmModel(8, OutputActivation = LstmGen.LstmActivation.HardSigmoidSixth, [|OutputAlpha = 0.2f|])] partial class M;"),

        new("LSTM005", "'Shape' collides with 'Shape', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { public int [|Shape|]; }"),
        new("LSTM005", "'Step' collides with 'Step(int, LstmGen.LstmState, System.Span<float>)', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8, Tokens = 5)] partial class M { public void [|Step|](int token, LstmGen.LstmState state, System.Span<float> output) { } }"),
        new("LSTM005", "'KernelSets' collides with 'KernelSets', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { public int [|KernelSets|] => 1; }"),
        new("LSTM005", "'KernelSet' collides with 'KernelSet', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { void [|KernelSet|](int x) { } }"),
        new("LSTM005", "'Plan' collides with 'Plan', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { class [|Plan|] { } }"),
        new("LSTM005", "'Step' collides with 'Step', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { event System.Action [|Step|] { add { } remove { } } }"),
        new("LSTM005", "'Step' collides with 'Step(System.ReadOnlySpan<float>, LstmGen.LstmState, System.Span<float>)', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { void [|Step|](System.ReadOnlySpan<float> a, LstmGen.LstmState b, System.Span<float> c) { } }"),
        new("LSTM005", "'Run' collides with 'Run(System.ReadOnlySpan<float>, LstmGen.LstmState, System.Span<float>)', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { static int [|Run|](System.ReadOnlySpan<float> a, LstmGen.LstmState b, System.Span<float> c) => 1; }"),
        new("LSTM005", "'Run' collides with 'Run(System.ReadOnlySpan<float>, System.ReadOnlySpan<int>, LstmGen.LstmState, System.Span<float>)', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { void [|Run|](System.ReadOnlySpan<float> a, System.ReadOnlySpan<int> l, LstmGen.LstmState b, System.Span<float> c) { } }"),
        new("LSTM005", "'Create' collides with 'Create(LstmGen.LstmWeights)', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { object [|Create|](LstmGen.LstmWeights w) => w; }"),
        new("LSTM005", "'Create' collides with 'Create(LstmGen.LstmWeights, string)', which the generator declares in 'M'; rename it",
            "#nullable enable\n[LstmGen.LstmModel(8)] partial class M { object [|Create|](LstmGen.LstmWeights? w, string? s) => this; }"),
        new("LSTM005", "'CreateState' collides with 'CreateState(int)', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M; partial class M { void [|CreateState|](int a) { } }"),
        new("LSTM005", "'M(LstmGen.LstmWeights)' collides with 'M(LstmGen.LstmWeights)', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { public [|M|](LstmGen.LstmWeights w) { } }"),
        new("LSTM005", "'M(LstmGen.LstmWeights, string)' collides with 'M(LstmGen.LstmWeights, string)', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(8)] partial class M { [|M|](LstmGen.LstmWeights w, string s) { } M(int x) : this(null!, \"\") { } }"),
        new("LSTM005", "'B.Plan' collides with 'Plan', which the generator declares in 'M'; rename it",
            "class B { public int Plan = 1; private int Shape => 1; }\n[LstmGen.LstmModel(8)] partial class [|M|] : B;"),
        new("LSTM005", "'Step' collides with 'Step', which the generator declares in 'Step'; rename it",
            "[LstmGen.LstmModel(8)] partial class [|Step|];"),

        new("LSTM007", "LstmGen generates C# 12; this project compiles as C# 11.0; set LangVersion to 12 or later",
            "[LstmGen.LstmModel(8)] partial class [|M|] { }"),

        new("LSTM008", "'M' is generic; a model is one class with one shape",
            "[LstmGen.LstmModel(8)] partial class [|M|]<T>;"),
        new("LSTM008", "'M' lies in the generic type 'Outer'; a model is one class with one shape",
            "partial class Outer<T> { partial struct Middle { [LstmGen.LstmModel(8)] partial class [|M|]; } }"),

        new("LSTM009", "'M' is file-local: the generated half lies in another file and cannot see it; make it internal or nest it as private",
            "[LstmGen.LstmModel(8)] file partial class [|M|];"),
        new("LSTM009", "'Outer' is file-local: the generated half lies in another file and cannot see it; make it internal or nest it as private",
            "file partial class Outer { [LstmGen.LstmModel(8)] public partial class [|M|]; }"),

        new("LSTM010", "'M' has a primary constructor, which the generated constructors cannot call; write a constructor that calls this(weights)",
            "[LstmGen.LstmModel(8)] partial class M[|(int x)|] { int X => x; }"),
        new("LSTM010", "'M' has a primary constructor, which the generated constructors cannot call; write a constructor that calls this(weights)",
            "[LstmGen.LstmModel(8)] partial record M[|(int X)|];"),
        new("LSTM010", "'M' has a constructor that sets no weights; let it call this(weights)",
            "[LstmGen.LstmModel(8)] partial class M { public [|M|](int x) { } }"),
        new("LSTM010", "'M' has a constructor that sets no weights; let it call this(weights)",
            "[LstmGen.LstmModel(8)] partial class M { [|M|]() : base() { } }"),
        new("LSTM010", "'M' derives from 'B', which has no constructor without parameters that it may call",
            "class B(int x) { int X => x; }\n[LstmGen.LstmModel(8)] partial class [|M|] : B;"),
        new("LSTM010", "'M' derives from 'B', which has no constructor without parameters that it may call",
            "class B { private B() { } }\n[LstmGen.LstmModel(8)] partial class [|M|] : B;"),
        new("LSTM010", "'M' has the required member 'Name', which the generated Create cannot set",
            "[LstmGen.LstmModel(8)] partial class M { public required string [|Name|] { get; set; } }"),
        new("LSTM010", "'M' has the required member 'Name', which the generated Create cannot set",
            "class B { public required string Name; }\n[LstmGen.LstmModel(8)] partial class [|M|] : B;"),
    ];
}
