using System.IO.Compression;
using System.Text;

namespace LstmGen.Tests.Formats;

/// <summary>Zip archives for tests, and changes of those that are there.</summary>
internal static class Archives
{
    /// <summary>An archive of entries, stored unless said otherwise.</summary>
    internal static byte[] Of(CompressionLevel level, params IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The entries of an archive.</summary>
    internal static List<(string Name, byte[] Content)> Entries(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return [.. zip.Entries.Select(entry =>
        {
            using var copy = new MemoryStream();
            using Stream content = entry.Open();
            content.CopyTo(copy);
            return (entry.FullName, copy.ToArray());
        })];
    }

    /// <summary>An archive in which one entry has other content.</summary>
    internal static byte[] With(byte[] archive, string name, Func<byte[], byte[]> change)
        => Of(CompressionLevel.NoCompression, Entries(archive).Select(entry => entry.Name == name ? (entry.Name, change(entry.Content)) : entry));

    /// <summary>Letters of one byte each.</summary>
    internal static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
