using System.Reflection;
using LstmGen.Formats;

namespace LstmGen.Tool.Scaffolding;

/// <summary>The files of a new project whose model is that of a file.</summary>
internal sealed class ScaffoldProject(LstmModelFile file, string name)
{
    private string Weights => $"{name}.safetensors";

    private string Project => $"{name}.csproj";

    private string Class => $"{name}.cs";

    private const string Program = "Program.cs";

    /// <summary>What is written, in this order.</summary>
    internal IReadOnlyList<string> Files => [Project, Class, Program, Weights];

    /// <summary>Writes all files.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <param name="force">Whether files that are there are replaced.</param>
    /// <exception cref="ToolException">One is there.</exception>
    internal void Write(string folder, bool force)
    {
        if (!force && Files.FirstOrDefault(each => File.Exists(Path.Combine(folder, each))) is { } there)
        {
            throw new ToolException(ExitCode.Unreadable, $"{Path.Combine(folder, there)}: the file is there already; another --output, or --force, was expected.");
        }

        Directory.CreateDirectory(folder);
        file.Save(Path.Combine(folder, Weights));
        File.WriteAllText(Path.Combine(folder, Project), ProjectText());
        File.WriteAllText(Path.Combine(folder, Class), ClassText());
        File.WriteAllText(Path.Combine(folder, Program), ProgramText.Of(file, name));
    }

    private string ProjectText()
    {
        string version = typeof(ScaffoldProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == "LstmGenVersion").Value!;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <PublishAot>true</PublishAot>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="LstmGen" Version="{version}" />
              </ItemGroup>
              <ItemGroup>
                <!-- Compared with the class at build, and put into the program. -->
                <LstmWeights Include="{Weights}" Model="{name}" />
              </ItemGroup>
            </Project>

            """;
    }

    private string ClassText()
    {
        string text = LstmClassText.Class(file.Network, name);
        string notes = string.Concat(file.Notes.Select(note => $"// {note.ReplaceLineEndings(" ")}\n"));
        return notes.Length == 0 ? text : text.Replace("using LstmGen;\n", $"using LstmGen;\n\n{notes.TrimEnd()}", StringComparison.Ordinal);
    }
}
