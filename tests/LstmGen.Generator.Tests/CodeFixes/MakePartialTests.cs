using System.Collections.Immutable;
using LstmGen.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace LstmGen.Generator.Tests.CodeFixes;

/// <summary>The fix for LSTM001 leaves a source that compiles and differs by the keyword alone.</summary>
public class MakePartialTests
{
    private const string Attribute = "[LstmGen.LstmModel(8)]";

    [Theory]
    [InlineData("[LstmGen.LstmModel(8)]\nclass M { }\n", "[LstmGen.LstmModel(8)]\npartial class M { }\n")]
    [InlineData("[LstmGen.LstmModel(8)] public sealed class M;", "[LstmGen.LstmModel(8)] public sealed partial class M;")]
    [InlineData("[LstmGen.LstmModel(8)]\n// why\npublic record M;", "[LstmGen.LstmModel(8)]\n// why\npublic partial record M;")]
    [InlineData("[LstmGen.LstmModel(8)]\n/* why */ class M;", "[LstmGen.LstmModel(8)]\n/* why */ partial class M;")]
    [InlineData(
        "class A\n{\n    struct B\n    {\n        [LstmGen.LstmModel(8)]\n        private class M { }\n    }\n}\n",
        "partial class A\n{\n    partial struct B\n    {\n        [LstmGen.LstmModel(8)]\n        private partial class M { }\n    }\n}\n")]
    [InlineData(
        "/// <summary>A.</summary>\ninterface A { partial record struct B { [LstmGen.LstmModel(8)] internal partial class M { } } }",
        "/// <summary>A.</summary>\npartial interface A { partial record struct B { [LstmGen.LstmModel(8)] internal partial class M { } } }")]
    public async Task Adds_the_keyword_and_nothing_else(string source, string expected)
    {
        foreach (string end in (string[])["\n", "\r\n"])
        {
            Document document = Open(source.ReplaceLineEndings(end)).Single();
            Diagnostic diagnostic = Assert.Single(await ReportAsync(document));
            var actions = new List<CodeAction>();
            await new MakePartialCodeFix().RegisterCodeFixesAsync(
                new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));

            CodeAction fix = Assert.Single(actions);
            Assert.Equal("Make partial", fix.Title);
            string changed = (await ApplyAsync(fix, document.Project.Solution)).Single().Value;
            Assert.Equal(expected.ReplaceLineEndings(end), changed);
            Assert.Empty(GeneratorHarness.Run(changed).Reported);
        }
    }

    [Fact]
    public async Task Is_not_offered_where_another_part_lacks_the_keyword()
    {
        Document document = Open($"{Attribute} partial class M;", "class M { }")[0];
        var actions = new List<CodeAction>();
        await new MakePartialCodeFix().RegisterCodeFixesAsync(
            new CodeFixContext(document, Assert.Single(await ReportAsync(document)), (action, _) => actions.Add(action), TestContext.Current.CancellationToken));

        Assert.Empty(actions);
    }

    [Fact]
    public async Task Fixes_all_of_a_project_at_once()
    {
        Document[] documents = Open(
            $"class A {{ {Attribute} class One {{ }} {Attribute} class Two {{ }} }}",
            $"{Attribute} class Three {{ }}",
            "class Untouched { }");
        var fixer = new MakePartialCodeFix();
        Dictionary<DocumentId, ImmutableArray<Diagnostic>> reported = [];
        foreach (Document document in documents)
        {
            reported[document.Id] = await ReportAsync(document);
        }

        var context = new FixAllContext(
            documents[0], fixer, FixAllScope.Project, "Make partial", fixer.FixableDiagnosticIds, new Known(reported), TestContext.Current.CancellationToken);
        CodeAction? fix = await fixer.GetFixAllProvider().GetFixAsync(context);

        Dictionary<DocumentId, string> changed = await ApplyAsync(fix!, documents[0].Project.Solution);
        Assert.Equal($"partial class A {{ {Attribute} partial class One {{ }} {Attribute} partial class Two {{ }} }}", changed[documents[0].Id]);
        Assert.Equal($"{Attribute} partial class Three {{ }}", changed[documents[1].Id]);
        Assert.Equal("class Untouched { }", changed[documents[2].Id]);
    }

    private static Document[] Open(params string[] sources)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(LanguageVersion.CSharp12, sources);
        Project project = new AdhocWorkspace().AddProject("Models", LanguageNames.CSharp)
            .WithMetadataReferences(compilation.References)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(compilation.SyntaxTrees[0].Options);
        DocumentId[] ids = [.. sources.Select(_ => DocumentId.CreateNewId(project.Id))];
        Solution solution = project.Solution;
        for (int index = 0; index < sources.Length; index++)
        {
            solution = solution.AddDocument(ids[index], $"File{index}.cs", sources[index], filePath: $"/src/File{index}.cs");
        }

        return [.. ids.Select(id => solution.GetDocument(id)!)];
    }

    /// <summary>The generator's own reports for one document, bound to its tree as the IDE does it.</summary>
    private static async Task<ImmutableArray<Diagnostic>> ReportAsync(Document document)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        SyntaxTree tree = (await document.GetSyntaxTreeAsync())!;
        return
        [
            .. GeneratorRun.Start(GeneratorHarness.Driver(), compilation).Reported
                .Where(each => each.Location.GetLineSpan().Path == tree.FilePath)
                .Select(each => Diagnostic.Create(each.Descriptor, Location.Create(tree, each.Location.SourceSpan))),
        ];
    }

    private static async Task<Dictionary<DocumentId, string>> ApplyAsync(CodeAction fix, Solution before)
    {
        Solution after = (await fix.GetOperationsAsync(before, new Progress<CodeAnalysisProgress>(), default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Dictionary<DocumentId, string> texts = [];
        foreach (Document document in after.Projects.Single().Documents)
        {
            texts[document.Id] = (await document.GetTextAsync()).ToString();
        }

        return texts;
    }

    private sealed class Known(Dictionary<DocumentId, ImmutableArray<Diagnostic>> reported) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult(reported.Values.SelectMany(each => each));

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>(reported[document.Id]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
