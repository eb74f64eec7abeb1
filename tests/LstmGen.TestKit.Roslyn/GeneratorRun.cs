using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace LstmGen.TestKit.Roslyn;

/// <summary>What the generator made of a compilation.</summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorDriver _driver;
    private readonly Lazy<(byte[] Image, EmitResult Result)> _emitted;

    private GeneratorRun(GeneratorDriver driver, Compilation input, Compilation output)
    {
        _driver = driver;
        Input = input;
        Output = output;
        _emitted = new(() => Emit(output));
    }

    internal Compilation Input { get; }

    /// <summary>Input and generated sources together.</summary>
    internal Compilation Output { get; }

    internal GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    /// <summary>What the generator reported.</summary>
    internal ImmutableArray<Diagnostic> Reported => Result.Diagnostics;

    internal ImmutableArray<GeneratedSourceResult> Sources => Result.GeneratedSources;

    /// <summary>What the compiler says about input and generated sources, warnings included.</summary>
    internal IEnumerable<Diagnostic> Complaints => _emitted.Value.Result.Diagnostics.Where(each => each.Severity >= DiagnosticSeverity.Warning);

    /// <summary>Complaints inside generated sources.</summary>
    internal IEnumerable<Diagnostic> GeneratedComplaints
        => Complaints.Where(each => each.Location.SourceTree is { } tree && !Input.ContainsSyntaxTree(tree));

    internal static GeneratorRun Start(GeneratorDriver driver, Compilation input)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _);
        GeneratorRun run = new(driver, input, output);
        return run.Result.Exception is { } failure ? throw new InvalidOperationException("The generator failed.", failure) : run;
    }

    /// <summary>Runs again after an edit, with what the driver remembers.</summary>
    internal GeneratorRun Continue(Compilation edited) => Start(_driver, edited);

    /// <summary>Runs again after the build has read the weight files anew.</summary>
    internal GeneratorRun Continue(params WeightItem[] items)
    {
        var texts = new ProjectTexts(items);
        return Start(_driver.ReplaceAdditionalTexts(texts.Texts).WithUpdatedAnalyzerConfigOptions(texts), Input);
    }

    /// <summary>Runs again in a project with these properties.</summary>
    internal GeneratorRun ContinueProject(params (string Name, string Value)[] properties)
        => Start(_driver.WithUpdatedAnalyzerConfigOptions(new ProjectTexts([], properties)), Input);

    /// <summary>Why each output of a named step is what it is.</summary>
    internal IEnumerable<IncrementalStepRunReason> Reasons(string step)
        => Result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(each => each.Outputs).Select(output => output.Reason)
            : [];

    /// <summary>Why each generated source or report is what it is.</summary>
    internal IEnumerable<IncrementalStepRunReason> OutputReasons()
        => Result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(each => each.Outputs).Select(output => output.Reason);

    /// <summary>The text of one generated file.</summary>
    internal string Text(string hintName) => Sources.Single(source => source.HintName == hintName).SourceText.ToString();

    /// <summary>The assembly.</summary>
    internal byte[] Image => _emitted.Value.Image;

    /// <summary>Emits and loads the assembly; it can be unloaded once nothing refers to it.</summary>
    /// <exception cref="InvalidOperationException">It does not compile; the message lists why.</exception>
    internal Assembly Load(params (string Name, byte[] Content)[] resources)
    {
        (byte[] image, EmitResult result) = resources.Length == 0 ? _emitted.Value : Emit(Output, resources);
        // A warning in generated code breaks the build of whoever has warnings as errors.
        IEnumerable<Diagnostic> errors = Reported.Concat(result.Diagnostics).Where(each => each.Severity == DiagnosticSeverity.Error
            || (each.Severity == DiagnosticSeverity.Warning && each.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true));
        if (errors.Any() || !result.Success)
        {
            throw new InvalidOperationException("The compilation fails:\n" + string.Join("\n", errors.Take(20)));
        }

        return Load(image);
    }

    /// <summary>Loads an assembly by itself; it can be unloaded once nothing refers to it.</summary>
    internal static Assembly Load(byte[] image)
        => new AssemblyLoadContext("Generated.Models", isCollectible: true).LoadFromStream(new MemoryStream(image));

    private static (byte[] Image, EmitResult Result) Emit(Compilation compilation, params (string Name, byte[] Content)[] resources)
    {
        using var image = new MemoryStream();
        using var documentation = new MemoryStream();
        EmitResult result = compilation.Emit(
            image, xmlDocumentationStream: documentation,
            manifestResources: resources.Select(each => new ResourceDescription(each.Name, () => new MemoryStream(each.Content), isPublic: true)));
        return (image.ToArray(), result);
    }
}
