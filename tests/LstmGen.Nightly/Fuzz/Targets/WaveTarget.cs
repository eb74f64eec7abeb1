using System.Buffers.Binary;
using System.Text;
using LstmGen.Conformance.Compiled;
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
    ];

    internal override IReadOnlyList<byte[]> Tokens { get; } =
    [.. new[] { "RIFF", "WAVE", "fmt ", "data", "LIST", "\0\0\0\0", "JUNK\0\0\0\0" }.Select(Encoding.ASCII.GetBytes), [255, 255, 255, 255], [1, 0, 1, 0], Format(), Chunk("fmt ", Format()), Chunk("data", [0, 0])];

    internal override bool Refuses(Exception exception) => exception is InputException;

    internal override void Read(byte[] file, SplitMix random)
    {
        Stream stream = random.Below(2) == 0 ? new MemoryStream(file) : new UnknownLength(file);
        using WaveReader wave = WaveReader.Open(stream, "fuzzed sound", Rate);
        long read = 0;
        for (int count; (count = wave.Read(_samples)) > 0; read += count)
        {
        }

        if (read != (wave.Samples ?? read) || 2 * read > file.Length)
        {
            throw new InvalidOperationException($"{read} samples were read of {file.Length} bytes; {wave.Samples} were announced.");
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
