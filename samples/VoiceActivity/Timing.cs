using System.Diagnostics;

namespace LstmGen.Samples.VoiceActivity;

/// <summary>What a frame takes on this machine: the median over short blocks of frames, because other programs interrupt some of them.</summary>
internal sealed record Timing(double Microseconds, double Bytes)
{
    private const int BlockFrames = 20;
    private const int MostFrames = 10_000;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1); // until the compiler has optimised what it sees called often
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(3);

    public override string ToString() => $"{Microseconds:F1} microseconds and {Bytes:0.###} bytes allocated a frame of 32 ms: {32_000 / Microseconds:N0} times faster than the sound";

    /// <summary>Runs the frames of a file again and again.</summary>
    /// <exception cref="InputException">The file cannot be used.</exception>
    public static Timing Measure(VoiceNetwork network, string path)
    {
        float[][] frames = Read(path);
        var stream = new VoiceStream(network);
        var blocks = new List<double>(1_000_000);
        int next = 0;
        Repeat(s_warmUp);
        blocks.Clear();
        stream.Reset();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(s_measured);
        double bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        blocks.Sort();
        return new Timing(blocks[blocks.Count / 2], bytes / ((double)blocks.Count * BlockFrames));

        void Repeat(TimeSpan duration)
        {
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < duration && blocks.Count < blocks.Capacity)
            {
                long block = Stopwatch.GetTimestamp();
                for (int n = 0; n < BlockFrames; n++)
                {
                    stream.Next(frames[next]);
                    next = next + 1 == frames.Length ? 0 : next + 1;
                }

                blocks.Add(Stopwatch.GetElapsedTime(block).TotalMicroseconds / BlockFrames);
            }
        }
    }

    private static float[][] Read(string path)
    {
        using WaveReader wav = WaveReader.Open(path, VoiceNetwork.Rate, note: _ => { });
        var frames = new List<float[]>();
        var frame = new float[VoiceNetwork.FrameSamples];
        while (frames.Count < MostFrames && wav.ReadFrame(frame) > 0)
        {
            frames.Add([.. frame]);
        }

        return frames.Count > 0 ? [.. frames] : throw new InputException($"{path}: there are no samples to time.");
    }
}
