using LstmGen.Training;

namespace LstmGen.Samples.Digits;

/// <summary>
/// Utterances of one digit or of several, put together from recordings with pauses. In training each pass has others: other digits, speed,
/// loudness, noise, bands that are missing; in an evaluation they are always the same.
/// </summary>
/// <param name="recordings">What the utterances are of.</param>
/// <param name="scaler">Of the bands.</param>
/// <param name="strings">Whether there are several digits in an utterance, or each recording is one.</param>
internal sealed class Utterances(Recording[] recordings, SeriesScaler scaler, bool strings)
{
    public const int Most = 6;

    private const int Fewest = 3, LongestPause = LogMel.Rate / 4, ShortestPause = LogMel.Rate / 20, MostMissing = 3;
    private const double Faster = 1.12, MostNoise = 0.01, Quiet = 0.0005;

    /// <summary>The most frames of an utterance.</summary>
    public int Frames => LogMel.Frames((int)(recordings.Max(recording => recording.Samples.Length) * Faster * (strings ? Most : 1)) + ((strings ? Most + 1 : 2) * LongestPause));

    /// <summary>Scaled bands of a sound: [T, Bands].</summary>
    public static float[] Features(ReadOnlySpan<float> sound, SeriesScaler? scaler)
    {
        var frames = new float[LogMel.Frames(sound.Length) * LogMel.Bands];
        for (int frame = 0; frame * LogMel.Bands < frames.Length; frame++)
        {
            LogMel.Write(sound[(frame * LogMel.Hop)..], frames.AsSpan(frame * LogMel.Bands, LogMel.Bands));
        }

        scaler?.Transform(frames, frames);
        return frames;
    }

    /// <summary>Writes the frames of an utterance into a row of a batch.</summary>
    /// <returns>Its digits.</returns>
    public int[] Fill(int example, int row, LstmBatch batch)
    {
        (int[] digits, float[] sound) = Spoken(example, batch.Key);
        float[] features = Features(sound, scaler);
        Random? random = batch.Key is ulong key ? Source(example, ~key) : null;
        (int first, int missing) = random is null ? (0, 0) : (random.Next(LogMel.Bands - MostMissing), random.Next(MostMissing + 1));
        batch.Lengths[row] = features.Length / LogMel.Bands;
        for (int step = 0; step < batch.Lengths[row]; step++)
        {
            features.AsSpan(step * LogMel.Bands, LogMel.Bands).CopyTo(batch.Input(step, row));
            batch.Input(step, row).Slice(first, missing).Clear();
        }

        return digits;
    }

    /// <summary>What is said in an utterance, and its sound.</summary>
    /// <param name="example">Which one.</param>
    /// <param name="key">That of a pass of training; null: of an evaluation.</param>
    public (int[] Digits, float[] Sound) Spoken(int example, ulong? key = null)
    {
        if (!strings && key is null)
        {
            return ([recordings[example].Digit], recordings[example].Samples);
        }

        Random random = Source(example, key ?? 0);
        Recording[] said = strings ? random.GetItems(recordings, random.Next(Fewest, Most + 1)) : [recordings[example]];
        double speed = key is null ? 1 : 1 + ((Faster - 1) * ((2 * random.NextDouble()) - 1));
        double loud = key is null ? 1 : Math.Exp(random.NextDouble() - 0.5), noise = key is null ? Quiet : MostNoise * Math.Pow(random.NextDouble(), 3);
        List<float> sound = [];
        Pause();
        foreach (Recording recording in said)
        {
            for (double at = 0; at < recording.Samples.Length - 1; at += speed)
            {
                double part = at - (int)at;
                sound.Add((float)(loud * ((recording.Samples[(int)at] * (1 - part)) + (recording.Samples[(int)at + 1] * part))));
            }

            Pause();
        }

        return ([.. said.Select(one => one.Digit)], [.. sound.Select(sample => sample + (float)(noise * ((2 * random.NextDouble()) - 1)))]);

        void Pause() => sound.AddRange(new float[random.Next(strings ? ShortestPause : 0, LongestPause)]);
    }

    private static Random Source(int example, ulong key) => new((int)((key * 0x9E3779B97F4A7C15) >> 33) ^ (example * 7919));
}

/// <summary>Each recording with its digit, 0 to 9.</summary>
internal sealed class SingleDigits(Utterances utterances, int examples, int batch) : LstmExamples(examples, batch, utterances.Frames, LogMel.Bands, 1)
{
    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        int digit = utterances.Fill(example, row, batch)[0];
        batch.Target(row)[0] = digit;
    }
}

/// <summary>Strings with their digits as labels of 1 to 10: 0 is the blank.</summary>
internal sealed class DigitStrings(Utterances utterances, int examples, int batch) : LstmExamples(examples, batch, utterances.Frames, LogMel.Bands, 1, Utterances.Most)
{
    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        int[] digits = utterances.Fill(example, row, batch);
        batch.TargetLengths[row] = digits.Length;
        for (int n = 0; n < digits.Length; n++)
        {
            batch.Target(n, row)[0] = digits[n] + 1;
        }
    }
}
