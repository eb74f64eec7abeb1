using System.Diagnostics;
using LstmGen.Generator.Tests.Harness;

namespace LstmGen.Generator.Tests.Documents;

/// <summary>C# on the pages compiles as pasted, with the generator at work, and prints what the page says.</summary>
public class CodeTests
{
    public static TheoryData<string> Pages => [.. Page.WithCode.Where(path => PageProgram.Of(Page.Read(path)).Count > 0)];

    // Getting started is built and run from the package, by tests/package/check.sh.
    public static TheoryData<string> Printing
        => [.. Page.WithCode.Where(path => path != "docs/getting-started.md" && PageProgram.Of(Page.Read(path)).Any(program => program.Printed is not null))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Compiles(string path)
        => Assert.All(PageProgram.Of(Page.Read(path)), program => Assert.Empty(program.Complaints()));

    [Theory]
    [MemberData(nameof(Printing))]
    public void Prints_what_the_page_says(string path)
        => Assert.All(PageProgram.Of(Page.Read(path)).Where(program => program.Printed is not null), program => Assert.Equal(program.Printed, Output(program.Image())));

    [Fact]
    public void Front_page_and_package_show_code()
        => Assert.All(["README.md", "src/LstmGen/PACKAGE.md", "docs/getting-started.md"], page => Assert.Contains(page, Page.WithCode.Where(path => PageProgram.Of(Page.Read(path)).Count > 0)));

    [Theory]
    [InlineData("int x = 1;\nx = y;", "page.md(5): CS0103")]
    [InlineData("\n\nint unused;", "page.md(6): CS0168")]
    [InlineData("[LstmGen.LstmModel(hidden: 0)] partial class Model;", "page.md: LSTM003")]
    public void A_block_that_does_not_compile_is_named_with_its_line(string code, string complaint)
        => Assert.Contains(
            PageProgram.Of(Page.Of("page.md", $"# Page\n\n```csharp\n{code}\n```\n")).Single().Complaints(),
            each => each.StartsWith(complaint, StringComparison.Ordinal));

    [Fact]
    public void Blocks_continue_where_the_page_says_so()
    {
        const string Text = "<!-- given: int given = 1; -->\n```csharp\nusing System.Text;\nint a = given;\nclass C;\n```\n<!-- continues -->\n```csharp\nusing LstmGen;\nConsole.WriteLine(a + nameof(C) + nameof(LstmState) + nameof(Encoding));\n```\n<!-- not compiled: a reason -->\n```csharp\nnonsense\n```\n";
        Assert.Empty(PageProgram.Of(Page.Of("page.md", Text)).Single().Complaints());
        Assert.NotEmpty(PageProgram.Of(Page.Of("page.md", Text.Replace("<!-- continues -->\n", "", StringComparison.Ordinal)))[1].Complaints());
    }

    private static string Output(byte[] image)
    {
        string folder = Directory.CreateTempSubdirectory("lstmgen-page-").FullName;
        try
        {
            string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!; // .../shared/Microsoft.NETCore.App/VERSION
            File.WriteAllBytes(Path.Combine(folder, "page.dll"), image);
            File.Copy(typeof(LstmModelAttribute).Assembly.Location, Path.Combine(folder, "LstmGen.dll"));
            File.WriteAllText(
                Path.Combine(folder, "page.runtimeconfig.json"),
                $$"""
                { "runtimeOptions": {
                    "framework": { "name": "Microsoft.NETCore.App", "version": "{{Path.GetFileName(runtime)}}" },
                    "configProperties": { "System.Globalization.Invariant": true } } }
                """);
            using Process process = Process.Start(new ProcessStartInfo(Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "dotnet")), ["exec", "page.dll"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal("", errors.Result);
            Assert.Equal(0, process.ExitCode);
            return output.ReplaceLineEndings("\n");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
