using NAudio.Wave;

namespace LstmGen.Tool.Data;

/// <summary>Samples of a WAV file, -1 to 1.</summary>
internal static class WaveSamples
{
    private const int FloatsAtOnce = 1 << 16;

    /// <summary>A row for each sample: its channels, then the knobs.</summary>
    internal static Samples Load(string path, float[] knobs, out int rate)
    {
        try
        {
            using var reader = new WaveFileReader(path);
            ISampleProvider samples = reader.ToSampleProvider();
            int channels = samples.WaveFormat.Channels, width = channels + knobs.Length;
            rate = samples.WaveFormat.SampleRate;
            var values = new List<float>();
            var buffer = new float[FloatsAtOnce / channels * channels];
            for (int read; (read = samples.Read(buffer)) > 0;)
            {
                for (int at = 0; at < read; at += channels)
                {
                    values.AddRange(buffer.AsSpan(at, channels));
                    values.AddRange(knobs);
                }
            }

            return values.Count > 0 ? new([.. values], width) : throw new ToolException(ExitCode.Refused, $"{path}: there are no samples.");
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidDataException or InvalidOperationException or NotSupportedException or EndOfStreamException)
        {
            throw new ToolException(ExitCode.Refused, $"{path}: this is no WAV file that can be read: {error.Message}");
        }
    }

    internal static void Save(string path, Samples samples, int rate) => WholeFile.Write(path, temporary =>
    {
        using var writer = new WaveFileWriter(temporary, WaveFormat.CreateIeeeFloatWaveFormat(rate, samples.Width));
        writer.WriteSamples(samples.Values, 0, samples.Values.Length);
    });
}
