namespace LstmGen.Formats;

/// <summary>CRC-32 as zip archives have it.</summary>
internal static class Checksum
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8).Aggregate((uint)value, (rest, _) => (rest & 1) != 0 ? (rest >> 1) ^ Polynomial : rest >> 1))];

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint rest = uint.MaxValue;
        foreach (byte value in bytes)
        {
            rest = s_table[(byte)(rest ^ value)] ^ (rest >> 8);
        }

        return ~rest;
    }
}
