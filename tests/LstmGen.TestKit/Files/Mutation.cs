using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace LstmGen.TestKit.Files;

/// <summary>Valid files of random tensors, and the same after one to three mutations of random kinds.</summary>
/// <param name="Kinds">The mutations made, for the message of a failure.</param>
/// <param name="File">The bytes.</param>
public sealed partial record Mutation(string Kinds, byte[] File)
{
    private static readonly string[] Names = ["a", "weight_ih_l0", "head.bias", "é", "😀", "q\\\"\\\\", "\\u0041", "", "__metadata", "x y"];
    private static readonly string[] Fragments =
    [
        ",", ":", "{", "}", "[", "]", "\"", "\\", "\\ud800", "0", "-1", "1e2", "1.0", "null", "true", " ", "\n", "//", "\0", "é",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "00", "\"k\":1,", "[[[[[[[[",
    ];

    private static readonly ulong[] Lengths =
        [0, 1, 2, 7, 8, 99_999_999, 100_000_000, 100_000_001, int.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue];

    /// <summary>A valid file.</summary>
    internal static Gen<byte[]> Valid { get; } = Seeds().Select(seed => MakeValid(new Random(seed)));

    /// <summary>A file mutated; now and then it stays valid.</summary>
    internal static Gen<Mutation> Mutated { get; } = Seeds().Select(seed =>
    {
        var random = new Random(seed);
        byte[] file = MakeValid(random);
        var kinds = new List<string>();
        for (int count = random.Next(10) switch { < 7 => 1, < 9 => 2, _ => 3 }; count > 0; count--)
        {
            (string kind, file) = Mutate(file, random);
            kinds.Add(kind);
        }

        return new Mutation(string.Join(" + ", kinds), file);
    });

    /// <summary>What FsCheck draws for properties of mutated files, and of <see cref="ValidFile"/>.</summary>
    public static Arbitrary<Mutation> ArbitraryMutation() => Mutated.ToArbitrary();

    public static Arbitrary<ValidFile> ArbitraryFile() => Valid.Select(bytes => new ValidFile(bytes)).ToArbitrary();

    public override string ToString() => $"{Kinds}: {Convert.ToHexString(File)} {Encoding.UTF8.GetString(File)}";

    private static Gen<int> Seeds() => Gen.Choose(0, int.MaxValue - 1);

    private static byte[] MakeValid(Random random)
    {
        var entries = new List<string>();
        var buffer = new MemoryStream();
        string[] dtypes = [.. SafetensorsOracle.Dtypes];
        foreach (string name in Names.OrderBy(_ => random.Next()).Take(random.Next(6)))
        {
            string dtype = dtypes[random.Next(dtypes.Length)];
            int[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(4))];
            int bits = SafetensorsOracle.BitsOf(dtype);
            if (shape.Aggregate(bits, (product, dimension) => product * dimension) % 8 != 0)
            {
                shape = [.. shape, 4];
            }

            int bytes = shape.Aggregate(bits, (product, dimension) => product * dimension) / 8;
            byte[] data = new byte[bytes];
            random.NextBytes(data);
            entries.Add(RawFile.Entry(name, dtype, string.Join(random.Next(2) == 0 ? "," : " , ", shape), $"{buffer.Length},{buffer.Length + bytes}"));
            buffer.Write(data);
        }

        if (random.Next(2) == 0)
        {
            entries.Add("\"__metadata__\":{\"format\":\"pt\",\"\\n\":\"é\\u0000\"}");
        }

        // Entries in any order: the ranges alone say where the data lie.
        string header = "{" + string.Join(",", entries.OrderBy(_ => random.Next())) + "}" + new string(' ', random.Next(9));
        return RawFile.Make(header, buffer.ToArray());
    }

    private static (string Kind, byte[] File) Mutate(byte[] file, Random random)
    {
        if (file.Length < 9)
        {
            return ("extend", [.. file, 0]);
        }

        int headerLength = (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(file), (ulong)(file.Length - 8));
        byte[] header = file[8..(8 + headerLength)];
        byte[] buffer = file[(8 + headerLength)..];
        string text = Encoding.UTF8.GetString(header);
        switch (random.Next(13))
        {
            case 0:
                byte[] flipped = [.. file];
                flipped[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                return ("bit flip", flipped);
            case 1:
                byte[] replaced = [.. header];
                if (replaced.Length > 0)
                {
                    replaced[random.Next(replaced.Length)] = (byte)random.Next(256);
                }

                return ("header byte", RawFile.Make(replaced, buffer));
            case 2:
                return ("truncate", file[..random.Next(file.Length)]);
            case 3:
                return ("extend", [.. file, .. new byte[random.Next(1, 20)]]);
            case 4:
                ulong length = random.Next(2) == 0 ? Lengths[random.Next(Lengths.Length)] : (ulong)Math.Max(0, headerLength + random.Next(-9, 10));
                return ("header length", RawFile.Make(length, header, buffer));
            case 5:
                int at = random.Next(text.Length + 1);
                return ("insert", RawFile.Make(text.Insert(at, Fragments[random.Next(Fragments.Length)]), buffer));
            case 6:
                int start = random.Next(text.Length + 1);
                return ("delete", RawFile.Make(text.Remove(start, random.Next(Math.Min(12, text.Length - start + 1))), buffer));
            case 7:
                return ("number", RawFile.Make(ReplaceOne(Number(), text, NewNumber, random), buffer));
            case 8:
                return ("offsets moved", RawFile.Make(ReplaceOne(Pair(), text, MovedPair, random), buffer));
            case 9:
                string[] dtypes = [.. SafetensorsOracle.Dtypes, "F16 ", "f32", "F128"];
                return ("dtype", RawFile.Make(ReplaceOne(Dtype(), text, (_, r) => $"\"dtype\":\"{dtypes[r.Next(dtypes.Length)]}\"", random), buffer));
            case 10:
                return ("entry twice", RawFile.Make(ReplaceOne(Entry(), text, (match, _) => match + "," + match, random), buffer));
            case 11:
                return ("key twice", RawFile.Make(ReplaceOne(Key(), text, (match, _) => match + "," + match, random), buffer));
            default:
                return ("padding", RawFile.Make(text + new string(random.Next(4) == 0 ? '\n' : ' ', random.Next(1, 9)), buffer));
        }
    }

    private static string ReplaceOne(Regex pattern, string text, Func<string, Random, string> replacement, Random random)
    {
        MatchCollection matches = pattern.Matches(text);
        if (matches.Count == 0)
        {
            return text;
        }

        Match match = matches[random.Next(matches.Count)];
        return string.Concat(text.AsSpan(0, match.Index), replacement(match.Value, random), text.AsSpan(match.Index + match.Length));
    }

    private static string NewNumber(string number, Random random)
    {
        string[] huge = ["4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e3", "-0", "-1", "1.5", "007"];
        return random.Next(2) == 0
            ? huge[random.Next(huge.Length)]
            : (decimal.Parse(number, CultureInfo.InvariantCulture) + random.Next(-2, 3)).ToString(CultureInfo.InvariantCulture);
    }

    // Keeps the length of a range, so that it is the hole or the overlap that must be found.
    private static string MovedPair(string pair, Random random)
    {
        decimal[] numbers = [.. Number().Matches(pair).Select(match => decimal.Parse(match.Value, CultureInfo.InvariantCulture))];
        int shift = random.Next(-4, 5);
        return string.Create(CultureInfo.InvariantCulture, $"\"data_offsets\":[{numbers[0] + shift},{numbers[1] + shift}]");
    }

    [GeneratedRegex("[0-9]+(?=[ ,\\]])")]
    private static partial Regex Number();

    [GeneratedRegex("\"data_offsets\":\\[[0-9]+,[0-9]+\\]")]
    private static partial Regex Pair();

    [GeneratedRegex("\"dtype\":\"[^\"]*\"")]
    private static partial Regex Dtype();

    [GeneratedRegex("\"[^\"]*\":\\{[^}]*\\}")]
    private static partial Regex Entry();

    [GeneratedRegex("\"(dtype|format)\":\"[^\"]*\"|\"(shape|data_offsets)\":\\[[^\\]]*\\]")]
    private static partial Regex Key();
}

/// <summary>A file as other programs write it.</summary>
public sealed record ValidFile(byte[] Bytes)
{
    public override string ToString() => $"{Convert.ToHexString(Bytes)} {Encoding.UTF8.GetString(Bytes)}";
}
