using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LstmGen.Generator.Tests.Pipeline;

/// <summary>Code that is being written is broken most of the time: the compiler says so, and nothing generated adds to it.</summary>
public class BrokenCodeTests
{
    private const string Source = """
        using LstmGen;

        namespace Weather.Models
        {
            partial struct Outer
            {
                [LstmModel(hidden: 3, layers: 2, output: 1, Bias = false)]
                internal sealed partial class Forecaster { public int Own => 1; }
            }
        }

        [LstmModel(2, input: 1 + 1, Unroll = LstmUnroll.Loop)]
        public partial record Second;
        """;

    [Fact]
    public void The_whole_source_is_two_models() => Assert.Equal(2, Models(GeneratorHarness.Run(Source)));

    [Fact]
    public void No_beginning_of_it_gives_errors_in_generated_code()
        => AssertQuiet(Enumerable.Range(0, Source.Length).Select(length => Source[..length]));

    [Fact]
    public void No_missing_token_gives_errors_in_generated_code()
        => AssertQuiet(Tokens().Select(token => Source.Remove(token.SpanStart, token.Span.Length)));

    [Fact]
    public void No_doubled_token_gives_errors_in_generated_code()
        => AssertQuiet(Tokens().Select(token => Source.Insert(token.Span.End, " " + token.Text)));

    private static IEnumerable<SyntaxToken> Tokens()
        => CSharpSyntaxTree.ParseText(Source, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken).DescendantTokens();

    private static void AssertQuiet(IEnumerable<string> sources)
    {
        int models = 0;
        foreach (string source in sources)
        {
            // One instruction set and the files of classes: kernels do not depend on what a class looks like.
            GeneratorRun run = GeneratorHarness.RunProject([("_LstmGenKernelSets", "Portable")], source);
            foreach (SyntaxTree tree in Classes(run))
            {
                IEnumerable<string> errors = run.Output.GetSemanticModel(tree).GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken)
                    .Where(each => each.Severity == DiagnosticSeverity.Error).Select(each => each.ToString());
                Assert.True(!errors.Any(), $"{source}\n\n{string.Join("\n", errors)}");
            }

            models += Models(run);
        }

        Assert.True(models > 50, $"only {models} models in all: the sources are broken beyond what they are to test");
    }

    private static int Models(GeneratorRun run) => Classes(run).Count(tree => !tree.FilePath.EndsWith(".Training.g.cs", StringComparison.Ordinal));

    private static IEnumerable<SyntaxTree> Classes(GeneratorRun run)
        => run.Sources.Where(source => !source.HintName.StartsWith("LstmGen", StringComparison.Ordinal)).Select(source => source.SyntaxTree);
}
