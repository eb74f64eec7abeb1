using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>Size and spelling of each <see cref="SafetensorsDtype"/>.</summary>
public static class SafetensorsDtypeExtensions
{
    // In the order of the enumeration.
    private static readonly (string Name, int Bits)[] Table =
    [
        ("BOOL", 8), ("F4", 4), ("F6_E2M3", 6), ("F6_E3M2", 6), ("U8", 8), ("I8", 8),
        ("F8_E5M2", 8), ("F8_E4M3", 8), ("F8_E8M0", 8), ("F8_E4M3FNUZ", 8), ("F8_E5M2FNUZ", 8),
        ("I16", 16), ("U16", 16), ("F16", 16), ("BF16", 16), ("I32", 32), ("U32", 32), ("F32", 32),
        ("C64", 64), ("F64", 64), ("I64", 64), ("U64", 64),
    ];

    /// <summary>Bits of one element: 4 to 64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public static int BitsPerElement(this SafetensorsDtype dtype) => Entry(dtype).Bits;

    /// <summary>The format's own spelling, such as <c>F32</c> or <c>F8_E4M3FNUZ</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public static string FormatName(this SafetensorsDtype dtype) => Entry(dtype).Name;

    /// <summary>The dtype that a JSON text names; no string is made of it.</summary>
    internal static bool TryRead(ref Utf8JsonReader reader, out SafetensorsDtype dtype)
    {
        for (int index = 0; index < Table.Length; index++)
        {
            if (reader.ValueTextEquals(Table[index].Name))
            {
                dtype = (SafetensorsDtype)index;
                return true;
            }
        }

        dtype = default;
        return false;
    }

    internal static string AllNames() => string.Join(", ", Table.Select(entry => entry.Name));

    private static (string Name, int Bits) Entry(SafetensorsDtype dtype)
        => (uint)dtype < (uint)Table.Length
            ? Table[(int)dtype]
            : throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Not a dtype of the safetensors format.");
}
