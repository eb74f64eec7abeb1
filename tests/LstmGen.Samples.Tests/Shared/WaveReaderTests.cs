using System.Text;
using NAudio.Wave;

namespace LstmGen.Samples.Tests.Shared;

/// <summary>What is a WAV file of the form asked for is read; anything else is refused with one error that says what was found.</summary>
public sealed class WaveReaderTests
{
    private const int Rate = 16_000;

    private static readonly short[] s_samples = [0, 1, -1, 16384, short.MaxValue, short.MinValue];

    [Fact]
    public void SamplesAreFractionsOfFullScale()
    {
        using WaveReader reader = Open(Wave.File(s_samples));
        Assert.Equal(s_samples.Length, reader.Samples);
        var read = new float[10];
        Assert.Equal(6, reader.Read(read));
        Assert.Equal([0, 1 / 32768f, -1 / 32768f, 0.5f, 32767 / 32768f, -1, 0, 0, 0, 0], read);
        Assert.Equal(0, reader.Read(read));
    }

    [Fact]
    public void OtherChunksArePassedOver()
    {
        byte[] file = Wave.Riff(
            Wave.Chunk("LIST", [1, 2, 3]), [0], // an odd length, filled up
            Wave.Chunk("fmt ", Wave.Format()),
            Wave.Chunk("fact", [0, 0, 0, 0]),
            Wave.Chunk("data", [1, 0, 2, 0]),
            Wave.Chunk("id3 ", [1, 2, 3]), [0]);
        Assert.Equal((2, ""), ReadAll(new MemoryStream(file)));
        Assert.Equal((2, ""), ReadAll(new UnseekableStream(file, 3)));
    }

    [Fact]
    public void WhatNAudioWritesIsRead()
    {
        var file = new MemoryStream();
        foreach (ChunkPosition position in (ChunkPosition[])[ChunkPosition.BeforeData, ChunkPosition.AfterData])
        {
            file.SetLength(0);
            using (var writer = new WaveFileWriter(file, new WaveFormat(Rate, 16, 1)))
            {
                writer.AddChunk("note", [1, 2, 3], position);
                writer.WriteSamples(s_samples, 0, s_samples.Length);
            }

            Assert.Equal((s_samples.Length, ""), ReadAll(new MemoryStream(file.ToArray())));
        }
    }

    [Fact]
    public void AnExtensibleFormatOfPcmIsRead()
    {
        byte[] guid = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        byte[] format = [.. Wave.Format(tag: 0xFFFE), 22, 0, 16, 0, 4, 0, 0, 0, .. guid];
        using WaveReader reader = Open(Wave.Riff(Wave.Chunk("fmt ", format), Wave.Chunk("data", [1, 0])));
        Assert.Equal(1, reader.Samples);
        format[24] = 3;
        Refused(Wave.Riff(Wave.Chunk("fmt ", format), Wave.Chunk("data", [1, 0])), "floating point");
    }

    [Fact]
    public void AStreamOfUnknownLengthIsReadToItsEnd()
    {
        byte[] file = [.. Encoding.ASCII.GetBytes("RIFF"), 255, 255, 255, 255, .. Encoding.ASCII.GetBytes("WAVE"), .. Wave.Chunk("fmt ", Wave.Format()), .. Encoding.ASCII.GetBytes("data"), 255, 255, 255, 255, 1, 0, 2, 0];
        using (WaveReader reader = WaveReader.Open(new UnseekableStream(file, 3), "pipe", Rate, _ => { }))
        {
            Assert.Null(reader.Samples);
            Assert.Equal(2, reader.Read(new float[5]));
        }

        (int read, string notes) = ReadAll(new UnseekableStream(file[..^1], 3));
        Assert.Equal(1, read);
        Assert.Contains("half a sample", notes, StringComparison.Ordinal);
    }

    public static TheoryData<string, uint, uint> LengthsLeftUnset => new()
    {
        { "a recorder that was cut off", 0, 0 },
        { "a recorder that wrote its header alone", 36, 0 },
        { "ffmpeg", uint.MaxValue, uint.MaxValue },
        { "sox", 0x7FFFFFFF, 0x7FFFFFFF - 36 },
        { "arecord", 0x80000024, 0x80000000 },
        { "mplayer", 0x7FFFF024, 0x7FFFF000 },
    };

    [Theory]
    [MemberData(nameof(LengthsLeftUnset))]
    public void WhatAProgramLeavesThatCannotGoBackIsReadToItsEndAndSaidSo(string program, uint riff, uint data)
    {
        byte[] file = Unset(riff, data, [1, 0, 2, 0, 3, 0]);
        foreach (Stream stream in (Stream[])[new MemoryStream(file), new UnseekableStream(file, 3)])
        {
            (int read, string notes) = ReadAll(stream);
            Assert.Equal(3, read);
            Assert.True(notes.StartsWith("made up: ", StringComparison.Ordinal) && notes.Contains("gives no length", StringComparison.Ordinal), $"{program}: {notes}");
        }

        byte[] odd = [.. file, 9];
        Assert.Contains("half a sample", ReadAll(new MemoryStream(odd)).Notes, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LengthsLeftUnset))]
    public void AFileWithoutASampleIsRefused(string program, uint riff, uint data)
    {
        byte[] file = Unset(riff, data, []);
        foreach (Stream stream in (Stream[])[new MemoryStream(file), new UnseekableStream(file, 3)])
        {
            string message = Assert.Throws<InputException>(() => ReadAll(stream)).Message;
            Assert.True(message.Contains("no samples", StringComparison.Ordinal), $"{program}: {message}");
        }

        Refused(Wave.Riff(Wave.Chunk("fmt ", Wave.Format()), Wave.Chunk("data", [])), "no samples");
        Refused(Wave.Riff(Wave.Chunk("fmt ", Wave.Format()), Wave.Chunk("data", []), Wave.Chunk("LIST", [1, 2])), "no samples");
    }

    [Fact]
    public void NothingThatFollowsTheSamplesIsPassedOverInSilence()
    {
        byte[] format = Wave.Chunk("fmt ", Wave.Format()), data = Wave.Chunk("data", [1, 0, 2, 0]);
        (byte[] File, string Said)[] files =
        [
            ([.. Wave.Riff(format, data), 1, 2, 3], "3 bytes"),
            ([.. Wave.Riff(format, data), .. new byte[20]], "20 bytes"),
            ([.. Wave.Riff(format, data), .. Wave.Chunk("LIST", [1, 2])], "RIFF"), // whole, but beyond what RIFF announces
            (Wave.Riff(format, data, Wave.Chunk("LIST", [1, 2]))[..^1], "LIST"),
        ];
        foreach ((byte[] file, string said) in files)
        {
            (int read, string notes) = ReadAll(new MemoryStream(file));
            Assert.Equal(2, read);
            Assert.Contains(said, notes, StringComparison.Ordinal);
        }

        foreach (byte[] second in (byte[][])[data, format])
        {
            byte[] file = Wave.Riff(format, data, second);
            Assert.Contains("second", Assert.Throws<InputException>(() => ReadAll(new MemoryStream(file))).Message, StringComparison.Ordinal);
            Assert.Contains("second", Assert.Throws<InputException>(() => ReadAll(new UnseekableStream(file, 3))).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("RF64", "4 GiB")]
    [InlineData("BW64", "4 GiB")]
    [InlineData("RIFX", "big-endian")]
    public void OtherContainersAreNamed(string letters, string said)
    {
        byte[] file = [.. Encoding.ASCII.GetBytes(letters), .. Wave.File(s_samples)[4..]];
        Refused(file, said);
    }

    [Theory]
    [InlineData(1, 2, 16_000, 16, "2 channels")]
    [InlineData(1, 1, 44_100, 16, "44100 Hz")]
    [InlineData(1, 1, 16_000, 8, "8 bits")]
    [InlineData(1, 1, 16_000, 24, "24 bits")]
    [InlineData(3, 1, 16_000, 32, "floating point")]
    [InlineData(7, 1, 16_000, 8, "mu-law")]
    [InlineData(85, 1, 16_000, 0, "format 0x0055")]
    public void AnotherFormatIsRefusedByName(int tag, int channels, int rate, int bits, string found)
        => Refused(Wave.Riff(Wave.Chunk("fmt ", Wave.Format(tag, channels, rate, bits)), Wave.Chunk("data", [0, 0])), found, "PCM, 1 channel, 16 bits, 16000 Hz was expected");

    [Fact]
    public void EveryFileCutShortIsRefused()
    {
        byte[] file = Wave.Riff(Wave.Chunk("LIST", [1, 2, 3, 4]), Wave.Chunk("fmt ", Wave.Format()), Wave.Chunk("data", [1, 0, 2, 0, 3, 0]));
        for (int length = 0; length < file.Length; length++)
        {
            Refused(file[..length]);
            Assert.Throws<InputException>(() =>
            {
                using WaveReader reader = WaveReader.Open(new UnseekableStream(file[..length], 3), "pipe", Rate);
                reader.Read(new float[10]);
            });
        }
    }

    [Fact]
    public void FilesPutTogetherWronglyAreRefused()
    {
        byte[] format = Wave.Chunk("fmt ", Wave.Format()), data = Wave.Chunk("data", [1, 0]);
        Refused(Wave.Riff(data, format), "before their format");
        Refused(Wave.Riff(format, format, data), "two formats");
        Refused(Wave.Riff(format), "samples (chunk data)");
        Refused(Wave.Riff(format, Wave.Chunk("data", [1, 0, 2]), [0]), "an even number");
        Refused(Wave.Riff(Wave.Chunk("fmt ", Wave.Format()[..14]), data), "14 bytes");
        Refused(Wave.Riff(Wave.Chunk("fmt ", new byte[5000]), data), "5000 bytes");
        byte[] frames = Wave.Format();
        frames[12] = 4;
        Refused(Wave.Riff(Wave.Chunk("fmt ", frames), data), "4 bytes");
        Refused(Wave.Riff([.. Enumerable.Repeat(Wave.Chunk("junk", []), 1100), format, data]), "first 1024 chunks");
        Refused([.. format, .. data], "not a WAV file");
        Refused(Wave.Riff(Encoding.ASCII.GetBytes("\u0001\u0002ab"), [255, 255, 255, 127]), "0x01026162", "2147483647 bytes");
    }

    private static byte[] Unset(uint riff, uint data, byte[] samples)
        => [.. "RIFF"u8, .. BitConverter.GetBytes(riff), .. "WAVE"u8, .. Wave.Chunk("fmt ", Wave.Format()), .. "data"u8, .. BitConverter.GetBytes(data), .. samples];

    private static (int Read, string Notes) ReadAll(Stream stream)
    {
        var notes = new StringBuilder();
        using WaveReader reader = WaveReader.Open(stream, "made up", Rate, note => notes.AppendLine(note));
        int read = 0;
        for (int count; (count = reader.Read(new float[2])) > 0; read += count)
        {
        }

        return (read, notes.ToString());
    }

    private static WaveReader Open(byte[] file) => WaveReader.Open(new MemoryStream(file), "made up", Rate);

    private static void Refused(byte[] file, params string[] parts)
    {
        string message = Assert.Throws<InputException>(() => Open(file)).Message;
        Assert.StartsWith("made up: ", message, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
