using System.IO.Compression;

namespace LstmGen.Samples.Digits;

/// <summary>A spoken digit, its samples at 8 kHz from -1 to 1.</summary>
internal sealed record Recording(int Digit, float[] Samples)
{
    private const int Longest = LogMel.Rate; // what is longer than a second ends there

    /// <summary>The recordings of a zip of <c>DIGIT_SPEAKER_INDEX.wav</c>.</summary>
    /// <exception cref="InputException">The zip or a recording is not what it should be.</exception>
    public static Recording[] ReadZip(string path)
    {
        try
        {
            using FileStream file = InputException.Open(path);
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            Recording[] all = [.. zip.Entries.Where(entry => entry.Name.EndsWith(".wav", StringComparison.Ordinal))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => Read(entry, path))];
            return all.Length > 0 ? all : throw new InputException($"{path}: there is no .wav in it.");
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"{path}: {error.Message}");
        }
    }

    private static Recording Read(ZipArchiveEntry entry, string path)
    {
        string name = $"{path}, {entry.Name}";
        if (entry.Name[0] is < '0' or > '9' || entry.Name[1] != '_')
        {
            throw new InputException($"{name}: the name does not begin with a digit and _; DIGIT_SPEAKER_INDEX.wav was expected.");
        }

        using WaveReader wav = WaveReader.Open(entry.Open(), name, LogMel.Rate);
        var samples = new float[Longest];
        int count = 0;
        for (int read; count < Longest && (read = wav.ReadFrame(samples.AsSpan(count))) > 0; count += read)
        {
        }

        return count >= LogMel.Frame ? new(entry.Name[0] - '0', samples[..count])
            : throw new InputException($"{name}: {count} samples; at least {LogMel.Frame} were expected.");
    }
}

/// <summary>The small set: ten "digits" of two gliding formants over a voice, by made-up speakers.</summary>
internal static class MadeDigits
{
    // Where the two formants begin and end, Hz.
    private static readonly int[][] s_formants =
    [
        [300, 700, 2300, 1200], [700, 300, 1200, 2300], [300, 300, 900, 2300], [500, 500, 1800, 1800], [700, 700, 1100, 1100],
        [300, 300, 2300, 900], [700, 400, 1700, 900], [400, 700, 900, 1700], [300, 600, 1500, 1500], [600, 300, 2500, 2500],
    ];

    public static Recording[] Make(int each, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 10 * each).Select(n => new Recording(n / each, Speak(s_formants[n / each], random)))];
    }

    private static float[] Speak(int[] formants, Random random)
    {
        double pitch = 90 + (110 * random.NextDouble()), throat = 0.9 + (0.2 * random.NextDouble()), loud = 0.1 + (0.2 * random.NextDouble());
        var samples = new float[(int)(LogMel.Rate * (0.25 + (0.2 * random.NextDouble())))];
        for (int n = 0; n < samples.Length; n++)
        {
            double at = (double)n / samples.Length, sound = 0;
            double first = throat * (formants[0] + (at * (formants[1] - formants[0]))), second = throat * (formants[2] + (at * (formants[3] - formants[2])));
            for (int harmonic = 1; harmonic * pitch < LogMel.Rate / 2; harmonic++)
            {
                double hertz = harmonic * pitch, near = 1 / (1 + Square((hertz - first) / 120)), far = 0.5 / (1 + Square((hertz - second) / 180));
                sound += (near + far) * Math.Sin(2 * Math.PI * hertz * n / LogMel.Rate);
            }

            samples[n] = (float)(loud * ((sound * Math.Sin(Math.PI * at) / 4) + (0.03 * (random.NextDouble() - 0.5))));
        }

        return samples;
    }

    private static double Square(double x) => x * x;
}
