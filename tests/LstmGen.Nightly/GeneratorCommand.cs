using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LstmGen.Nightly;

/// <summary>Times the generator in one process, as a compiler server runs it again and again.</summary>
internal static class GeneratorCommand
{
    private const int Runs = 31;

    private static readonly IncrementalStepRunReason[] s_idle = [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged];

    /// <summary>0 where an unrelated edit generates nothing anew.</summary>
    internal static int Run()
    {
        const string Model = "[LstmGen.LstmModel(128, 2)] public partial class Forecaster;";
        CSharpCompilation compilation = GeneratorHarness.Compile(LanguageVersion.CSharp12, Model, "public class Other { public int X; }");
        var times = new double[Runs];
        GeneratorRun run = null!;
        for (int index = 0; index < Runs; index++)
        {
            GeneratorDriver driver = GeneratorHarness.Driver();
            times[index] = Milliseconds(() => run = GeneratorRun.Start(driver, compilation));
        }

        Array.Sort(times, 1, Runs - 1);
        Console.WriteLine(
            $"[LstmModel(128, 2)]: {run.Sources.Length} files, {run.Sources.Sum(source => source.SourceText.Length)} characters; "
            + $"first run {times[0]:F1} ms (everything compiled at once), then {times[1 + (Runs / 2)]:F1} ms (median of {Runs - 1}, best {times[1]:F1})");

        SyntaxTree other = compilation.SyntaxTrees[1];
        Compilation edited = compilation.ReplaceSyntaxTree(other, GeneratorHarness.Parse("public class Other { public int Y; }", other.FilePath));
        GeneratorRun after = null!;
        double again = Milliseconds(() => after = run.Continue(edited));
        int renewed = after.OutputReasons().Count(reason => !s_idle.Contains(reason));
        Console.WriteLine($"an unrelated edit: {renewed} of {after.OutputReasons().Count()} outputs anew, {again:F1} ms");
        return renewed == 0 ? 0 : 1;
    }

    private static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
