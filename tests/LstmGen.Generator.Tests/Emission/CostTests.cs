using System.Globalization;

namespace LstmGen.Generator.Tests.Emission;

/// <summary>The file that says what kernels cost counts the files that are there.</summary>
public class CostTests
{
    private const string File = "LstmGen-Cost.g.cs";

    private static readonly string[] Sources =
        ["[LstmGen.LstmModel(8, 2, 3, 2)] partial class M;", "[LstmGen.LstmModel(5, Training = false)] partial class N;"];

    [Fact]
    public void Bytes_and_lines_are_those_of_the_files()
    {
        GeneratorRun run = GeneratorHarness.RunProject([("RuntimeIdentifier", "linux-x64")], Sources);
        string[][] rows = [.. run.Text(File).Split('\n').Where(line => line.StartsWith("//  ", StringComparison.Ordinal) || line.Contains('_', StringComparison.Ordinal) || line.StartsWith("// all", StringComparison.Ordinal))
            .Select(line => line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries))];

        Assert.Equal(["AVX-512", "AVX2", "Portable", "bytes", "lines"], rows[0]);
        Assert.Equal(["Head_8x2", "Head_8x2.Training", "Layer_1x5", "Layer_3x8", "Layer_3x8.Training", "Layer_8x8", "Layer_8x8.Training", "Network_1x5x1", "Network_3x8x2_Head2", "Network_3x8x2_Head2.Training", "all"], rows[1..].Select(row => row[0]));
        string[] kernels = [.. run.Sources.Where(source => source.HintName.StartsWith("LstmGen.", StringComparison.Ordinal)).Select(source => source.SourceText.ToString())];
        Assert.Equal(10 * 3, kernels.Length);
        Assert.Equal(kernels.Sum(System.Text.Encoding.UTF8.GetByteCount), Number(rows[^1][4]));
        Assert.Equal(kernels.Sum(text => text.Count(each => each == '\n')), Number(rows[^1][5]));
        string training = run.Text("LstmGen.Layer_3x8_Avx2.Training.g.cs");
        Assert.Equal(training.Length, Number(rows[5][2]));
        Assert.All(rows[1..], row => Assert.Equal(Number(row[4]), Number(row[1]) + Number(row[2]) + Number(row[3])));
    }

    [Fact]
    public void A_project_without_models_has_no_such_file() => Assert.Empty(GeneratorHarness.Run("class C;").Sources);

    /// <summary>A class of this name would have a file of this name, were it not for the hyphen.</summary>
    [Fact]
    public void No_class_has_a_file_of_this_name()
        => Assert.Equal(2, GeneratorHarness.Run("namespace LstmGen; [LstmModel(8)] partial class Cost;").Sources.Count(source => source.HintName.Contains("Cost.g.cs", StringComparison.Ordinal)));

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
