using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LstmGen.Nightly.Fuzz;

/// <summary>Changes to bytes that know nothing of their format.</summary>
internal static class Mutations
{
    private const int Longest = 1 << 17; // what repeating may make of a file

    private static readonly ulong[] s_numbers =
    [
        0, 1, 2, 7, 8, 16, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 99_999_999, 100_000_000, 100_000_001, int.MaxValue, 1UL << 31,
        uint.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue,
    ];

    /// <summary>One change, now and then up to four; in one of a hundred cases none.</summary>
    internal static byte[] Apply(SplitMix random, byte[] file, IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> tokens)
    {
        int draw = random.Below(100);
        for (int count = draw == 0 ? 0 : draw < 65 ? 1 : draw < 85 ? 2 : draw < 95 ? 3 : 4; count > 0; count--)
        {
            file = One(random, file, corpus, tokens);
        }

        return file;
    }

    private static byte[] One(SplitMix random, byte[] file, IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> tokens)
    {
        int at = random.Below(file.Length + 1), length = Math.Min(1 + random.Below(1 << random.Below(10)), file.Length - at);
        byte[] token = tokens[random.Below(tokens.Count)];
        switch (random.Below(13))
        {
            case 0:
                return Changed(file, changed => ForSome(random, changed, (ref byte one) => one ^= (byte)(1 << random.Below(8))));
            case 1:
                return Changed(file, changed => ForSome(random, changed, (ref byte one) => one = (byte)random.Below(256)));
            case 2:
                return file[..at];
            case 3:
                return [.. file, .. Noise(random, 1 + random.Below(20))];
            case 4:
                return [.. file[..at], .. file[(at + length)..]];
            case 5:
                return [.. file[..at], .. file[at..(at + length)], .. file[at..]];
            case 6:
                return [.. file[..at], .. token, .. file[at..]];
            case 7:
                return [.. file[..at], .. token, .. file[Math.Min(file.Length, at + token.Length)..]];
            case 8:
                byte[] other = corpus[random.Below(corpus.Count)];
                return [.. file[..at], .. other[random.Below(other.Length + 1)..]];
            case 9:
                return Changed(file, changed => BinaryNumber(random, changed, at));
            case 10:
                return TextNumber(random, file, at);
            case 11:
                int repeats = Math.Min(1 << random.Below(15), (Longest - file.Length) / Math.Max(1, token.Length));
                return repeats <= 0 ? file : [.. file[..at], .. Enumerable.Repeat(token, repeats).SelectMany(bytes => bytes), .. file[at..]];
            default:
                int to = random.Below(file.Length - length + 1);
                byte[] rest = [.. file[..at], .. file[(at + length)..]];
                return [.. rest[..to], .. file[at..(at + length)], .. rest[to..]];
        }
    }

    private delegate void Change(ref byte one);

    private static byte[] Changed(byte[] file, Action<byte[]> change)
    {
        byte[] copy = [.. file];
        change(copy);
        return copy;
    }

    private static void ForSome(SplitMix random, byte[] file, Change change)
    {
        for (int count = 1 + random.Below(4); count > 0 && file.Length > 0; count--)
        {
            change(ref file[random.Below(file.Length)]);
        }
    }

    private static byte[] Noise(SplitMix random, int length) => [.. Enumerable.Range(0, length).Select(_ => (byte)random.Below(256))];

    /// <summary>A length or count somewhere, most often at the start of the file or of a word, becomes another.</summary>
    private static void BinaryNumber(SplitMix random, byte[] file, int at)
    {
        at = random.Below(4) == 0 ? 0 : random.Below(2) == 0 ? at & ~3 : at;
        int size = random.Below(3) switch { 0 => 2, 1 => 4, _ => 8 };
        if (at + size <= file.Length)
        {
            Span<byte> bytes = stackalloc byte[8];
            ulong there = BinaryPrimitives.ReadUInt64LittleEndian([.. file[at..(at + size)], .. new byte[8 - size]]);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, random.Below(2) == 0 ? s_numbers[random.Below(s_numbers.Length)] : there + (ulong)(random.Below(19) - 9));
            bytes[..size].CopyTo(file.AsSpan(at));
        }
    }

    /// <summary>The next run of digits becomes another number.</summary>
    private static byte[] TextNumber(SplitMix random, byte[] file, int at)
    {
        int begin = file.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (begin < 0)
        {
            return file;
        }

        begin += at;
        int end = begin;
        while (end < file.Length && char.IsAsciiDigit((char)file[end]))
        {
            end++;
        }

        ulong.TryParse(file.AsSpan(begin, end - begin), NumberStyles.None, CultureInfo.InvariantCulture, out ulong there);
        string number = random.Below(4) switch
        {
            0 => s_numbers[random.Below(s_numbers.Length)].ToString(CultureInfo.InvariantCulture),
            1 => (there + (ulong)random.Below(5) - 2).ToString(CultureInfo.InvariantCulture),
            2 => (there << random.Below(8)).ToString(CultureInfo.InvariantCulture),
            _ => new string('9', 1 + random.Below(60)),
        };
        return [.. file[..begin], .. Encoding.ASCII.GetBytes(number), .. file[end..]];
    }
}
