using System.Collections.Immutable;
using System.Text;
using LstmGen.Build;
using LstmGen.Generator.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LstmGen.TestKit.Roslyn;

/// <summary>An item LstmWeights of a project: its file is what the build task would have read.</summary>
internal sealed record WeightItem(string Model, byte[] Content, string File = "weights.safetensors", string Prefix = "", string Head = "head.")
{
    internal string Text { get; } = HeaderText.Describe(new MemoryStream(Content));

    /// <summary>Content of the file that the item names as its reference; null where it names none.</summary>
    internal byte[]? Reference { get; init; }
}

/// <summary>A text of the compilation, in memory.</summary>
internal sealed class ProjectText(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}

/// <summary>What LstmGen.targets makes visible: texts of weight files with their metadata, and properties of the project.</summary>
internal sealed class ProjectTexts : AnalyzerConfigOptionsProvider
{
    private readonly (string Name, string Value)[] _properties;
    private readonly ImmutableDictionary<string, AnalyzerConfigOptions> _options;

    internal ProjectTexts(IEnumerable<WeightItem> items, params (string Name, string Value)[] properties)
    {
        _properties = properties;
        (ProjectText Text, AnalyzerConfigOptions Options)[] all =
            [.. items.SelectMany(Of)];
        Texts = [.. all.Select(each => each.Text), new ProjectText("/src/notes.txt", "{\"error\":\"none of ours\"}")];
        _options = all.ToImmutableDictionary(each => each.Text.Path, each => each.Options);
    }

    internal ImmutableArray<AdditionalText> Texts { get; }

    public override AnalyzerConfigOptions GlobalOptions => new Properties(_properties);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Metadata.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _options.GetValueOrDefault(textFile.Path, Metadata.None);

    private static IEnumerable<(ProjectText Text, AnalyzerConfigOptions Options)> Of(WeightItem item, int index)
    {
        yield return (new($"/obj/{index}{WeightFile.Ending}", item.Text), new Metadata(item));
        if (item.Reference is { } reference)
        {
            yield return (new($"/obj/{index}{ReferenceFile.Ending}", HeaderText.Describe(new MemoryStream(reference))), new Metadata(item with { File = "reference.safetensors" }));
        }
    }

    private sealed class Properties((string Name, string Value)[] properties) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            string? found = properties.FirstOrDefault(each => key == $"build_property.{each.Name}").Value;
            value = Uri.EscapeDataString(found ?? "");
            return found is not null;
        }
    }

    private sealed class Metadata(WeightItem? item) : AnalyzerConfigOptions
    {
        internal static readonly Metadata None = new(null);

        public override bool TryGetValue(string key, out string value)
        {
            string? found = item is null ? null : key switch
            {
                "build_metadata.AdditionalFiles.LstmModel" => item.Model,
                "build_metadata.AdditionalFiles.LstmFile" => item.File,
                "build_metadata.AdditionalFiles.LstmPrefix" => item.Prefix,
                "build_metadata.AdditionalFiles.LstmHead" => item.Head,
                "build_metadata.AdditionalFiles.LstmProject" => "/src/app.csproj",
                _ => null,
            };
            value = Uri.EscapeDataString(found ?? "");
            return found is not null;
        }
    }
}
