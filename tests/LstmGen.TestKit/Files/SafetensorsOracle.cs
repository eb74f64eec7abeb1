using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace LstmGen.TestKit.Files;

/// <summary>What one tensor of a file legitimately is.</summary>
internal sealed record OracleTensor(string Name, string Dtype, BigInteger[] Shape, byte[] Data);

/// <summary>What a file legitimately holds.</summary>
internal sealed record OracleFile(List<OracleTensor> Tensors, List<(string Key, string Value)> Metadata);

/// <summary>
/// The rules of the format written down a second time, slow and plain: a document tree, big integers, and a count of how often
/// each byte of the buffer is covered. Shares nothing with the reader under test but the JSON grammar.
/// </summary>
internal static class SafetensorsOracle
{
    private static readonly Dictionary<string, int> Bits = new()
    {
        ["BOOL"] = 8, ["F4"] = 4, ["F6_E2M3"] = 6, ["F6_E3M2"] = 6, ["U8"] = 8, ["I8"] = 8, ["F8_E5M2"] = 8, ["F8_E4M3"] = 8,
        ["F8_E8M0"] = 8, ["F8_E4M3FNUZ"] = 8, ["F8_E5M2FNUZ"] = 8, ["I16"] = 16, ["U16"] = 16, ["F16"] = 16, ["BF16"] = 16,
        ["I32"] = 32, ["U32"] = 32, ["F32"] = 32, ["C64"] = 64, ["F64"] = 64, ["I64"] = 64, ["U64"] = 64,
    };

    internal static IReadOnlyCollection<string> Dtypes => Bits.Keys;

    internal static int BitsOf(string dtype) => Bits[dtype];

    /// <summary>The content of a valid file; null for any other.</summary>
    internal static OracleFile? Read(byte[] file)
    {
        if (file.Length < 8)
        {
            return null;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > 100_000_000 || length > (ulong)(file.Length - 8))
        {
            return null;
        }

        byte[] buffer = file[(8 + (int)length)..];
        try
        {
            string text = new UTF8Encoding(false, true).GetString(file, 8, (int)length).TrimEnd(' ');
            if (!text.StartsWith('{') || !text.EndsWith('}'))
            {
                return null;
            }

            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, buffer);
        }
        catch (Exception error) when (error is DecoderFallbackException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static OracleFile? Read(JsonElement root, byte[] buffer)
    {
        JsonProperty[] properties = [.. root.EnumerateObject()];
        if (properties.Select(property => property.Name).Distinct().Count() != properties.Length)
        {
            return null;
        }

        var file = new OracleFile([], []);
        int[] covered = new int[buffer.Length];
        var ends = new HashSet<BigInteger> { 0 };
        var empties = new List<BigInteger>();
        foreach (JsonProperty property in properties)
        {
            if (property.Name == "__metadata__")
            {
                foreach (JsonProperty text in property.Value.EnumerateObject())
                {
                    file.Metadata.Add((text.Name, text.Value.ValueKind == JsonValueKind.String ? text.Value.GetString()! : throw new JsonException()));
                }

                if (file.Metadata.Select(pair => pair.Key).Distinct().Count() != file.Metadata.Count)
                {
                    return null;
                }

                continue;
            }

            if (Tensor(property, buffer, covered, ends, empties) is not { } tensor)
            {
                return null;
            }

            file.Tensors.Add(tensor);
        }

        return covered.All(count => count == 1) && empties.All(ends.Contains) ? file : null;
    }

    private static OracleTensor? Tensor(
        JsonProperty property, byte[] buffer, int[] covered, HashSet<BigInteger> ends, List<BigInteger> empties)
    {
        JsonProperty[] keys = [.. property.Value.EnumerateObject()];
        if (!keys.Select(key => key.Name).Order(StringComparer.Ordinal).SequenceEqual(["data_offsets", "dtype", "shape"]))
        {
            return null;
        }

        JsonElement dtype = property.Value.GetProperty("dtype");
        if (dtype.ValueKind != JsonValueKind.String || !Bits.TryGetValue(dtype.GetString()!, out int bits)
            || Numbers(property.Value.GetProperty("shape")) is not { } shape
            || Numbers(property.Value.GetProperty("data_offsets")) is not [BigInteger begin, BigInteger end]
            || end < begin || end > buffer.Length)
        {
            return null;
        }

        BigInteger size = 1;
        foreach (BigInteger dimension in shape)
        {
            size *= dimension;
            if (size > ulong.MaxValue)
            {
                return null;
            }
        }

        size *= bits;
        if (size > ulong.MaxValue || size % 8 != 0 || size / 8 != end - begin)
        {
            return null;
        }

        if (begin == end)
        {
            empties.Add(begin);
        }

        for (BigInteger index = begin; index < end; index++)
        {
            covered[(int)index]++;
        }

        ends.Add(end == begin ? 0 : end);
        return new OracleTensor(property.Name, dtype.GetString()!, shape, buffer[(int)begin..(int)end]);
    }

    private static BigInteger[]? Numbers(JsonElement array)
    {
        var numbers = new List<BigInteger>();
        foreach (JsonElement element in array.EnumerateArray())
        {
            string text = element.GetRawText();
            if (element.ValueKind != JsonValueKind.Number || !text.All(char.IsAsciiDigit))
            {
                return null;
            }

            numbers.Add(BigInteger.Parse(text, CultureInfo.InvariantCulture));
            if (numbers[^1] > long.MaxValue)
            {
                return null;
            }
        }

        return [.. numbers];
    }
}
