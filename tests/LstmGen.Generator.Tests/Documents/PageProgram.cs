using LstmGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Tests.Documents;

/// <summary>
/// The C# of a page as a reader would paste it into a new console project. A block is a program of its own unless the comment before it says
/// "continues": then it goes on from the block above. "given: CODE" is what the words around a block describe and it does not show;
/// "not compiled: REASON" leaves it out. A text block with the comment "prints" is what the program above it prints.
/// </summary>
internal sealed class PageProgram(string page)
{
    private const string Continues = "continues", Given = "given:", NotCompiled = "not compiled:", Prints = "prints";

    // What a new console project has without saying so.
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly string[] Ignored = ["CS1591"]; // a program has no documentation comments

    private readonly List<(string Text, int Line)> _parts = [];

    /// <summary>What the page says it prints; null where it says nothing.</summary>
    internal string? Printed { get; private set; }

    internal static IReadOnlyList<PageProgram> Of(Page page)
    {
        var programs = new List<PageProgram>();
        foreach (Block block in page.Blocks())
        {
            if (block.Language == "text" && block.Comment == Prints)
            {
                programs[^1].Printed = block.Text;
            }
            else if (block.Language == "csharp" && !block.Comment.StartsWith(NotCompiled, StringComparison.Ordinal))
            {
                bool continues = block.Comment.StartsWith(Continues, StringComparison.Ordinal);
                if (!continues)
                {
                    programs.Add(new PageProgram(page.Path));
                }

                string given = block.Comment[(continues ? Continues.Length : 0)..].TrimStart();
                if (given.StartsWith(Given, StringComparison.Ordinal))
                {
                    programs[^1]._parts.Add((given[Given.Length..], block.Line));
                }
                else if (given.Length > 0)
                {
                    throw new InvalidOperationException($"{page.Path}({block.Line}): the comment before the block is neither \"{Continues}\", \"{Given} CODE\" nor \"{NotCompiled} REASON\": {given}");
                }

                programs[^1]._parts.Add((block.Text, block.Line));
            }
        }

        return programs;
    }

    /// <summary>Errors and warnings in the text of the page, each with its line there.</summary>
    internal IReadOnlyList<string> Complaints()
    {
        GeneratorRun run = Generate();
        return
        [
            .. run.Output.GetSemanticModel(run.Input.SyntaxTrees.First()).GetDiagnostics().Where(each => !Ignored.Contains(each.Id))
                .Concat(run.Reported) // by the place in what was compiled: only the name of the page is known
                .Where(each => each.Severity >= DiagnosticSeverity.Warning)
                .Select(each => $"{page}{Line(each.Location)}: {each.Id}: {each.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"),
        ];

        static string Line(Location at) => at.GetMappedLineSpan() is { HasMappedPath: true } span ? $"({span.StartLinePosition.Line + 1})" : "";
    }

    /// <summary>The program, compiled as a Release build would.</summary>
    internal byte[] Image() => Generate().Image;

    private GeneratorRun Generate()
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(LanguageVersion.CSharp12, Source(out bool runs), ImplicitUsings);
        CSharpCompilationOptions options = compilation.Options.WithConcurrentBuild(true);
        return GeneratorRun.Start(
            GeneratorHarness.Driver(),
            compilation.WithOptions(runs ? options.WithOutputKind(OutputKind.ConsoleApplication) : options));
    }

    /// <summary>Usings of all parts, then their statements, then their types: the order that C# asks for.</summary>
    private string Source(out bool runs)
    {
        var files = _parts.Select(part => (Root: SyntaxFactory.ParseCompilationUnit(part.Text), part.Line)).ToArray();
        runs = files.Any(file => file.Root.Members.OfType<GlobalStatementSyntax>().Any());
        return string.Concat(
            files.SelectMany(file => file.Root.Usings.Select(node => At(file, node)))
                .Concat(files.SelectMany(file => file.Root.Members.Where(node => node is GlobalStatementSyntax).Select(node => At(file, node))))
                .Concat(files.SelectMany(file => file.Root.Members.Where(node => node is not GlobalStatementSyntax).Select(node => At(file, node)))))
            + string.Concat(files.SelectMany(file => file.Root.EndOfFileToken.ToFullString()));
    }

    private string At((CompilationUnitSyntax Root, int Line) file, SyntaxNode node)
    {
        int line = file.Root.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
        return $"\n#line {file.Line + line} \"{page}\"\n{node.ToFullString()}";
    }
}
