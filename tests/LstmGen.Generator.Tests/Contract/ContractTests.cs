using System.Reflection;
using System.Text;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Tests.Harness;
using LstmGen.Generator.Tests.Snapshots;
using LstmGen.Generator.Tests.Weights;
using LstmGen.Training;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Tests.Contract;

/// <summary>
/// Generated code and the library meet in assemblies compiled at different times (docs/contract.md): what was generated for a contract
/// that the library keeps runs, and what was not says so before anything else can fail.
/// </summary>
public class ContractTests
{
    // Everything that generated code can use: a head, layers of both kinds, a model without either, options of the cell, tokens, cells that take sums by rows, initial states.
    private const string Source = """
        #pragma warning disable CS1591
        namespace Recorded;
        [LstmGen.LstmModel(3, 2, 2, 2)] public partial class Headed;
        [LstmGen.LstmModel(17, Peepholes = true, CoupledGates = LstmGen.LstmCoupledGates.InputFromForget,
            GateActivation = LstmGen.LstmActivation.HardSigmoid, GateAlpha = 0.25f, GateBeta = 0.4f, CandidateActivation = LstmGen.LstmActivation.ScaledTanh, CandidateAlpha = 1.5f,
            CandidateBeta = 0.75f, OutputActivation = LstmGen.LstmActivation.Affine, OutputAlpha = 0.5f, OutputBeta = 0.1f, Clip = 3, CellClip = 2)]
        public partial class Plain;
        [LstmGen.LstmModel(5, Tokens = 4)] public partial class Spoken;
        [LstmGen.LstmNetwork(2)] [LstmGen.Gru(3)] [LstmGen.Gru(3, ResetAfter = false)] [LstmGen.Slstm(4, Heads = 2)] [LstmGen.Lstm(4, Norm = LstmGen.LstmNorm.Products, Projection = 2)] public partial class Gated;
        [LstmGen.LstmModel(3, LearnedInitialState = true)] public partial class Begun;
        [LstmGen.LstmNetwork(2)] [LstmGen.Gru(3, LearnedInitialState = true)] public partial class BegunNetwork;
        [LstmGen.LstmNetwork(Tokens = 7, Embedding = 3, Outputs = LstmGen.LstmOutputs.Max)] [LstmGen.Lstm(3, Direction = LstmGen.LstmDirection.Both)] [LstmGen.Dense(2)] public partial class Reviewed;
        [LstmGen.LstmModel(3, Outputs = LstmGen.LstmOutputs.Last)] public partial class Pooled;
        [LstmGen.LstmModel(3, HiddenZoneout = 0.25f, CellZoneout = 0.5f)] public partial class Zoned;
        [LstmGen.LstmModel(3, Outputs = LstmGen.LstmOutputs.Mean, Tokens = 7, Embedding = 2)] public partial class Folded;
        [LstmGen.LstmNetwork(3, LowLatency = true)] [LstmGen.Dense(33)] [LstmGen.Gru(33)] [LstmGen.Lstm(40)] public partial class Shared;
        """;

    /// <summary>All tests read one compilation of it.</summary>
    private static readonly Lazy<GeneratorRun> s_run = new(() => GeneratorHarness.Run(Source));

    [Fact]
    public void What_generated_code_uses_is_what_the_contract_says() => Snapshot.Check($"../Contract/contract-{ContractCheck.Number}.txt", Uses());

    /// <summary>The last recorded assembly of every contract that is kept; LSTMGEN_RECORD_CONTRACT=1 records that of today's number.</summary>
    [Theory]
    [InlineData("Headed")]
    [InlineData("Plain")]
    [InlineData("Spoken")]
    [InlineData("Gated")]
    [InlineData("Begun")]
    [InlineData("BegunNetwork")]
    [InlineData("Reviewed")]
    [InlineData("Pooled")]
    [InlineData("Zoned")]
    [InlineData("Folded")]
    [InlineData("Shared")]
    public void A_recorded_assembly_runs_with_todays_library_to_the_same_bits(string model)
    {
        string path = Repository.At("tests", "LstmGen.Generator.Tests", "Contract", $"contract-{ContractCheck.Number}.dll");
        if (Environment.GetEnvironmentVariable("LSTMGEN_RECORD_CONTRACT") == "1")
        {
            File.WriteAllBytes(path, s_run.Value.Image);
        }

        Type recorded = GeneratorRun.Load(File.ReadAllBytes(path)).GetType($"Recorded.{model}", throwOnError: true)!;
        Type fresh = s_run.Value.Load().GetType($"Recorded.{model}", throwOnError: true)!;

        Assert.Equal(Exercise(fresh), Exercise(recorded));
    }

    /// <summary>The library has lost members that the assembly needs: only the contract's number is looked at before.</summary>
    [Theory]
    [InlineData(0, "Build Generated.Models again with the package of this version.")]
    [InlineData(ContractCheck.Number + 1, "Use an LstmGen.dll at least as new as the package it was built with.")]
    public void Another_contract_is_one_clear_error(int contract, string cure)
        => AssertRefused(GeneratorRun.Load(WithoutMembers(Generated(contract))), contract, cure);

    /// <summary>What a generator wrote in its time, against members that are gone in earnest.</summary>
    [Theory]
    [InlineData(1)]
    public void A_recorded_assembly_of_a_contract_given_up_is_one_clear_error(int contract)
    {
        Assembly recorded = GeneratorRun.Load(File.ReadAllBytes(Repository.At("tests", "LstmGen.Generator.Tests", "Contract", $"contract-{contract}.dll")));
        AssertRefused(recorded, contract, $"Build {recorded.GetName().Name} again with the package of this version.");
    }

    private static void AssertRefused(Assembly assembly, int contract, string cure)
    {
        Type model = assembly.GetType("Recorded.Headed", throwOnError: true)!;
        foreach (Action use in (Action[])[
            () => Activator.CreateInstance(model, LstmWeights.Random(1)),
            () => Activator.CreateInstance(model, LstmWeights.Random(1), "Portable"),
            () => model.GetMethod("CreateTape")!.Invoke(null, [null, null]),
            () => model.GetProperty("Shape")!.GetValue(null)])
        {
            TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(use);
            LstmContractException error = Assert.IsType<LstmContractException>(thrown.InnerException);
            Assert.Equal(
                $"Recorded.Headed in {assembly.GetName().Name} 0.0.0.0 was generated for contract {contract} of LstmGen; LstmGen.dll "
                + $"{typeof(LstmModelAttribute).Assembly.GetName().Version} keeps contract {ContractCheck.Number}. {cure}",
                error.Message);
        }
    }

    /// <summary>Without the number it would be an error of the runtime about a name that no user knows.</summary>
    [Fact]
    public void Lost_members_of_a_kept_contract_are_noticed_here()
    {
        Type model = GeneratorRun.Load(WithoutMembers(Generated(ContractCheck.Number))).GetType("Recorded.Headed", throwOnError: true)!;

        TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(model, LstmWeights.Random(1)));
        Assert.IsType<MissingMethodException>(thrown.InnerException);
    }

    private static byte[] Generated(int contract)
    {
        GeneratorRun run = s_run.Value;
        string number = $"LstmContract.Require({ContractCheck.Number}, ";
        Compilation other = run.Input.AddSyntaxTrees(run.Sources.Select(source =>
        {
            string text = source.SourceText.ToString();
            return GeneratorHarness.Parse(text.Replace(number, $"LstmContract.Require({contract}, "), source.HintName);
        }));
        using var image = new MemoryStream();
        Assert.True(other.Emit(image).Success);
        return image.ToArray();
    }

    /// <summary>The assembly with names of other methods in place of some that the library has.</summary>
    private static byte[] WithoutMembers(byte[] image)
    {
        foreach (string name in (string[])["Bind", "Take", "Enter", "get_Memory"])
        {
            byte[] sought = Encoding.ASCII.GetBytes($"\0{name}\0");
            int at = image.AsSpan().IndexOf(sought);
            Assert.True(at > 0, name);
            image[at + 1] = (byte)'_';
        }

        return image;
    }

    private static float[] Exercise(Type model)
    {
        float[] Of(string method) => (float[])typeof(ContractTests).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(model).Invoke(null, null)!;
        return model.Name switch
        {
            "Spoken" => [.. Of(nameof(ExerciseModel)), .. Of(nameof(ExerciseTokens))],
            "Shared" => [.. Of(nameof(ExerciseModel)), .. Of(nameof(ExerciseShared))],
            "Pooled" => Of(nameof(ExercisePooled)),
            "Reviewed" or "Folded" => [.. Of(nameof(ExercisePooled)), .. Of(nameof(ExerciseEmbedded))],
            _ => Of(nameof(ExerciseModel)),
        };
    }

    /// <summary>A class with one row of outputs for each sequence.</summary>
    private static float[] ExercisePooled<T>()
        where T : class, ILstmTrainable<T>
    {
        List<float> results = [];
        float[] inputs = [.. Enumerable.Range(0, 4 * 3 * T.Shape.Input).Select(index => MathF.Sin(index))], outputs = new float[3 * T.Shape.OutputSize];
        foreach (string set in T.KernelSets)
        {
            T model = T.Create(LstmWeights.Random(5), set);
            LstmState state = model.CreateState(3);
            model.Run(inputs, state, outputs);
            results.AddRange(outputs);
            model.Run(inputs, [1, 4, 0], state, outputs);
            results.AddRange(outputs);
            using LstmTape tape = T.CreateTape(LstmWeights.Random(5).Bind(T.Shape), new LstmTapeOptions { Batch = 3, Steps = 4, KernelSet = set });
            tape.Forward(inputs, tape.CreateState(), outputs);
            tape.Backward(outputs);
            results.AddRange(outputs);
            results.AddRange(tape.Trainables.SelectMany(trainable => trainable.Gradients.ToArray()));
        }

        return [.. results];
    }

    /// <summary>Such a class whose tokens have vectors.</summary>
    private static float[] ExerciseEmbedded<T>()
        where T : class, ILstmTrainable<T>, ILstmTokenModel<T>
    {
        List<float> results = [];
        float[] outputs = new float[3 * T.Shape.OutputSize];
        foreach (string set in T.KernelSets)
        {
            T model = T.Create(LstmWeights.Random(5), set);
            LstmState state = model.CreateState(3);
            model.Run([0, 6, 2, 3, 5, 1], state, outputs);
            results.AddRange(outputs);
            model.Run([0, 6, 2, 3, 5, 1], [2, 1, 0], state, outputs);
            results.AddRange(outputs);
        }

        return [.. results];
    }

    /// <summary>A class whose steps threads share.</summary>
    private static float[] ExerciseShared<T>()
        where T : class, ILstmLowLatencyModel<T>
    {
        List<float> results = [];
        float[] output = new float[T.Shape.OutputSize];
        foreach (string set in T.KernelSets)
        {
            T model = T.Create(LstmWeights.Random(5), set);
            using var shared = new LstmLowLatency<T>(model, new() { Threads = 2 });
            LstmState state = model.CreateState();
            for (int step = 0; step < 4; step++)
            {
                shared.Step([0.5f, step, -0.25f], state, output);
                results.AddRange(output);
            }
        }

        return [.. results];
    }

    private static float[] ExerciseTokens<T>()
        where T : class, ILstmStreamingTokenModel<T>
    {
        List<float> results = [];
        foreach (string set in T.KernelSets)
        {
            T model = T.Create(LstmWeights.Random(5), set);
            float[] outputs = new float[6 * T.Shape.OutputSize];
            LstmState one = model.CreateState(), two = model.CreateState(2);
            model.Step(3, one, outputs.AsSpan(0, T.Shape.OutputSize));
            results.AddRange(outputs);
            model.Run([0, 1, 2, 3, 0, 1], one, outputs);
            results.AddRange(outputs);
            model.Run([0, 1, 2, 3, 0, 1], two, outputs);
            results.AddRange(outputs);
            model.Run([0, 1, 2, 3, 0, 1], [1, 3], two, outputs);
            results.AddRange(outputs);
        }

        return [.. results];
    }

    private static float[] ExerciseModel<T>()
        where T : class, ILstmTrainable<T>, ILstmStreamingModel<T>
    {
        List<float> results = [];
        LstmWeights weights = LstmWeights.Random(5);
        float[] inputs = [.. Enumerable.Range(0, 4 * 3 * T.Shape.Input).Select(index => MathF.Sin(index))];
        foreach (string set in T.KernelSets)
        {
            T model = T.Create(weights, set);
            Assert.Equal(set, model.KernelSet);
            float[] output = new float[T.Shape.OutputSize];
            LstmState one = model.CreateState();
            for (int step = 0; step < 3; step++)
            {
                model.Step(inputs.AsSpan(step * T.Shape.Input, T.Shape.Input), one, output);
                results.AddRange(output);
            }

            float[] outputs = new float[4 * 3 * T.Shape.OutputSize];
            model.Run(inputs, one, outputs);
            results.AddRange(outputs);
            LstmState three = model.CreateState(3);
            model.Run(inputs, three, outputs);
            results.AddRange(outputs);
            model.Run(inputs, [1, 4, 2], three, outputs);
            results.AddRange(outputs);

            using LstmTape tape = T.CreateTape(weights.Bind(T.Shape), new LstmTapeOptions { Batch = 3, Steps = 4, KernelSet = set });
            LstmState state = tape.CreateState();
            tape.Forward(inputs, state, outputs);
            tape.Backward(outputs, state);
            results.AddRange(outputs);
            foreach (LstmTrainable trainable in tape.Trainables)
            {
                results.AddRange(trainable.Gradients);
            }
        }

        return [.. results];
    }

    /// <summary>Every member of the library that generated code names, and all of the interfaces it implements.</summary>
    private static string Uses()
    {
        // Steps that turn, weights with a reference: too large for an assembly to be recorded, or looked at by the compiler alone.
        GeneratorRun run = GeneratorHarness.RunDebug(
            [new WeightItem("Recorded.Headed", WeightFiles.Of(WeightCases.Fits)) { Reference = WeightFiles.Of("inputs F32 [1, 2]\noutputs F32 [1, 2]") }],
            Source + "[LstmGen.LstmModel(64, input: 64)] public partial class Large;");
        var uses = new SortedSet<string>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in run.Output.SyntaxTrees.Where(tree => !run.Input.ContainsSyntaxTree(tree)))
        {
            SemanticModel model = run.Output.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax))
            {
                Add(model.GetSymbolInfo(node).Symbol);
            }
        }

        return string.Concat(uses.Select(use => use + "\n"));

        void Add(ISymbol? symbol)
        {
            if (symbol?.ContainingAssembly?.Name != "LstmGen")
            {
                return;
            }

            if (symbol.OriginalDefinition is INamedTypeSymbol type)
            {
                uses.Add($"{type.TypeKind.ToString().ToLowerInvariant()} {type.ToDisplayString()}");
                foreach (ISymbol member in type.TypeKind == TypeKind.Interface ? [.. type.GetMembers(), .. type.AllInterfaces.SelectMany(each => each.GetMembers())] : Array.Empty<ISymbol>())
                {
                    uses.Add(member.ToDisplayString(s_signature));
                }
            }
            else if (symbol is not IParameterSymbol)
            {
                uses.Add((symbol is IMethodSymbol method ? method.ReducedFrom ?? method : symbol).OriginalDefinition.ToDisplayString(s_signature));
            }
        }
    }

    private static readonly SymbolDisplayFormat s_signature = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeRef)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut);
}
