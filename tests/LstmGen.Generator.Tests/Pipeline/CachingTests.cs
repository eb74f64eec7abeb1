using LstmGen.Generator.Tests.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LstmGen.Generator.Tests.Pipeline;

/// <summary>An edit re-runs the steps whose values it changes, and no other.</summary>
public class CachingTests
{
    private const string First = "[LstmGen.LstmModel(8, layers: 2, output: 3)] public partial class First;";
    private const string Second = "namespace A; [LstmGen.LstmModel(hidden: 16, Unroll = LstmGen.LstmUnroll.Full)] public partial class Second;";
    private const string Wrong = "[LstmGen.LstmModel(0)] public partial class Wrong;";
    private const string Other = "public class Other { public int X; }";

    private static readonly string[] Steps =
    [
        TrackingNames.Parsed, TrackingNames.Planned, TrackingNames.Diagnostics, TrackingNames.Models,
        TrackingNames.NamedModels, TrackingNames.Networks, TrackingNames.TrainedNetworks, TrackingNames.Layers, TrackingNames.Heads, TrackingNames.TrainedLayers, TrackingNames.TrainedHeads, TrackingNames.KernelSets,
        TrackingNames.Cost,
    ];

    private const string Weighted = "[LstmGen.LstmModel(8, Bias = false)] public partial class Weighted;";

    private static readonly string[] WeightSteps =
        [TrackingNames.WeightFiles, TrackingNames.ReferenceFiles, TrackingNames.MatchedWeights, TrackingNames.CheckedWeights, TrackingNames.Pretrained];

    private static readonly IncrementalStepRunReason[] Idle = [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged];

    [Fact]
    public void Every_step_runs_at_first()
    {
        GeneratorRun run = GeneratorHarness.Run(First, Second, Other, Wrong);

        Assert.All(Steps, step => Assert.NotEmpty(run.Reasons(step)));
        Assert.All(Steps.SelectMany(run.Reasons), reason => Assert.Equal(IncrementalStepRunReason.New, reason));
    }

    [Theory]
    [InlineData(2, "public class Other { public int Y; } public class Added;")]
    [InlineData(0, First + "\n// a comment at the end")]
    [InlineData(0, "// a comment above, which moves the class\n\n\n" + First)]
    [InlineData(0, "[LstmGen.LstmModel(8, layers: 2, output: 3)] public partial class First { public int Own => 1; }")]
    [InlineData(0, "[System.Obsolete, LstmGen.LstmModel(output: 3, layers: 1 + 1, hidden: 8, Bias = true)] public partial class First;")]
    [InlineData(1, Second + "\n// a comment at the end")]
    public void An_unrelated_edit_changes_no_value_and_no_output(int file, string edited)
    {
        GeneratorRun before = GeneratorHarness.Run(First, Second, Other, Wrong);
        GeneratorRun after = Edit(before, file, edited);

        foreach (string step in Steps)
        {
            Assert.NotEmpty(after.Reasons(step));
            Assert.All(after.Reasons(step), reason => Assert.Contains(reason, Idle));
        }

        Assert.All(after.OutputReasons(), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(before.Sources.Select(source => source.SourceText), after.Sources.Select(source => source.SourceText));
    }

    [Fact]
    public void Editing_one_model_leaves_the_others()
    {
        GeneratorRun before = GeneratorHarness.Run(First, Second, Other);
        GeneratorRun after = Edit(before, 1, Second.Replace("hidden: 16", "hidden: 24", StringComparison.Ordinal));

        Assert.Equal([false, true], Changed(after, TrackingNames.Parsed));
        Assert.Equal([false, true], Changed(after, TrackingNames.Models));
        Assert.Equal([false, true], Changed(after, TrackingNames.NamedModels));
        Assert.Equal([false, true], Changed(after, TrackingNames.Networks));
        Assert.Equal([false, false, true], Changed(after, TrackingNames.Layers));
        Assert.All(after.Reasons(TrackingNames.Heads), reason => Assert.Contains(reason, Idle));
        // The class, its network, that for training, its layer's kernels, those for training, and what all cost.
        Assert.Equal(6, after.OutputReasons().Count(reason => reason == IncrementalStepRunReason.Modified));
    }

    [Fact]
    public void An_edit_of_the_class_name_leaves_the_kernels()
    {
        GeneratorRun before = GeneratorHarness.Run(First, Second);
        GeneratorRun after = Edit(before, 0, First.Replace("class First", "class Renamed", StringComparison.Ordinal));

        Assert.All(after.Reasons(TrackingNames.Networks), reason => Assert.Contains(reason, Idle));
        Assert.All(after.Reasons(TrackingNames.Layers), reason => Assert.Contains(reason, Idle));
        Assert.Single(after.OutputReasons(), reason => reason == IncrementalStepRunReason.Modified);
        Assert.Contains(after.Sources, source => source.HintName == "Renamed.g.cs");
    }

    [Fact]
    public void A_removed_model_takes_its_files_with_it()
    {
        GeneratorRun before = GeneratorHarness.Run(First, Second);
        GeneratorRun after = Edit(before, 0, "");

        GeneratorRun alone = GeneratorHarness.Run("", Second);
        Assert.Equal(Names(alone), Names(after));
        Assert.NotEqual(Names(before), Names(after));
    }

    [Fact]
    public void Taking_training_away_from_one_model_leaves_all_kernels()
    {
        GeneratorRun before = GeneratorHarness.Run(First, First.Replace("First", "Twin", StringComparison.Ordinal), Second);
        GeneratorRun after = Edit(before, 0, First.Replace("output: 3", "output: 3, Training = false", StringComparison.Ordinal));

        foreach (string step in (string[])[TrackingNames.Layers, TrackingNames.Heads, TrackingNames.TrainedLayers, TrackingNames.TrainedHeads])
        {
            Assert.All(after.Reasons(step), reason => Assert.Contains(reason, Idle));
        }

        Assert.Single(after.OutputReasons(), reason => reason == IncrementalStepRunReason.Modified);
        Assert.Equal(["First.Training.g.cs"], Names(before).Except(Names(after)));
    }

    [Fact]
    public void Equal_networks_layers_and_heads_are_shared_across_models()
    {
        GeneratorRun one = GeneratorHarness.Run("[LstmGen.LstmModel(8, 3, 8, 2)] partial class One;");
        GeneratorRun many = GeneratorHarness.Run(
            "[LstmGen.LstmModel(8, 3, 8, 2)] partial class One;",
            "namespace A { [LstmGen.LstmModel(8, 2, 8, 2)] partial class Two; }",
            "partial class B { [LstmGen.LstmModel(8, 1, 8, 2, Bias = false)] partial class Three; }",
            "[LstmGen.LstmModel(8, 1, 8, 2)] partial class C;");

        Assert.Single(many.Reasons(TrackingNames.Layers));
        Assert.Single(many.Reasons(TrackingNames.Heads));
        Assert.Equal(
            ["A.Two.Training.g.cs", "A.Two.g.cs", "B+Three.Training.g.cs", "B+Three.g.cs", "C.Training.g.cs", "C.g.cs"],
            Names(many).Except(Names(one)).Where(name => !name.StartsWith("LstmGen.Network_8x8x", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(3, many.Reasons(TrackingNames.Networks).Count());
        many.Load();
    }

    [Theory]
    [InlineData("[LstmGen.LstmModel(8, 1, 8)] partial class Two;")]
    [InlineData("[LstmGen.LstmModel(8, Activations = LstmGen.LstmActivations.Fast)] partial class Two;")]
    [InlineData("[LstmGen.LstmModel(9)] partial class Two;")]
    public void Different_layers_are_not_shared(string second)
    {
        GeneratorRun run = GeneratorHarness.Run("[LstmGen.LstmModel(8)] partial class One;", second);

        Assert.Equal(2, run.Reasons(TrackingNames.Layers).Count());
        run.Load();
    }

    [Fact]
    public void Weights_do_no_work_where_other_files_change()
    {
        GeneratorRun before = GeneratorHarness.Run([Weights("[32, 1]"), new("None", WeightFiles.Of(""))], First, Weighted, Other);
        Assert.Equal(["LSTM016"], before.Reported.Select(each => each.Id));
        foreach ((int file, string edited) in new[] { (2, "public class Added;"), (1, "// moved\n\n" + Weighted), (0, First.Replace("8", "9", StringComparison.Ordinal)) })
        {
            GeneratorRun after = Edit(before, file, edited);
            foreach (string step in WeightSteps)
            {
                Assert.NotEmpty(after.Reasons(step));
                Assert.All(after.Reasons(step), reason => Assert.Contains(reason, Idle));
            }

            Assert.Equal(PretrainedText(before), PretrainedText(after));
        }
    }

    [Fact]
    public void Another_header_writes_no_kernel_anew()
    {
        GeneratorRun before = GeneratorHarness.Run([Weights("[32, 1]")], First, Weighted);
        Assert.Empty(before.Reported);

        // Other data or metadata: nothing at all. Another shape: the model's check alone.
        GeneratorRun trained = before.Continue(Weights("[32, 1]"));
        Assert.All(WeightSteps.SelectMany(trained.Reasons), reason => Assert.Contains(reason, Idle));
        Assert.All(trained.OutputReasons(), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));

        GeneratorRun reshaped = before.Continue(Weights("[32, 2]"));
        Assert.Equal(["LSTM014"], reshaped.Reported.Select(each => each.Id));
        Assert.All(Steps.SelectMany(reshaped.Reasons), reason => Assert.Contains(reason, Idle));
        Assert.Equal(before.Sources.Select(source => source.SourceText), reshaped.Sources.Select(source => source.SourceText));

        GeneratorRun renamed = before.Continue(Weights("[32, 1]") with { File = "other.safetensors" });
        Assert.Single(renamed.OutputReasons(), reason => reason == IncrementalStepRunReason.Modified);
        Assert.All(Steps.SelectMany(renamed.Reasons), reason => Assert.Contains(reason, Idle));
        Assert.Contains("other.safetensors", PretrainedText(renamed), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_weights_moves_with_the_class()
    {
        GeneratorRun before = GeneratorHarness.Run([Weights("[32, 2]")], Weighted);
        GeneratorRun after = Edit(before, 0, "\n\n" + Weighted);

        Assert.Equal(0, Assert.Single(before.Reported).Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal(2, Assert.Single(after.Reported).Location.GetLineSpan().StartLinePosition.Line);
    }

    private static WeightItem Weights(string shape) => new("Weighted", WeightFiles.Of($"weight_ih_l0 F32 {shape}\nweight_hh_l0 F32 [32, 8]"))
    {
        Reference = WeightFiles.Of("inputs F32 [4, 1]\noutputs F32 [4, 8]"),
    };

    private static string PretrainedText(GeneratorRun run) => run.Text("Weighted.Pretrained.g.cs");

    private static IEnumerable<bool> Changed(GeneratorRun run, string step) => run.Reasons(step).Select(reason => !Idle.Contains(reason));

    private static string[] Names(GeneratorRun run) => [.. run.Sources.Select(source => source.HintName).Order(StringComparer.Ordinal)];

    private static GeneratorRun Edit(GeneratorRun run, int file, string edited)
    {
        SyntaxTree old = run.Input.SyntaxTrees.ElementAt(file);
        return run.Continue(((CSharpCompilation)run.Input).ReplaceSyntaxTree(old, GeneratorHarness.Parse(edited, old.FilePath)));
    }
}
