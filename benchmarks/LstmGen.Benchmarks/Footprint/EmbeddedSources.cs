using System.Reflection.Metadata;

namespace LstmGen.Benchmarks.Footprint;

/// <summary>A generated file, as the compiler saw it.</summary>
internal sealed record SourceSize(string Name, int Bytes);

/// <summary>Reads the sizes of generated files from the symbols: the compiler embeds what generators gave it.</summary>
internal static class EmbeddedSources
{
    private const string Ending = ".g.cs";
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    internal static List<SourceSize> Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(file);
        MetadataReader reader = provider.GetMetadataReader();
        var sources = new List<SourceSize>();
        foreach (DocumentHandle handle in reader.Documents)
        {
            string name = reader.GetString(reader.GetDocument(handle).Name).Replace('\\', '/');
            foreach (CustomDebugInformation information in reader.GetCustomDebugInformation(handle).Select(reader.GetCustomDebugInformation))
            {
                if (reader.GetGuid(information.Kind) == s_embeddedSource && name.EndsWith(Ending, StringComparison.Ordinal) && name.Contains("LstmGen.Generator"))
                {
                    // The blob is the length of the text, 0 where it is not compressed, then the text.
                    BlobReader blob = reader.GetBlobReader(information.Value);
                    int length = blob.ReadInt32();
                    sources.Add(new(name[(name.LastIndexOf('/') + 1)..], length == 0 ? blob.RemainingBytes : length));
                }
            }
        }

        return sources;
    }
}
