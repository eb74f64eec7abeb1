using System.Buffers.Binary;
using System.Text;
using LstmGen.Samples;

namespace LstmGen.Nightly.Fuzz.Targets;

/// <summary>WAV files, as the samples read sound; from a file, or from a stream without a length.</summary>
internal sealed class WaveTarget : FuzzTarget
{
    private const int Rate = 16_000;

    private readonly float[] _samples = new float[300];

    internal override string Name => "WAV";

    internal override IReadOnlyList<byte[]> Corpus { get; } =
    [
        Riff(Chunk("fmt ", Format()), Chunk("data", new byte[100])),
        Riff(Chunk("LIST", new byte[27]), [0], Chunk("fmt ", [.. Format(), 0, 0]), Chunk("fact", new byte[4]), Chunk("data", new byte[2000])),
        Riff(Chunk("fmt ", [0xFE, 0xFF, .. Format()[2..], 22, 0, 16, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]), Chunk("data", new byte[64])),
        [.. Riff(Chunk("fmt ", Format())), .. Encoding.ASCII.GetBytes("data"), 255, 255, 255, 255, .. new byte[50]],
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. Chunk("fmt ", Format()), .. "data"u8, 0, 0, 0, 0, .. new byte[60]],
        [.. "RIFF"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. "WAVE"u8, .. Chunk("fmt ", Format()), .. "data"u8, 0xDB, 0xFF, 0xFF, 0x7F, .. new byte[60]],
        [.. "RIFF"u8, 0x24, 0, 0, 0x80, .. "WAVE"u8, .. Chunk("fmt ", Format()), .. "data"u8, 0, 0, 0, 0x80, .. new byte[60]],
        Riff(Chunk("fmt ", Format()), Chunk("data", new byte[80]), Chunk("LIST", new byte[5]), [0], Chunk("id3 ", new byte[10])),
    ];

    internal override IReadOnlyList<byte[]> Tokens { get; } =
    [.. new[] { "RIFF", "WAVE", "fmt ", "data", "LIST", "\0\0\0\0", "JUNK\0\0\0\0" }.Select(Encoding.ASCII.GetBytes), [255, 255, 255, 255], [1, 0, 1, 0], Format(), Chunk("fmt ", Format()), Chunk("data", [0, 0])];

    internal override bool Refuses(Exception exception) => exception is InputException;

    internal override void Read(byte[] file, SplitMix random)
    {
        Stream stream = random.Below(2) == 0 ? new MemoryStream(file) : new UnknownLength(file);
        bool noted = false;
        using WaveReader wave = WaveReader.Open(stream, "fuzzed sound", Rate, _ => noted = true);
        long read = 0;
        for (int count; (count = wave.Read(_samples)) > 0; read += count)
        {
        }

        if (read != (wave.Samples ?? read) || 2 * read > file.Length)
        {
            throw new InvalidOperationException($"{read} samples were read of {file.Length} bytes; {wave.Samples} were announced.");
        }

        // Without a word: as long as it says, and samples in it.
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4));
        bool isSet = length is > 0 and < 0x7FFF_0000 or > 0x8000_FFFF and < 0xFFFF_0000;
        if (read == 0 || (!noted && stream.CanSeek && isSet && length + 8L + (length & 1) != file.Length))
        {
            throw new InvalidOperationException($"{read} samples were read of {file.Length} bytes, {length} by the header, and nothing was said.");
        }
    }

    private static byte[] Riff(params byte[][] chunks) => Chunk("RIFF", [.. Encoding.ASCII.GetBytes("WAVE"), .. chunks.SelectMany(chunk => chunk)]);

    private static byte[] Chunk(string letters, byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        return [.. Encoding.ASCII.GetBytes(letters), .. length, .. body];
    }

    private static byte[] Format() => [1, 0, 1, 0, 0x80, 0x3E, 0, 0, 0, 0x7D, 0, 0, 2, 0, 16, 0];
}
