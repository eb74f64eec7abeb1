using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace LstmGen.Samples;

/// <summary>
/// Samples of a WAV file of one channel and 16 bits, read as they are asked for. Every length in the file is checked against what
/// the file has, and what is neither samples nor a chunk is said; nothing is allocated after the first sample.
/// </summary>
/// <remarks>
/// A file is <c>RIFF</c>, a length, <c>WAVE</c>, then chunks: four letters, a length, as many bytes, and one more where that is odd. Readers are
/// to pass over chunks they do not know. Programs that cannot go back to set the lengths, or are killed before they do, leave 0 or one
/// that no file has; then everything to the end is samples.
/// </remarks>
internal sealed class WaveReader : IDisposable
{
    private const int ChunkHeader = 8;
    private const int LongestFormat = 4096; // 16, 18 or 40 bytes in any format known
    private const int MostChunks = 1024;    // before the samples
    private const ushort Pcm = 1;
    private const ushort Extensible = 0xFFFE;
    private const string NoSamples = "there are no samples (chunk data is empty)";

    // The second half of every subformat that continues the old format tags.
    private static readonly byte[] s_tagGuid = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    private readonly Stream _stream;
    private readonly string _name;
    private readonly Action<string> _note;
    private readonly byte[] _buffer = new byte[8192];
    private long _taken;  // bytes of the stream so far
    private long? _left;  // bytes of samples; null: to the end of the stream
    private bool _any;
    private bool _ended;

    private WaveReader(Stream stream, string name, Action<string>? note)
        => (_stream, _name, _note) = (stream, name, note ?? (text => Console.Error.WriteLine($"note: {text}")));

    /// <summary>Samples in the file; null where only the end of the stream will tell.</summary>
    public long? Samples { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rate">Samples a second that it must have.</param>
    /// <param name="note">Takes what is odd about the file and no error; standard error unless given.</param>
    /// <exception cref="InputException">The file cannot be read or is not what was expected.</exception>
    public static WaveReader Open(string path, int rate, Action<string>? note = null) => Open(InputException.Open(path), path, rate, note);

    /// <summary>Reads a stream up to its first sample; the reader owns the stream, and closes it if it throws.</summary>
    /// <exception cref="InputException">The stream is not a WAV file of one channel, 16 bits and this rate, or is cut short.</exception>
    public static WaveReader Open(Stream stream, string name, int rate, Action<string>? note = null)
    {
        var reader = new WaveReader(stream, name, note);
        try
        {
            reader.ReadHeader(rate);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Fills as much as there are samples for, as fractions of full scale in [-1, 1).</summary>
    /// <returns>Samples read; fewer than asked for at the end alone.</returns>
    /// <exception cref="InputException">The file ends before the samples it announced.</exception>
    public int Read(Span<float> samples)
    {
        int done = 0;
        while (done < samples.Length)
        {
            int wanted = (int)Math.Min(Math.Min(_buffer.Length, (samples.Length - done) * 2L), _left ?? long.MaxValue);
            int bytes = Fill(_buffer.AsSpan(0, wanted));
            _left -= bytes;
            if (bytes < wanted && _left is not null)
            {
                throw Error($"the file ends {_left} bytes before the last of its samples");
            }

            foreach (short sample in MemoryMarshal.Cast<byte, short>(_buffer.AsSpan(0, bytes & ~1)))
            {
                samples[done++] = sample * (1f / 32768);
            }

            _any |= bytes > 1;
            if (bytes < wanted || wanted == 0)
            {
                End(bytes);
                break;
            }
        }

        return done;
    }

    /// <summary>Fills a frame; the last one is filled up with silence.</summary>
    /// <returns>Samples read; 0 after the last.</returns>
    /// <exception cref="InputException">The file ends before the samples it announced.</exception>
    public int ReadFrame(Span<float> frame)
    {
        int read = Read(frame);
        frame[read..].Clear();
        return read;
    }

    public void Dispose() => _stream.Dispose();

    private void ReadHeader(int rate)
    {
        Span<byte> head = stackalloc byte[12];
        long? all = _stream.CanSeek ? _stream.Length - _stream.Position : null;
        bool whole = Fill(head) == head.Length;
        Expect(whole && head[..4].SequenceEqual("RIFF"u8) && head[8..].SequenceEqual("WAVE"u8), "this is not a WAV file: RIFF, a length and WAVE were expected at its start"
            + (head[..4].SequenceEqual("RIFX"u8) ? "; RIFX is big-endian"
            : head[..4].SequenceEqual("RF64"u8) || head[..4].SequenceEqual("BW64"u8) ? "; this is the form of files above 4 GiB" : ""));
        uint riff = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        bool formatKnown = false;
        for (int chunks = 0; chunks < MostChunks; chunks++)
        {
            whole = Fill(head[..ChunkHeader]) == ChunkHeader;
            Expect(whole, formatKnown ? "the file ends before its samples (chunk data)" : "the file ends before its format (chunk fmt)");
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head[..4].SequenceEqual("fmt "u8))
            {
                Expect(!formatKnown, "the file has two formats (chunks fmt)");
                ReadFormat(length, rate);
                formatKnown = true;
            }
            else if (head[..4].SequenceEqual("data"u8))
            {
                Expect(formatKnown, "the samples (chunk data) come before their format (chunk fmt)");
                StartSamples(length, riff, all);
                return;
            }
            else
            {
                long rest = all - _taken ?? long.MaxValue;
                if (length + (length & 1L) > rest || Skip(length) > 0)
                {
                    throw Error(all is null ? $"the file ends within chunk {Letters(head)}" : $"chunk {Letters(head)} should have {length} bytes; the file has {rest} left");
                }
            }
        }

        throw Error($"there are no samples (chunk data) among its first {MostChunks} chunks");
    }

    private void ReadFormat(uint length, int rate)
    {
        Expect(length is >= 16 and <= LongestFormat, $"the format (chunk fmt) has {length} bytes; 16 to {LongestFormat} were expected");
        Span<byte> format = _buffer.AsSpan(0, (int)(length + (length & 1)));
        Expect(Fill(format) == format.Length, "the file ends within its format (chunk fmt)");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        uint samplesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int frameBytes = BinaryPrimitives.ReadUInt16LittleEndian(format[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (tag == Extensible && length >= 40 && format[26..40].SequenceEqual(s_tagGuid))
        {
            tag = BinaryPrimitives.ReadUInt16LittleEndian(format[24..]);
        }

        Expect(tag == Pcm && channels == 1 && samplesPerSecond == rate && bits == 16,
            $"found {Describe(tag)}, {channels} {(channels == 1 ? "channel" : "channels")}, {bits} bits, {samplesPerSecond} Hz; PCM, 1 channel, 16 bits, {rate} Hz was expected");
        Expect(frameBytes == 2, $"a sample takes {frameBytes} bytes by the format; the 2 of 16 bits were expected");
    }

    private void StartSamples(uint length, uint riff, long? all)
    {
        long? rest = all - _taken;
        bool riffIsSet = riff != 0 && !IsLeftUnset(riff);
        if (length == 0 ? !riffIsSet || riff + 8L <= _taken : IsLeftUnset(length) && !(length <= rest))
        {
            Expect(rest != 0, NoSamples);
            _note($"{_name}: the header gives no length (chunk data says {length}); {(rest is null ? "all bytes" : $"the {rest} bytes")} to the end are taken for samples.");
            return;
        }

        Expect(length > 0, NoSamples);
        Expect(!(length > rest), $"the samples (chunk data) should have {length} bytes; the file has {rest} left. It is cut short");
        Expect(length % 2 == 0, $"the samples (chunk data) have {length} bytes; an even number was expected");
        if (riffIsSet && all is not null && riff + 8L + (riff & 1) != all)
        {
            _note($"{_name}: its length is {riff} by the header (RIFF), {all - 8} by the file.");
        }

        (_left, Samples) = (length, length / 2);
    }

    // 0xFFFFFFFF of ffmpeg, 0x7FFFFFFF less a header of sox, 0x80000000 of arecord, 0x7FFFF000 of mplayer, a header more or less.
    private static bool IsLeftUnset(uint length) => length is >= 0x7FFF_0000 and <= 0x8000_FFFF or >= 0xFFFF_0000;

    /// <summary>After the last sample: half of one, or chunks that follow.</summary>
    private void End(int bytes)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        if (_left is null)
        {
            Expect(_any, NoSamples);
            if (bytes % 2 != 0)
            {
                _note($"{_name}: the last byte is half a sample; it is left out.");
            }

            return;
        }

        Span<byte> head = stackalloc byte[ChunkHeader];
        for (int found; (found = Fill(head)) > 0;)
        {
            if (found < ChunkHeader || head[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            {
                _note($"{_name}: {found + (long.MaxValue - Skip(long.MaxValue))} bytes at the end are no chunk; they are left out.");
                return;
            }

            if (head[..4].SequenceEqual("data"u8) || head[..4].SequenceEqual("fmt "u8))
            {
                throw Error($"a second chunk {Letters(head)} follows the samples; one was expected");
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (Skip(length) > 0)
            {
                _note($"{_name}: the file ends within chunk {Letters(head)}, which follows the samples.");
            }
        }
    }

    /// <summary>Passes over a chunk of so many bytes, and the one that fills up an odd length.</summary>
    /// <returns>How many are missing of them; nobody misses the one that fills up.</returns>
    private long Skip(long length)
    {
        long left = length;
        for (int skipped; left > 0 && (skipped = Fill(_buffer.AsSpan(0, (int)Math.Min(left, _buffer.Length)))) > 0; left -= skipped)
        {
        }

        Fill(_buffer.AsSpan(0, (int)(length & 1)));
        return left;
    }

    /// <summary>Reads until the bytes are full or the stream ends.</summary>
    private int Fill(Span<byte> bytes)
    {
        try
        {
            int read = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            _taken += read;
            return read;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Error($"the file cannot be read: {error.Message}");
        }
    }

    private static string Describe(int tag) => tag switch
    {
        Pcm => "PCM",
        3 => "floating point",
        6 => "A-law",
        7 => "mu-law",
        Extensible => "an extensible format other than PCM",
        _ => $"format 0x{tag:X4}",
    };

    private static string Letters(ReadOnlySpan<byte> head)
        => head[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~') ? $"0x{Convert.ToHexString(head[..4])}" : $"'{Encoding.ASCII.GetString(head[..4])}'";

    private void Expect(bool met, string otherwise)
    {
        if (!met)
        {
            throw Error(otherwise);
        }
    }

    private InputException Error(string message) => new($"{_name}: {message}.");
}
