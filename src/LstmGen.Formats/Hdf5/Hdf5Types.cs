using System.Buffers.Binary;

namespace LstmGen.Formats;

/// <summary>Numbers of messages, and the types of elements and dimensions that they say.</summary>
internal static class Hdf5Types
{
    internal const int Space = 1, LinkInfo = 2, Type = 3, Link = 6, Layout = 8, Filters = 11, Attribute = 12, SymbolTable = 17, AttributeInfo = 21;

    private const int MostDimensions = 8;

    internal static bool AreNeeded(int message) => message is Space or LinkInfo or Type or Link or Layout or Filters or Attribute or SymbolTable;

    /// <summary>A number of any length, its lowest byte first.</summary>
    internal static ulong Number(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int at = bytes.Length - 1; at >= 0; at--)
        {
            value = (value << 8) | bytes[at];
        }

        return value;
    }

    /// <summary>Dimensions; none of a scalar.</summary>
    internal static long[] Shape(Hdf5File file, ReadOnlySpan<byte> message, string what)
    {
        int version = message.Length > 3 ? message[0] : -1, at = version == 1 ? 8 : 4;
        if (version is not (1 or 2) || message[1] > MostDimensions || message.Length < at + (8 * message[1]))
        {
            throw file.Error($"has dimensions of {what} in version {version}, or more than {MostDimensions}; version 1 or 2 was expected.");
        }

        if (version == 2 && message[3] == 2)
        {
            return [0];
        }

        long[] shape = new long[message[1]];
        for (int dimension = 0; dimension < shape.Length; dimension++)
        {
            shape[dimension] = BinaryPrimitives.ReadInt64LittleEndian(message[(at + (8 * dimension))..]);
        }

        return shape.All(dimension => dimension >= 0) ? shape : throw file.Error($"has the dimensions {SafeText.Shape(shape)} of {what}; none below 0 was expected.");
    }

    /// <summary>The type of elements: <c>F32</c> and so on, <c>text</c> of a fixed length or <c>text*</c> kept elsewhere, and its bytes.</summary>
    internal static (string Name, int Size) Element(Hdf5File file, ReadOnlySpan<byte> message, string what)
    {
        if (message.Length < 8)
        {
            throw file.Error($"is damaged: the type of {what} has {message.Length} bytes.");
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(message[4..]);
        bool backward = (message[1] & 1) != 0;
        string name = (message[0] & 15, size) switch
        {
            (_, 0 or > int.MaxValue) => throw file.Error($"has elements of {size} bytes in {what}; 1 at least was expected."),
            (1, 2 or 4 or 8) when !backward && IsIeee(message, size) => $"F{8 * size}",
            (0, 1 or 2 or 4 or 8) when !backward => $"{((message[1] & 8) != 0 ? "I" : "U")}{8 * size}",
            (3, _) => "text",
            (9, 16) when (message[1] & 15) == 1 => "text*",
            (var kind, _) => $"type {kind} of {size} bytes{(backward ? ", highest byte first" : "")}",
        };
        return (name, (int)size);
    }

    /// <summary>Whether the parts of a float are where IEEE 754 has them, not those of a brain float.</summary>
    private static bool IsIeee(ReadOnlySpan<byte> message, uint size)
        => message.Length >= 20 && (size, message[12], message[13], message[15]) is (2, 10, 5, 10) or (4, 23, 8, 23) or (8, 52, 11, 52);
}
