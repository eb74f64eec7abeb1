using LstmGen.Generator.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LstmGen.Generator.Parsing;

/// <summary>From a text of the project to a weight file; the metadata are those that LstmGen.targets makes visible.</summary>
internal static class WeightFileReader
{
    internal static bool IsOne(AdditionalText text) => text.Path.EndsWith(WeightFile.Ending, StringComparison.Ordinal);

    internal static WeightFile Read(AdditionalText text, AnalyzerConfigOptionsProvider provider, CancellationToken cancellation)
    {
        AnalyzerConfigOptions options = provider.GetOptions(text);
        WeightHeader header = text.GetText(cancellation) is { } content
            ? WeightHeaderReader.Read(content.ToString())
            : new(default, "the build has not read the file");
        return new(Metadata("Model"), Metadata("File"), Metadata("Prefix"), Metadata("Head"), Metadata("Project"), header);

        string Metadata(string name)
            => options.TryGetValue($"build_metadata.AdditionalFiles.Lstm{name}", out string? value) ? value : "";
    }
}
