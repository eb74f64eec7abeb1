using System.Buffers.Binary;
using System.IO.Compression;

namespace LstmGen.Tests.Formats.TfLite;

/// <summary>A PNG file of 8 bits of grey, as fractions of white.</summary>
internal static class GrayPicture
{
    internal static float[] Read(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        int width = 0, height = 0;
        using var packed = new MemoryStream();
        for (int at = 8; at < content.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(at));
            ReadOnlySpan<byte> data = content.AsSpan(at + 8, length);
            if (content.AsSpan(at + 4, 4).SequenceEqual("IHDR"u8))
            {
                (width, height) = ((int)BinaryPrimitives.ReadUInt32BigEndian(data), (int)BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
                Assert.Equal([8, 0, 0, 0, 0], data[8..].ToArray());
            }
            else if (content.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                packed.Write(data);
            }

            at += length + 12;
        }

        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        byte[] row = new byte[width], above = new byte[width];
        var pixels = new List<float>();
        for (int y = 0; y < height; y++)
        {
            int filter = unpacked.ReadByte();
            unpacked.ReadExactly(row);
            for (int x = 0; x < width; x++)
            {
                int left = x > 0 ? row[x - 1] : 0, corner = x > 0 ? above[x - 1] : 0;
                row[x] += (byte)(filter switch { 0 => 0, 1 => left, 2 => above[x], 3 => (left + above[x]) / 2, _ => Paeth(left, above[x], corner) });
            }

            pixels.AddRange(row.Select(value => value / 255f));
            (row, above) = (above, row);
        }

        return [.. pixels];
    }

    private static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner, toLeft = Math.Abs(guess - left), toUp = Math.Abs(guess - up), toCorner = Math.Abs(guess - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
