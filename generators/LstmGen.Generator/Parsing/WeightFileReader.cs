using LstmGen.Generator.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LstmGen.Generator.Parsing;

/// <summary>From a text of the project to a weight file; the metadata are those that LstmGen.Weights.targets makes visible, escaped.</summary>
internal static class WeightFileReader
{
    internal static bool IsWeights(AdditionalText text) => text.Path.EndsWith(WeightFile.Ending, StringComparison.Ordinal);

    internal static bool IsReference(AdditionalText text) => text.Path.EndsWith(ReferenceFile.Ending, StringComparison.Ordinal);

    internal static WeightFile Weights(AdditionalText text, AnalyzerConfigOptionsProvider provider, CancellationToken cancellation)
    {
        AnalyzerConfigOptions options = provider.GetOptions(text);
        return new(
            Metadata(options, "Model"), Metadata(options, "File"), Metadata(options, "Prefix"), Metadata(options, "Head"), Metadata(options, "Project"),
            Header(text, cancellation));
    }

    internal static ReferenceFile Reference(AdditionalText text, AnalyzerConfigOptionsProvider provider, CancellationToken cancellation)
    {
        AnalyzerConfigOptions options = provider.GetOptions(text);
        return new(Metadata(options, "Model"), Metadata(options, "File"), Header(text, cancellation));
    }

    private static WeightHeader Header(AdditionalText text, CancellationToken cancellation)
        => text.GetText(cancellation) is { } content
            ? WeightHeaderReader.Read(content.ToString())
            : new(default, "the build has not read the file");

    private static string Metadata(AnalyzerConfigOptions options, string name)
        => options.TryGetValue($"build_metadata.AdditionalFiles.Lstm{name}", out string? value) ? Uri.UnescapeDataString(value) : "";
}
