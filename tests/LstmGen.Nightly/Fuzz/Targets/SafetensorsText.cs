using System.Buffers.Binary;
using System.Text;
using LstmGen.Formats;

namespace LstmGen.Nightly.Fuzz.Targets;

/// <summary>Mutations that know where a safetensors file has its header, so that most of them come past its length.</summary>
internal static class SafetensorsText
{
    private const int Prefix = 8;

    internal static IReadOnlyList<byte[]> Tokens { get; } =
    [.. new[]
    {
        ",", ":", "{", "}", "[", "]", "\"", "\\", "\\ud800", "0", "-1", "1e2", "1.0", "null", "true", " ", "\n", "//", "\0", "é", "[[[[", "{\"a\":",
        "\"weight_ih_l0\"", "\"dtype\"", "\"F32\"", "\"BF16\"", "\"F16\"", "\"F4\"", "\"I64\"", "\"shape\"", "\"data_offsets\"", "\"__metadata__\"", "\"k\":1,",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "00", "\"sha256\"", "\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>As many files changed in their header alone, with its length set right, as changed anywhere.</summary>
    internal static byte[] Make(SplitMix random, IReadOnlyList<byte[]> corpus)
    {
        byte[] file = corpus[random.Below(corpus.Count)];
        if (random.Below(2) == 0)
        {
            return Mutations.Apply(random, file, corpus, Tokens);
        }

        (byte[] header, byte[] buffer) = Split(file);
        header = Mutations.Apply(random, header, [.. corpus.Select(other => Split(other).Header)], Tokens);
        if (random.Below(4) == 0)
        {
            buffer = Mutations.Apply(random, buffer, corpus, Tokens);
        }

        var prefix = new byte[Prefix];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header, .. buffer];
    }

    internal static byte[] ToBytes(IEnumerable<SafetensorsTensor> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static (byte[] Header, byte[] Buffer) Split(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (file[Prefix..(Prefix + length)], file[(Prefix + length)..]);
    }
}
