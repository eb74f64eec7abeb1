namespace LstmGen.Samples.Amp;

/// <summary>Sounds: a string that is plucked, and files.</summary>
internal static class Sound
{
    /// <summary>A chord, one note after the other, by Karplus and Strong: noise that goes around a delay of one period and is averaged each time.</summary>
    public static float[] Plucked(int rate, double seconds, int seed)
    {
        var random = new Random(seed);
        var samples = new float[(int)(rate * seconds)];
        double[] notes = [82.4, 123.5, 164.8, 207.7, 246.9];
        for (int note = 0; note < notes.Length; note++)
        {
            float[] period = [.. Enumerable.Range(0, (int)(rate / notes[note])).Select(_ => (random.NextSingle() * 0.5f) - 0.25f)];
            for (int t = (int)(rate * 0.15 * note), at = 0; t < samples.Length; t++, at = (at + 1) % period.Length)
            {
                samples[t] += period[at];
                period[at] = 0.4985f * (period[at] + period[(at + 1) % period.Length]);
            }
        }

        return samples;
    }

    /// <summary>All samples of a WAV file.</summary>
    public static float[] Read(string path, int rate)
    {
        using WaveReader wav = WaveReader.Open(path, rate);
        var samples = new List<float>();
        float[] part = new float[4096];
        for (int count; (count = wav.Read(part)) > 0;)
        {
            samples.AddRange(part.AsSpan(0, count));
        }

        return [.. samples];
    }

    /// <summary>Writes PCM of 16 bits; gives how many samples did not fit between -1 and 1.</summary>
    public static int Write(string path, int rate, ReadOnlySpan<float> samples)
    {
        using var file = new BinaryWriter(File.Create(path));
        file.Write("RIFF"u8);
        file.Write(36 + (2 * samples.Length));
        file.Write("WAVEfmt "u8);
        foreach (int value in new[] { 16, 1 | (1 << 16), rate, 2 * rate, 2 | (16 << 16) }) // PCM, one channel, two bytes a sample
        {
            file.Write(value);
        }

        file.Write("data"u8);
        file.Write(2 * samples.Length);
        int clipped = 0;
        foreach (float sample in samples)
        {
            clipped += sample is >= -1 and <= 1 ? 0 : 1;
            file.Write((short)Math.Clamp(sample * 32768, -32768, 32767));
        }

        return clipped;
    }
}
