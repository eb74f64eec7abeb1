using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LstmGen.Formats;

/// <summary>
/// Writes safetensors files: metadata first, then the tensors in the order given, header padded with spaces to a multiple of 8.
/// The same tensors always make the same bytes.
/// </summary>
public static class SafetensorsWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Writes a file. The bytes go to a temporary file in the same folder, which takes the place of <paramref name="path"/> once
    /// it is complete and on disk: after a failure there is no half-written file, and an older file is left as it was.
    /// </summary>
    /// <remarks>
    /// <para>A file that is replaced keeps its mode (on Unix; owner, group, access lists and extended attributes are those of a new file),
    /// and a new one gets what the umask says. A symbolic link stays, and what it leads to is replaced; a hard link keeps the older file.
    /// Others may hold the older file open and read on; on Windows they must have opened it with <see cref="FileShare.Delete"/>, as
    /// <see cref="SafetensorsFile.Load(string)"/> does.</para>
    /// <para>After the rename the folder is written to disk as well, where the system has a call for that (Linux, macOS). The temporary file is
    /// called <c>.{name}.{32 hexadecimal digits}.lstmgen-tmp</c>; one that a killed process left goes with the next write of the
    /// same file, once it is an hour old.</para>
    /// </remarks>
    /// <param name="path">The file, in a folder that exists; replaced where it is there.</param>
    /// <param name="tensors">Tensors of different names.</param>
    /// <param name="metadata">Texts by different keys; none where null or empty.</param>
    /// <exception cref="ArgumentException">A name or key occurs twice or is not valid Unicode, or the header exceeds 100,000,000 bytes.</exception>
    /// <exception cref="IOException">The file cannot be written, or the path names a folder; an older file is left as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; an older file is left as it was.</exception>
    public static void Write(
        string path, IEnumerable<SafetensorsTensor> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        SafetensorsTensor[] list = [.. tensors];
        byte[] header = Header(list, metadata);
        SafeFile.Write(path, stream => Write(stream, header, list));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Written from where it stands; left open.</param>
    /// <param name="tensors">Tensors of different names.</param>
    /// <param name="metadata">Texts by different keys; none where null or empty.</param>
    /// <exception cref="ArgumentException">A name or key occurs twice or is not valid Unicode, or the header exceeds 100,000,000 bytes.</exception>
    public static void Write(
        Stream stream, IEnumerable<SafetensorsTensor> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        SafetensorsTensor[] list = [.. tensors];
        Write(stream, Header(list, metadata), list);
    }

    /// <summary>Throws unless a text can be written as UTF-8 and read back equal.</summary>
    internal static void CheckText(string text, string parameter)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException($"{SafetensorsTensor.Quote(text)} has half a surrogate pair; valid Unicode was expected.", parameter, error);
        }
    }

    private static void Write(Stream stream, byte[] header, SafetensorsTensor[] tensors)
    {
        stream.Write(header);
        foreach (SafetensorsTensor tensor in tensors)
        {
            stream.Write(tensor.Data.Span);
        }
    }

    private static byte[] Header(SafetensorsTensor[] tensors, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        var json = new StringBuilder("{");
        AppendMetadata(json, metadata ?? []);
        var names = new HashSet<string>(StringComparer.Ordinal);
        long offset = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"Tensor {SafetensorsTensor.Quote(tensor.Name)} occurs twice; names must be unique.", nameof(tensors));
            }

            AppendText(json.Append(json.Length > 1 ? "," : ""), tensor.Name);
            json.Append(":{\"dtype\":\"").Append(tensor.Dtype.FormatName()).Append("\",\"shape\":[").AppendJoin(',', tensor.Shape)
                .Append(CultureInfo.InvariantCulture, $"],\"data_offsets\":[{offset},{offset + tensor.Data.Length}]}}");
            offset += tensor.Data.Length;
        }

        json.Append('}');
        string text = json.ToString();
        int length = StrictUtf8.GetByteCount(text);
        int padded = (length + 7) & ~7;
        if (padded > SafetensorsHeader.MaxLength)
        {
            throw new ArgumentException($"The header would have {padded} bytes; at most {SafetensorsHeader.MaxLength} are possible.", nameof(tensors));
        }

        byte[] header = new byte[SafetensorsHeader.PrefixLength + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)padded);
        StrictUtf8.GetBytes(text, header.AsSpan(SafetensorsHeader.PrefixLength));
        header.AsSpan(SafetensorsHeader.PrefixLength + length).Fill((byte)' ');
        return header;
    }

    private static void AppendMetadata(StringBuilder json, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string key, string value) in metadata)
        {
            CheckText(key, nameof(metadata));
            CheckText(value, nameof(metadata));
            if (!keys.Add(key))
            {
                throw new ArgumentException($"The metadata key {SafetensorsTensor.Quote(key)} occurs twice; keys must be unique.", nameof(metadata));
            }

            json.Append(keys.Count == 1 ? $"\"{SafetensorsHeader.MetadataKey}\":{{" : ",");
            AppendText(json, key);
            AppendText(json.Append(':'), value);
        }

        json.Append(keys.Count > 0 ? "}" : "");
    }

    // Only what JSON demands is escaped: an encoder's tables may change from one Unicode version to the next.
    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char character in text)
        {
            _ = character switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => json.Append(character),
            };
        }

        json.Append('"');
    }
}
