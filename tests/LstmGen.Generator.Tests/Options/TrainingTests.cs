using System.Globalization;
using System.Reflection;
using LstmGen.Generator.Emission;
using LstmGen.Training;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Tests.Options;

/// <summary><c>Training = false</c>: the class computes the same, and nothing is generated that only training needs.</summary>
public class TrainingTests
{
    private const string Scorer = "[LstmGen.LstmModel(8, 2, 3, 2, Training = false)] public partial class Scorer;";
    private const string Trained = "[LstmGen.LstmModel(8, 2, 3, 2)] public partial class Trained;";

    [Fact]
    public void A_class_without_training_has_no_training_files()
    {
        GeneratorRun with = GeneratorHarness.Run(Trained.Replace("Trained", "Scorer", StringComparison.Ordinal));
        GeneratorRun without = GeneratorHarness.Run(Scorer);

        Assert.Equal(Names(with).Where(name => !name.Contains(".Training.", StringComparison.Ordinal)), Names(without));
        Assert.All(without.Sources.Where(source => source.HintName != CostEmitter.FileName), source => Assert.Equal(with.Text(source.HintName), source.SourceText.ToString()));
        Type type = without.Load().GetType("Scorer")!;
        Assert.Empty(without.Complaints);
        Assert.Contains(type.GetInterfaces(), each => each.GetGenericTypeDefinition() == typeof(ILstmModel<>));
        Assert.DoesNotContain(type.GetInterfaces(), each => each.GetGenericTypeDefinition() == typeof(ILstmTrainable<>));
    }

    [Fact]
    public void Another_model_of_the_shape_brings_training_for_itself_alone()
    {
        GeneratorRun both = GeneratorHarness.Run(Scorer, Trained);

        Assert.Equal(Names(GeneratorHarness.Run(Trained)).Append("Scorer.g.cs").Order(StringComparer.Ordinal), Names(both));
        Assert.Null(both.Load().GetType("Scorer")!.GetMethod("CreateTape", BindingFlags.Public | BindingFlags.Static));
    }

    /// <summary>What a user sees who trains such a class names the class and the interface that it lacks.</summary>
    [Fact]
    public void Training_such_a_class_is_an_error_of_the_compiler()
    {
        GeneratorRun run = GeneratorHarness.Run(
            Scorer, "class Program { static object M(LstmGen.Training.LstmBatches p) => new LstmGen.Training.Trainer<Scorer>(p, null!); }");

        Diagnostic error = Assert.Single(run.Complaints);
        Assert.Equal("CS0311", error.Id);
        Assert.Contains("'Scorer'", error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("LstmGen.Training.ILstmTrainable<Scorer>", error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_without_training_may_have_a_member_of_that_name()
        => Assert.Empty(GeneratorHarness.Run(
            "[LstmGen.LstmModel(8, Training = false)] public partial class Scorer { public static object? CreateTape; }").Reported);

    private static string[] Names(GeneratorRun run) => [.. run.Sources.Select(source => source.HintName).Order(StringComparer.Ordinal)];
}
