using System.Reflection;
using LstmGen.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Tests.Options;

/// <summary>LstmGenKernelSets: kernels are written for the sets of the project alone, and a model has those.</summary>
public class KernelSetTests
{
    private const string Source = "[LstmGen.LstmModel(8, 2, 3, 2)] public partial class M;";
    private const string List = "_LstmGenKernelSets";
    private const string Identifier = "RuntimeIdentifier";

    private static readonly IncrementalStepRunReason[] Idle = [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged];

    [Theory]
    [InlineData("", "", "AVX-512 AVX2 NEON Portable")]
    [InlineData("", "linux-x64", "AVX-512 AVX2 Portable")]
    [InlineData("", "win-x86", "AVX-512 AVX2 Portable")]
    [InlineData("", "iossimulator-x64", "AVX-512 AVX2 Portable")]
    [InlineData("", "ubuntu.24.04-x64", "AVX-512 AVX2 Portable")]
    [InlineData("", "linux-musl-arm64", "NEON Portable")]
    [InlineData("", "osx-arm64", "NEON Portable")]
    [InlineData("", "linux-arm", "Portable")]
    [InlineData("", "linux-musl-riscv64", "Portable")]
    [InlineData("", "browser-wasm", "Portable")]
    [InlineData("", "any", "AVX-512 AVX2 NEON Portable")]
    [InlineData("", "linux", "AVX-512 AVX2 NEON Portable")]
    [InlineData("", "win-x128", "AVX-512 AVX2 NEON Portable")]
    [InlineData("AVX2", "", "AVX2 Portable")]
    [InlineData("avx2 ; portable", "linux-arm64", "AVX2 Portable")]
    [InlineData("NEON,Avx-512\n", "", "AVX-512 NEON Portable")]
    [InlineData("Portable", "linux-x64", "Portable")]
    [InlineData("ALL", "linux-x64", "AVX-512 AVX2 NEON Portable")]
    [InlineData(" ; ", "linux-arm64", "NEON Portable")]
    public void Sets_are_those_named_or_those_of_the_runtime_identifier(string list, string identifier, string expected)
    {
        var sets = KernelSets.Of(list, identifier);

        Assert.Equal(expected, string.Join(" ", sets.Dialects.Select(dialect => dialect.Name)));
        Assert.Empty(sets.Unknown);
    }

    [Theory]
    [InlineData(List, "AVX2", "Avx2 Portable")]
    [InlineData(List, "neon;avx2", "Avx2 Neon Portable")]
    [InlineData(List, "Portable", "Portable")]
    [InlineData(Identifier, "linux-musl-arm64", "Neon Portable")]
    [InlineData(Identifier, "", "Avx2 Avx512 Neon Portable")]
    public void Kernels_of_these_sets_are_written_and_no_others(string property, string value, string expected)
    {
        GeneratorRun all = GeneratorHarness.Run(Source);
        GeneratorRun run = GeneratorHarness.RunProject([(property, value)], Source);

        Assert.Equal(expected, string.Join(" ", run.Sources.Where(source => source.HintName.StartsWith("LstmGen.Layer", StringComparison.Ordinal))
            .Select(source => source.HintName.Split('_', '.')[3]).Distinct().Order(StringComparer.Ordinal)));
        Assert.All(
            run.Sources.Where(source => source.HintName.StartsWith("LstmGen.", StringComparison.Ordinal)),
            source => Assert.Equal(all.Text(source.HintName), source.SourceText.ToString()));
        Assert.Empty(run.Reported);
        Type model = run.Load().GetType("M")!;
        Assert.Empty(run.Complaints);
        var sets = (IReadOnlyList<string>)model.GetProperty("KernelSets")!.GetValue(null)!;
        Assert.Equal("Portable", sets[^1]);
        Assert.All(sets, set => Assert.Contains(set.Replace("-", "", StringComparison.Ordinal), expected, StringComparison.OrdinalIgnoreCase));

        LstmWeights weights = LstmWeights.Random(1);
        Assert.Equal(sets[0], model.GetProperty("KernelSet")!.GetValue(Activator.CreateInstance(model, weights)));
        Assert.Equal("Portable", model.GetProperty("KernelSet")!.GetValue(Activator.CreateInstance(model, weights, "Portable")));
    }

    [Fact]
    public void A_set_that_the_build_left_out_is_refused_with_the_reason()
    {
        Type model = GeneratorHarness.RunProject([(List, "Portable")], Source).Load().GetType("M")!;
        LstmWeights weights = LstmWeights.Random(1);

        Exception? error = Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(model, weights, "AVX2")).InnerException;
        Assert.Equal(
            "This processor has no kernel set AVX2; it has Portable. The build left out AVX-512, AVX2, NEON: LstmGenKernelSets or the RuntimeIdentifier decides. (Parameter 'kernelSet')",
            Assert.IsType<ArgumentException>(error).Message);
    }

    /// <summary>Other properties re-run nothing; other sets re-run no parsing, and an equal list in other words nothing at all.</summary>
    [Fact]
    public void Only_other_sets_write_files_anew()
    {
        GeneratorRun before = GeneratorHarness.RunProject([(List, "AVX2"), ("Other", "1")], Source);
        foreach ((string, string)[] equal in (IEnumerable<(string, string)[]>)[[(List, "AVX2"), ("Other", "2")], [(List, "portable,avx2"), (Identifier, "linux-x64")]])
        {
            GeneratorRun after = before.ContinueProject(equal);
            Assert.All(after.Reasons(TrackingNames.KernelSets), reason => Assert.Contains(reason, Idle));
            Assert.All(after.OutputReasons(), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        }

        GeneratorRun other = before.ContinueProject((List, "NEON"));
        Assert.All(((string[])[TrackingNames.Parsed, TrackingNames.Planned, TrackingNames.Layers, TrackingNames.Heads]).SelectMany(other.Reasons), reason => Assert.Contains(reason, Idle));
        Assert.Contains(other.OutputReasons(), reason => reason == IncrementalStepRunReason.Modified);
        Assert.Equal(Texts(GeneratorHarness.RunProject([(List, "NEON")], Source)), Texts(other));
    }

    private static IEnumerable<(string, string)> Texts(GeneratorRun run)
        => run.Sources.Select(source => (source.HintName, source.SourceText.ToString())).OrderBy(each => each.HintName, StringComparer.Ordinal);
}
