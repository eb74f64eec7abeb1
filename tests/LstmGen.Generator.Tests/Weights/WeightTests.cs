using System.Globalization;
using System.Reflection;
using LstmGen.Formats;
using LstmGen.Generator.Parsing;
using LstmGen.Generator.Tests.Diagnostics;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Tests.Weights;

/// <summary>A weight file that does not fit its model is one error at the attribute; one that fits becomes Pretrained.</summary>
public class WeightTests
{
    public static TheoryData<WeightCase> Cases => [.. WeightCases.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_reported_at_the_model(WeightCase mistake)
    {
        (string source, int start, int end) = DiagnosticTests.Unmark(mistake.Source);
        GeneratorRun run = GeneratorHarness.Run(mistake.Items, source);

        Diagnostic reported = Assert.Single(run.Reported);
        Assert.Equal(mistake.Id, reported.Id);
        Assert.Equal(mistake.Message, reported.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal("/src/File0.cs", reported.Location.GetLineSpan().Path);
        Assert.Equal((start, end), (reported.Location.SourceSpan.Start, reported.Location.SourceSpan.End));

        // The class has the member all the same, so that the error is not followed by others about a missing one.
        Assert.Equal(mistake.Id != "LSTM005", run.Sources.Any(source => source.HintName.EndsWith(".Pretrained.g.cs", StringComparison.Ordinal)));
        Assert.DoesNotContain(run.Complaints, each => each.Severity == DiagnosticSeverity.Error);
    }

    public static TheoryData<string> Foreign => [.. ForeignFiles.Kinds.Select(kind => kind.Data.Item1)];

    [Theory]
    [MemberData(nameof(Foreign))]
    public void LSTM011_says_of_a_file_of_another_format_what_a_program_would_say(string kind)
    {
        byte[] file = ForeignFiles.Of(kind);
        string said = Assert.Throws<LstmFormatException>(() => SafetensorsFile.Parse(file, "w")).Message;
        Diagnostic reported = Assert.Single(GeneratorHarness.Run([new("M", file)], "[LstmGen.LstmModel(2)] partial class M;").Reported);
        Assert.Equal("LSTM011", reported.Id);
        Assert.Equal(
            said.Replace("w: ", "'weights.safetensors': ", StringComparison.Ordinal).Replace("; a safetensors file was expected.", "; a whole safetensors file was expected", StringComparison.Ordinal),
            reported.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Matrices_of_bytes_fit_with_a_scale_for_each_row()
    {
        string bytes = WeightCases.Fits.Replace("F32 [8, 2]", "I8 [8, 2]", StringComparison.Ordinal);
        Assert.Empty(Reported(bytes + "\nweight_hh_l0.scale F32 [8]"));
        Assert.Equal(["LSTM013", "LSTM015"], Reported(bytes + "\nweight_hh_l0.scale F32 [7]"));
        Assert.Equal(["LSTM013", "LSTM015"], Reported(bytes + "\nweight_hh_l0.scale F16 [8]"));
        Assert.Equal(["LSTM013"], Reported(WeightCases.Fits + "\nweight_hh_l0.scale F32 [8]"));

        static string[] Reported(string file)
            => [.. GeneratorHarness.Run([new("M", WeightFiles.Of(file))], "[LstmGen.LstmModel(2)] partial class M;").Reported.Select(each => each.Id).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Scalings_beside_the_weights_are_passed_over()
    {
        const string Scaling = "\nx.series_offset F32 [3]\nx.series_scale F32 [3]";
        Assert.Empty(GeneratorHarness.Run([new("M", WeightFiles.Of(WeightCases.Fits + Scaling))], "[LstmGen.LstmModel(2)] partial class M;").Reported);
        foreach (string broken in new[] { Scaling.Replace("scale F32 [3]", "scale F32 [2]", StringComparison.Ordinal), Scaling.Replace("scale F32", "scale I32", StringComparison.Ordinal), "\nx.series_scale F32 [3]", "\nx.offset F32 [3]\nx.scale F32 [3]" })
        {
            Assert.Equal("LSTM013", Assert.Single(GeneratorHarness.Run([new("M", WeightFiles.Of(WeightCases.Fits + broken))], "[LstmGen.LstmModel(2)] partial class M;").Reported).Id);
        }
    }

    [Theory]
    [InlineData("""[{"LstmModel":{"hidden":2}}]""", "LstmModel(2)")]
    [InlineData("""[{"LstmModel":{"hidden":2,"Activations":"Fast","Training":false}}]""", "LstmModel(2, Unroll = LstmGen.LstmUnroll.Loop)")]
    [InlineData("""[{"LstmModel":{"hidden":2}}]""", "LstmModel(2, Weights = LstmGen.LstmNumbers.Int8, LowLatency = true)")]
    [InlineData("""[{"LstmModel":{"hidden":2,"Weights":"Int16","LowLatency":true}}]""", "LstmModel(2)")]
    [InlineData("""[{"LstmModel":{"hidden":2,"GateActivation":"HardSigmoid","GateAlpha":0.2,"CellClip":3.0}}]""", "LstmModel(2, GateActivation = LstmGen.LstmActivation.HardSigmoid, GateAlpha = 0.2f, CellClip = 3f)")]
    public void A_file_of_this_very_network_fits(string network, string attribute)
        => Assert.Empty(GeneratorHarness.Run([new("M", WeightFiles.Of(WeightCases.Of(network)))], $"[LstmGen.{attribute}] partial class M;").Reported);

    /// <summary>What the library writes of a network the build must know: every choice of every attribute.</summary>
    [Fact]
    public void Every_choice_of_an_attribute_is_known_among_the_metadata_of_a_file()
    {
        (string Name, string Value)[] choices =
        [
            .. from property in typeof(LstmModelAttribute).GetProperties()
               where property.PropertyType.IsEnum
               from value in Enum.GetNames(property.PropertyType)
               select (property.Name, value),
        ];
        Assert.Contains(("Weights", "Int8"), choices);
        Assert.All(choices, choice =>
        {
            string text = $"[{{\"LstmModel\":{{\"hidden\":2,\"{choice.Name}\":\"{choice.Value}\"}}}}]";
            Diagnostic? reported = GeneratorHarness.Run([new("M", WeightFiles.Of(WeightCases.Of(text)))], "[LstmGen.LstmModel(2)] partial class M;").Reported.SingleOrDefault();
            Assert.DoesNotContain("does not know", reported?.GetMessage(CultureInfo.InvariantCulture) ?? "", StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("Other", "Model=\"Other\" names no class with [LstmModel]; 'A.M' or 'B.Outer.M' was expected")]
    [InlineData("", "the item has no Model; 'A.M' or 'B.Outer.M' was expected")]
    [InlineData("M", "Model=\"M\" names 2 classes with [LstmModel]; 'A.M' or 'B.Outer.M' was expected")]
    [InlineData("Outer.M", "Model=\"Outer.M\" names no class with [LstmModel]; 'A.M' or 'B.Outer.M' was expected")]
    public void LSTM016_is_reported_at_the_project(string model, string message)
    {
        GeneratorRun run = GeneratorHarness.Run(
            [new(model, WeightFiles.Of(WeightCases.Fits))],
            "namespace A { [LstmGen.LstmModel(2)] partial class M; }", "namespace B { partial class Outer { [LstmGen.LstmModel(2)] partial class M; } }");

        Diagnostic reported = Assert.Single(run.Reported);
        Assert.Equal("LSTM016", reported.Id);
        Assert.Equal($"'weights.safetensors': {message}", reported.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal("/src/app.csproj", reported.Location.GetLineSpan().Path);
    }

    [Fact]
    public void LSTM016_is_reported_where_there_is_no_model()
    {
        GeneratorRun run = GeneratorHarness.Run([new("M", WeightFiles.Of(WeightCases.Fits))], "class M;");

        Assert.Equal(
            "'weights.safetensors': Model=\"M\" names no class with [LstmModel]; a class with [LstmModel] was expected",
            Assert.Single(run.Reported).GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("A.M")]
    [InlineData("B.Outer.N")]
    [InlineData("B.Outer+N")]
    [InlineData("N")]
    public void A_model_is_named_in_full_or_by_its_last_part(string model)
    {
        GeneratorRun run = GeneratorHarness.Run(
            [new(model, WeightFiles.Of(WeightCases.Fits))],
            "namespace A { [LstmGen.LstmModel(2)] partial class M; }", "namespace B { partial class Outer { [LstmGen.LstmModel(2)] partial class N; } }");

        Assert.Empty(run.Reported);
        Assert.Empty(run.Complaints);
        Assert.Single(run.Sources, source => source.HintName == (model == "A.M" ? "A.M.Pretrained.g.cs" : "B.Outer+N.Pretrained.g.cs"));
    }

    [Fact]
    public void Several_faults_are_reported_together()
    {
        GeneratorRun run = GeneratorHarness.Run(
            [new("M", WeightFiles.Of("weight_ih_l0 F64 [8, 2]\nweight_hh_l0 F32 [8, 2]\nbias_ih_l0 F32 [8]\nmore F32 [1]"))],
            "[LstmGen.LstmModel(2)] partial class M;");

        Assert.Equal(["LSTM012", "LSTM013", "LSTM014", "LSTM015"], run.Reported.Select(each => each.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_member_called_Pretrained_is_welcome_where_there_are_no_weights()
    {
        GeneratorRun run = GeneratorHarness.Run("[LstmGen.LstmModel(2)] public partial class M { internal static M? Pretrained => null; }");

        Assert.Empty(run.Reported);
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public void Every_member_that_weights_bring_is_known_to_the_collision_rules()
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<string> Members(params WeightItem[] items)
            => GeneratorHarness.Run(items, "[LstmGen.LstmModel(2)] public partial class M;").Load().GetType("M")!.GetMembers(Own)
                .Select(member => member.Name).Where(name => !name.StartsWith("get_", StringComparison.Ordinal) && name[0] != '<');

        string[] declared = [.. Members(new WeightItem("M", WeightFiles.Of(WeightCases.Fits))).Except(Members())];
        Assert.Equal(GeneratedMembers.NamesWithWeights.Order(StringComparer.Ordinal), declared.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "head.")]
    [InlineData("net.\"lstm\\.", "é😀.")]
    public void Pretrained_is_the_model_of_the_file_made_once(string prefix, string head)
    {
        var shape = new LstmShape(3, 5, 2, 4);
        LstmWeights weights = LstmWeights.Random(7);
        using var file = new MemoryStream();
        SafetensorsWriter.Write(file, weights.Bind(shape).ToTensors(prefix, head));
        GeneratorRun run = GeneratorHarness.Run(
            [new("A.Outer.M", file.ToArray(), "folder/a<b>&c.safetensors", prefix, head)],
            "namespace A; public partial class Outer { /** <summary>A model.</summary> */ [LstmGen.LstmModel(5, 2, 3, 4)] public sealed partial class M; }");
        Assert.Empty(run.Reported);
        Type type = run.Load(("LstmGen.Weights.A.Outer.M", file.ToArray())).GetType("A.Outer+M")!;
        MethodInfo pretrained = type.GetProperty("Pretrained")!.GetMethod!;

        object?[] models = new object?[16];
        Parallel.For(0, models.Length, index => models[index] = pretrained.Invoke(null, null));
        Assert.All(models, model => Assert.Same(models[0], model));
        object expected = type.GetConstructor([typeof(LstmWeights)])!.Invoke([weights]);
        Assert.Equal(Outputs(expected), Outputs(models[0]!));
    }

    [Fact]
    public void What_is_wrong_with_the_values_is_thrown_as_it_is()
    {
        byte[] file = WeightFiles.Of(WeightCases.Fits);
        BitConverter.TryWriteBytes(file.AsSpan(file.Length - 4), float.NaN);
        GeneratorRun run = GeneratorHarness.Run([new("M", file)], "[LstmGen.LstmModel(2)] public partial class M;");
        MethodInfo pretrained = run.Load(("LstmGen.Weights.M", file)).GetType("M")!.GetProperty("Pretrained")!.GetMethod!;

        for (int attempt = 0; attempt < 2; attempt++)
        {
            var thrown = Assert.Throws<TargetInvocationException>(() => pretrained.Invoke(null, null));
            Assert.Equal(
                "LstmGen.Weights.M: tensor 'bias_hh_l0' holds NaN at [7]; finite values were expected.",
                Assert.IsType<LstmFormatException>(thrown.InnerException).Message);
        }
    }

    private static float[] Outputs(object model)
    {
        var inputs = new float[30];
        for (int index = 0; index < inputs.Length; index++)
        {
            inputs[index] = index - 12.5f;
        }

        var outputs = new float[40];
        LstmState state = (LstmState)model.GetType().GetMethod("CreateState")!.Invoke(model, [1])!;
        model.GetType().GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(LstmState), typeof(Span<float>)])!
            .CreateDelegate<RunMethod>(model)(inputs, state, outputs);
        return outputs;
    }

    private delegate void RunMethod(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs);
}
