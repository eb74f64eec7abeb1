using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>A hash over everything in a checkpoint, kept in its metadata: one changed bit anywhere and the file is refused.</summary>
internal static class CheckpointSeal
{
    internal const string Key = "sha256";

    /// <summary>SHA-256 of the metadata but the hash itself, and of names, dtypes, shapes and bytes of the tensors, in their order.</summary>
    internal static string Compute(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<SafetensorsTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string value) in metadata)
        {
            if (key != Key)
            {
                Append(hash, Encoding.UTF8.GetBytes(key));
                Append(hash, Encoding.UTF8.GetBytes(value));
            }
        }

        foreach (SafetensorsTensor tensor in tensors)
        {
            Append(hash, Encoding.UTF8.GetBytes(tensor.ToString()));
            Append(hash, tensor.Data.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Throws unless the file is as it was written.</summary>
    /// <exception cref="LstmFormatException">There is no hash, or it is another.</exception>
    internal static void Check(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(Key, out string? expected))
        {
            throw new LstmFormatException($"{file.Source}: there is no {Key} in the metadata; a checkpoint of training was expected.");
        }

        string found = Compute(file.Metadata, file.Tensors);
        if (found != expected)
        {
            throw new LstmFormatException($"{file.Source}: the contents have the hash {found}; {SafetensorsTensor.Quote(expected)} was expected. The file is damaged.");
        }
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
