using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LstmGen.Generator.Tests.Weights;

/// <summary>Safetensors files of zeros, from a description such as <c>weight_ih_l0 F32 [8, 1]</c> a line.</summary>
internal static class WeightFiles
{
    private static readonly Dictionary<string, int> s_bytes = new() { ["F64"] = 8, ["F32"] = 4, ["F16"] = 2, ["BF16"] = 2, ["I8"] = 1, ["I32"] = 4, ["I64"] = 8 };

    internal static byte[] Of(string description)
    {
        var entries = new List<string>();
        long end = 0;
        foreach (string line in description.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = line.Split(' ', 3);
            if (parts[0] == "__metadata__")
            {
                entries.Add($"\"__metadata__\":{{{JsonSerializer.Serialize(parts[1])}:{JsonSerializer.Serialize(parts[2])}}}");
                continue;
            }

            long[] shape = [.. parts[2].Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
            long begin = end;
            end += shape.Aggregate((long)s_bytes[parts[1]], (product, dimension) => product * dimension);
            entries.Add($"\"{parts[0]}\":{{\"dtype\":\"{parts[1]}\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{begin},{end}]}}");
        }

        return Of("{" + string.Join(",", entries) + "}", new byte[end]);
    }

    internal static byte[] Of(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, text.Length);
        return [.. prefix, .. text, .. data];
    }
}
