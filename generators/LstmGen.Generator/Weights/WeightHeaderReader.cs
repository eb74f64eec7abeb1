using LstmGen.Generator.Specs;
using static LstmGen.Generator.Weights.WeightTensor;

namespace LstmGen.Generator.Weights;

/// <summary>
/// Reads what LstmGen.Build wrote of a weight file, <c>{"bytes":N,"header":...}</c> or <c>{"error":"..."}</c>, by the rules of
/// LstmGen.Formats.SafetensorsHeader: what that refuses when a model is loaded is refused here. A test holds the two together.
/// </summary>
internal static class WeightHeaderReader
{
    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<string, uint> s_bits = new(StringComparer.Ordinal)
    {
        ["BOOL"] = 8, ["F4"] = 4, ["F6_E2M3"] = 6, ["F6_E3M2"] = 6, ["U8"] = 8, ["I8"] = 8,
        ["F8_E5M2"] = 8, ["F8_E4M3"] = 8, ["F8_E8M0"] = 8, ["F8_E4M3FNUZ"] = 8, ["F8_E5M2FNUZ"] = 8,
        ["I16"] = 16, ["U16"] = 16, ["F16"] = 16, ["BF16"] = 16, ["I32"] = 32, ["U32"] = 32, ["F32"] = 32,
        ["C64"] = 64, ["F64"] = 64, ["I64"] = 64, ["U64"] = 64,
    };

    /// <summary>The tensors, or what is wrong.</summary>
    internal static WeightHeader Read(string text)
    {
        try
        {
            var json = new JsonText(text);
            using IEnumerator<string> members = json.Members().GetEnumerator();
            if (!members.MoveNext())
            {
                throw json.Error("a member was expected");
            }

            if (members.Current == "error")
            {
                return new(default, json.String());
            }

            long bytes = json.Whole();
            members.MoveNext();
            List<Entry> entries = Header(json, out string? network);
            json.Expect('}');
            json.End();
            CheckRanges(entries, bytes);
            return new(new([.. entries.Select(entry => entry.Tensor)]), null) { Network = network };
        }
        catch (WrongHeaderException error)
        {
            return new(default, error.Message);
        }
        catch (FormatException error)
        {
            return new(default, $"the header is not the JSON of a safetensors file: {error.Message}");
        }
    }

    private static List<Entry> Header(JsonText json, out string? network)
    {
        network = null;
        var entries = new List<Entry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in json.Members())
        {
            if (!names.Add(name))
            {
                throw new WrongHeaderException($"tensor {Quote(name)} occurs twice; names must be unique");
            }

            if (name == MetadataKey)
            {
                network = Metadata(json);
            }
            else
            {
                entries.Add(Tensor(json, name));
            }
        }

        return entries;
    }

    /// <summary>What the metadata say of the network.</summary>
    private static string? Metadata(JsonText json)
    {
        string? network = null;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (string key in json.Members())
        {
            if (!keys.Add(key))
            {
                throw new WrongHeaderException($"{MetadataKey} has the key {Quote(key)} twice");
            }

            if (key == NetworkText.Key)
            {
                network = json.String();
            }
            else
            {
                json.Skip();
            }
        }

        return network;
    }

    private static Entry Tensor(JsonText json, string name)
    {
        string? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        foreach (string key in json.Members())
        {
            switch (key)
            {
                case "dtype" when dtype is null:
                    dtype = json.String();
                    break;
                case "shape" when shape is null:
                    shape = json.Wholes();
                    break;
                case "data_offsets" when offsets is null:
                    offsets = json.Wholes();
                    break;
                default:
                    throw new WrongHeaderException(
                        $"tensor {Quote(name)} has the key {Quote(key)}{(key is "dtype" or "shape" or "data_offsets" ? " twice" : "")}; "
                        + "dtype, shape and data_offsets once each were expected");
            }
        }

        if (dtype is null || shape is null || offsets is null)
        {
            throw new WrongHeaderException($"tensor {Quote(name)} has no {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        }

        if (!s_bits.TryGetValue(dtype, out uint bits))
        {
            throw new WrongHeaderException($"tensor {Quote(name)} has dtype {Quote(dtype)}; one of {string.Join(", ", s_bits.Keys)} was expected");
        }

        if (offsets.Length != 2 || offsets[1] < offsets[0])
        {
            throw new WrongHeaderException(
                $"tensor {Quote(name)} has data_offsets {ShapeText(new(offsets))}; [begin, end] with begin <= end was expected");
        }

        var tensor = new WeightTensor(name, dtype, new(shape));
        return TryByteLength(bits, shape, out ulong bytes) && bytes == (ulong)(offsets[1] - offsets[0])
            ? new Entry(tensor, offsets[0], offsets[1])
            : throw new WrongHeaderException(
                $"tensor {Quote(name)} has {offsets[1] - offsets[0]} bytes (data_offsets {ShapeText(new(offsets))}); "
                + $"{dtype} {ShapeText(tensor.Shape)} does not make as many whole bytes");
    }

    private static bool TryByteLength(uint bitsOfElement, long[] shape, out ulong bytes)
    {
        ulong bits = 1;
        bytes = 0;
        foreach (ulong factor in shape.Select(dimension => (ulong)dimension).Append(bitsOfElement))
        {
            if (factor != 0 && bits > ulong.MaxValue / factor)
            {
                return false;
            }

            bits *= factor;
        }

        bytes = bits / 8;
        return bits % 8 == 0;
    }

    // In the order of their begins, each range starts where the one before ended, and the last one ends with the file.
    private static void CheckRanges(List<Entry> entries, long bytes)
    {
        long end = 0;
        foreach (Entry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end)
            {
                throw new WrongHeaderException(
                    $"tensor {Quote(entry.Tensor.Name)} begins at byte {entry.Begin} of the data; {end} was expected, without holes or overlaps");
            }

            end = entry.End;
        }

        if (end != bytes)
        {
            throw new WrongHeaderException($"the tensors have {end} bytes in all; the {bytes} that the file has after its header were expected");
        }
    }

    private sealed record Entry(WeightTensor Tensor, long Begin, long End);

    /// <summary>The JSON is right, what it says is not.</summary>
    private sealed class WrongHeaderException(string message) : Exception(message);
}
