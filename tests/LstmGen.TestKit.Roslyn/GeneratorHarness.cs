using System.Collections.Immutable;
using LstmGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LstmGen.TestKit.Roslyn;

/// <summary>
/// Compiles sources in memory as a plain project would that references LstmGen: no unsafe code, nullable on, documentation
/// comments read, C# 12 unless asked otherwise.
/// </summary>
internal static class GeneratorHarness
{
    /// <summary>What every compilation begins as: its references are read and bound once.</summary>
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "Generated.Models",
        references: FindReferences(),
        options: new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: false,
            checkOverflow: false,
            nullableContextOptions: NullableContextOptions.Enable,
            warningLevel: 9999,
            deterministic: true,
            concurrentBuild: false));

    /// <summary>Runs the generator over the sources and adds what it generated.</summary>
    internal static GeneratorRun Run(params string[] sources) => Run(LanguageVersion.CSharp12, sources);

    /// <summary>The same for a project that has weights.</summary>
    internal static GeneratorRun Run(WeightItem[] items, params string[] sources)
    {
        var texts = new ProjectTexts(items);
        GeneratorDriver driver = Driver().AddAdditionalTexts(texts.Texts).WithUpdatedAnalyzerConfigOptions(texts);
        return GeneratorRun.Start(driver, Compile(LanguageVersion.CSharp12, sources));
    }

    /// <summary>The same for a project with these properties.</summary>
    internal static GeneratorRun RunProject((string Name, string Value)[] properties, params string[] sources)
        => GeneratorRun.Start(
            Driver().WithUpdatedAnalyzerConfigOptions(new ProjectTexts([], properties)), Compile(LanguageVersion.CSharp12, sources));

    /// <summary>The same in a project whose builds define DEBUG.</summary>
    internal static GeneratorRun RunDebug(WeightItem[] items, string source)
    {
        var texts = new ProjectTexts(items);
        CSharpParseOptions options = Options(LanguageVersion.CSharp12).WithPreprocessorSymbols("DEBUG");
        GeneratorDriver driver = Driver().WithUpdatedParseOptions(options).AddAdditionalTexts(texts.Texts).WithUpdatedAnalyzerConfigOptions(texts);
        CSharpCompilation compilation = Compile(LanguageVersion.CSharp12).AddSyntaxTrees(
            CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), options, "/src/File0.cs"));
        return GeneratorRun.Start(driver, compilation);
    }

    /// <inheritdoc cref="Run(string[])"/>
    internal static GeneratorRun Run(LanguageVersion version, params string[] sources)
    {
        CSharpCompilation compilation = Compile(version, sources);
        return GeneratorRun.Start(Driver(version), compilation);
    }

    /// <summary>The compilation without anything generated.</summary>
    internal static CSharpCompilation Compile(LanguageVersion version, params string[] sources)
        => s_empty.AddSyntaxTrees(sources.Select((source, index) => Parse(source, $"/src/File{index}.cs", version)));

    internal static SyntaxTree Parse(string source, string path, LanguageVersion version = LanguageVersion.CSharp12)
        => CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), Options(version), path);

    internal static GeneratorDriver Driver(LanguageVersion version = LanguageVersion.CSharp12)
        => CSharpGeneratorDriver.Create(
            [new LstmModelGenerator().AsSourceGenerator()],
            parseOptions: Options(version),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static CSharpParseOptions Options(LanguageVersion version)
        => new(version, DocumentationMode.Diagnose);

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return
        [
            .. Directory.EnumerateFiles(framework, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal)
                .Append(typeof(LstmModelAttribute).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }

    private static bool IsManaged(string path)
        => Path.GetFileName(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll")
            && !name.Contains(".Native.", StringComparison.Ordinal);
}
