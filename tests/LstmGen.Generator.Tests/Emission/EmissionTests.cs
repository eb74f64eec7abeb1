using System.Globalization;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Emission.Training;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;
using LstmGen.Generator.Tests.Snapshots;

namespace LstmGen.Generator.Tests.Emission;

/// <summary>Emitted source of some layers, a head and a model, reviewed: whoever changes an emitter sees what it does.</summary>
public class EmissionTests
{
    [Theory]
    [InlineData(1, 8, "AVX-512")]
    [InlineData(3, 20, "AVX-512")]
    [InlineData(1, 8, "AVX2")]
    [InlineData(3, 20, "AVX2")]
    [InlineData(1, 8, "NEON")]
    [InlineData(3, 20, "NEON")]
    [InlineData(3, 5, "Portable")]
    public void A_layer_is_the_reviewed_one(int input, int hidden, string set)
    {
        Dialect dialect = Dialect.All.Single(each => each.Name == set);
        GeneratedFile file = LayerEmitter.EmitLayer(new(input, hidden, ActivationKind.Accurate, UnrollKind.Auto), dialect);

        Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
    }

    /// <summary>Tiles in a loop, hoisted inputs, fast activations: the two methods a long sequence runs.</summary>
    [Fact]
    public void A_layer_with_tiles_in_a_loop_is_the_reviewed_one()
    {
        GeneratedFile file = LayerEmitter.EmitLayer(new(8, 64, ActivationKind.Fast, UnrollKind.Auto), Dialect.All[0]);

        Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
    }

    /// <summary>Peepholes in the step and in batches, three gates.</summary>
    [Theory]
    [InlineData(3, 20, "AVX-512")]
    [InlineData(8, 72, "AVX2")]
    public void A_layer_with_every_option_of_the_cell_is_the_reviewed_one(int input, int hidden, string set)
    {
        Dialect dialect = Dialect.All.Single(each => each.Name == set);
        GeneratedFile file = LayerEmitter.EmitLayer(new(input, hidden, ActivationKind.Accurate, UnrollKind.Auto, new(Peepholes: true, CoupledGates: CoupledKind.InputFromForget)), dialect);

        Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
    }

    /// <summary>Sums that start from rows of a table: two chains in place, and tiles in a loop.</summary>
    [Theory]
    [InlineData(5, 8, "AVX2")]
    [InlineData(96, 128, "AVX-512")]
    public void A_projected_layer_is_the_reviewed_one(int input, int hidden, string set)
    {
        Dialect dialect = Dialect.All.Single(each => each.Name == set);
        GeneratedFile file = LayerEmitter.EmitLayer(new(input, hidden, ActivationKind.Accurate, UnrollKind.Auto, Projected: true), dialect);

        Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
    }

    /// <summary>Other activations and clips, forward with a tape and backward: a candidate whose argument is kept, zeros for units that are not there.</summary>
    [Fact]
    public void Kernels_of_other_activations_are_the_reviewed_ones()
    {
        var layer = new LayerSpec(
            3, 5, ActivationKind.Accurate, UnrollKind.Auto,
            new(Gate: new(FunctionKind.HardSigmoid, 0.25f), Candidate: new(FunctionKind.Softplus), Output: new(FunctionKind.LeakyRelu), Clip: 3, CellClip: 1.5f));
        GeneratedFile file = TrainingEmitter.EmitLayer(layer, Dialect.All.Single(each => each.Name == "AVX2"));

        Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
    }

    /// <summary>The step with a tape and the backward step: all tiles on AVX-512, by lane on NEON, peepholes with three gates, chains of a long gate.</summary>
    [Theory]
    [InlineData(3, 20, "AVX-512", false)]
    [InlineData(1, 8, "NEON", false)]
    [InlineData(3, 5, "Portable", false)]
    [InlineData(3, 20, "AVX2", true)]
    [InlineData(1, 130, "AVX2", false)]
    public void Training_kernels_are_the_reviewed_ones(int input, int hidden, string set, bool options)
    {
        Dialect dialect = Dialect.All.Single(each => each.Name == set);
        GeneratedFile file = TrainingEmitter.EmitLayer(new(input, hidden, ActivationKind.Accurate, UnrollKind.Auto, new(options, options ? CoupledKind.InputFromForget : default)), dialect);

        Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
    }

    /// <summary>A cell that takes sums by rows: one pass and several, values kept from pass to pass, a part of a vector, and their backward steps.</summary>
    [Theory]
    [InlineData(20, "AVX-512", CellKind.Lstm, NormKind.Products)]
    [InlineData(16, "AVX2", CellKind.Lstm, NormKind.Gates)]
    [InlineData(5, "AVX2", CellKind.Gru, NormKind.None)]
    [InlineData(24, "NEON", CellKind.Slstm, NormKind.None)]
    [InlineData(2, "Portable", CellKind.Gru, NormKind.None)]
    public void A_cell_over_rows_is_the_reviewed_one(int hidden, string set, object kind, object norm)
    {
        Dialect dialect = Dialect.All.Single(each => each.Name == set);
        var layer = new LayerSpec(0, hidden, ActivationKind.Accurate, UnrollKind.Auto, new() { Kind = (CellKind)kind, Norm = (NormKind)norm });
        foreach (GeneratedFile file in (GeneratedFile[])[LayerEmitter.EmitLayer(layer, dialect), TrainingEmitter.EmitLayer(layer, dialect)])
        {
            Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
        }
    }

    [Fact]
    public void A_network_of_cells_over_rows_is_the_reviewed_one()
    {
        GeneratorRun run = GeneratorHarness.Run("[LstmGen.LstmNetwork(3)] [LstmGen.Gru(20)] [LstmGen.Lstm(20, Norm = LstmGen.LstmNorm.Products, Projection = 7)] public sealed partial class Gated;");
        foreach (string name in run.Sources.Select(source => source.HintName).Where(name => name.Contains("Network_", StringComparison.Ordinal) && name.Contains("Avx512", StringComparison.Ordinal)))
        {
            Snapshot.Check($"{Path.GetFileNameWithoutExtension(name)}.txt", run.Text(name));
        }

        Snapshot.Check("LstmGen.Sums3_3x20_Avx512.g.txt", run.Text("LstmGen.Sums3_3x20_Avx512.g.cs"));
    }

    [Fact]
    public void Training_kernels_of_a_head_are_the_reviewed_ones()
    {
        GeneratedFile file = HeadTrainingEmitter.EmitHead(new(5, 2), Dialect.All[0]);

        Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
    }

    [Fact]
    public void A_head_is_the_reviewed_one()
    {
        GeneratedFile file = HeadEmitter.EmitHead(new(5, 2), Dialect.All[0]);

        Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
    }

    [Fact]
    public void A_model_is_the_reviewed_one()
    {
        GeneratorRun run = GeneratorHarness.Run("namespace Weather; [LstmGen.LstmModel(hidden: 20, layers: 2, input: 3)] public sealed partial class Forecaster;");

        Snapshot.Check("Weather.Forecaster.g.txt", run.Text("Weather.Forecaster.g.cs"));
        Snapshot.Check("Weather.Forecaster.Training.g.txt", run.Text("Weather.Forecaster.Training.g.cs"));
    }

    [Fact]
    public void A_model_of_tokens_is_the_reviewed_one()
    {
        GeneratorRun run = GeneratorHarness.Run("[LstmGen.LstmModel(hidden: 128, output: 96, Tokens = 96)] public sealed partial class Characters;");

        Snapshot.Check("Characters.Tokens.g.txt", run.Text("Characters.Tokens.g.cs"));
        Assert.Contains("Layer_96x128_Projected_Avx512.Step(", run.Text("LstmGen.Network_96x128x1_Projected_Head96_Avx512.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_every_option_is_the_reviewed_one()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "[LstmGen.LstmModel(12, 2, 3, 2, Bias = false, Activations = LstmGen.LstmActivations.Fast, Unroll = LstmGen.LstmUnroll.Loop, Peepholes = true, CoupledGates = LstmGen.LstmCoupledGates.InputFromForget)] public partial class Everything;");

        Snapshot.Check("Everything.g.txt", run.Text("Everything.g.cs"));
    }

    /// <summary>Two layers without head, in place; one kind of layer; steps that turn and cannot be in place, with a head.</summary>
    [Theory]
    [InlineData(3, 20, 2, 0, "AVX-512")]
    [InlineData(8, 8, 3, 0, "AVX2")]
    [InlineData(64, 64, 2, 6, "NEON")]
    public void A_network_is_the_reviewed_one(int input, int hidden, int layers, int output, string set)
    {
        Dialect dialect = Dialect.All.Single(each => each.Name == set);
        var network = Network.Of(new ModelSpec(
            new("", default, "partial class Any", "Any", "Any", "Any"), hidden, layers, input, output, true, ActivationKind.Accurate, UnrollKind.Auto, default));

        foreach (GeneratedFile file in (GeneratedFile[])[NetworkEmitter.EmitNetwork(network, dialect), NetworkTraining.EmitNetwork(network, dialect)])
        {
            Snapshot.Check($"{Path.GetFileNameWithoutExtension(file.HintName)}.txt", file.Text);
        }
    }

    [Fact]
    public void Texts_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat = new NumberFormatInfo { NegativeSign = "minus", NumberDecimalSeparator = "_", NumberGroupSeparator = "'" };
            CultureInfo.CurrentCulture = culture;
            A_layer_is_the_reviewed_one(3, 20, "AVX-512");
            A_head_is_the_reviewed_one();
            A_model_is_the_reviewed_one();
            A_network_is_the_reviewed_one(64, 64, 2, 6, "NEON");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>What a reviewer would strike out.</summary>
    [Fact]
    public void Nothing_is_written_that_says_nothing()
    {
        const string Headed = "[LstmGen.LstmModel(20, 2, 3, 2)] partial class B;", Optional = "[LstmGen.LstmModel(9, 2, Peepholes = true, CoupledGates = LstmGen.LstmCoupledGates.InputFromForget)] partial class E;";
        GeneratorRun run = GeneratorHarness.Run(
            "[LstmGen.LstmModel(8)] partial class A; [LstmGen.LstmModel(33, 1, 9, 5)] partial class C; [LstmGen.LstmModel(20, 2, 8, Peepholes = true)] partial class D;",
            Headed + Optional);

        Assert.All(run.Sources, source =>
        {
            string text = source.SourceText.ToString();
            string[] usings = [.. text.Split('\n').Where(line => line.StartsWith("using global::", StringComparison.Ordinal)).Select(line => line[14..^1])];
            Assert.Equal(usings.OrderBy(name => !name.StartsWith("System", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal), usings);
            Assert.DoesNotContain("(true", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("{\n\n", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"for \((int|nint) (\w+) = 0; \2 < (\d+); \2 (\+= \3|\+\+)\)(?<=< 1; \w+\+\+\)|\+= \d+\))", text);
            Assert.DoesNotMatch(@"\? (\w+) : \1\b", text);
            Assert.DoesNotMatch(@"[ \t]\n", text);
            Assert.DoesNotMatch(@"\n\s*\n\s*\}\n", text);
        });

        // CS8019, an unnecessary using directive: found by the whole compiler alone, so on a few models.
        run = GeneratorHarness.Run(Headed + Optional + "[LstmGen.LstmModel(8)] partial class F;");
        Assert.DoesNotContain(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), each => each.Id == "CS8019" && !run.Input.ContainsSyntaxTree(each.Location.SourceTree!));
    }
}
