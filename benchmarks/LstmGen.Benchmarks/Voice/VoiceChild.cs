using System.Globalization;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Formats;
using LstmGen.Samples;
using LstmGen.Samples.VoiceActivity;

namespace LstmGen.Benchmarks.Voice;

/// <summary>What the process that times the voice network does: compare every probability of a recording, then time a frame of each in turn.</summary>
internal static class VoiceChild
{
    internal const string Verb = "measure-vad";

    private const double Tolerance = 2e-5;
    private const int Counted = 1000;

    internal static int Run(string weights, string wav)
    {
        try
        {
            Measure(weights, wav);
            return 0;
        }
        catch (Exception error) when (error is InputException or LstmFormatException or PeerMissingException or IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException(error.Message);
        }
    }

    private static void Measure(string weights, string wav)
    {
        float[][] frames = Frames(wav);
        SafetensorsFile file = SafetensorsFile.Load(weights);
        var stream = new VoiceStream(new VoiceNetwork(file));
        using var peer = new OnnxRuntimeVoice(file);
        double largest = frames.Max(frame => (double)Math.Abs(stream.Next(frame) - peer.Next(frame)));
        if (!(largest <= Tolerance))
        {
            throw new BenchmarkException($"The probabilities differ by {largest:G3}; at most {Tolerance:G1} was expected.");
        }

        int next = 0, nextOfPeer = 0;
        LocalWork ours = new(count => Repeat(count, ref next, frame => stream.Next(frame))), theirs = new(count => Repeat(count, ref nextOfPeer, frame => peer.Next(frame)));
        Tiers.Settle([ours, theirs]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int n = 0; n < Counted; n++)
        {
            stream.Next(frames[n % frames.Length]);
        }

        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Counted;
        var probe = new QuietProbe();
        probe.Calibrate(1);
        Measurement[] timings = new BlockTimer(probe).Measure([ours, theirs]);
        var table = new MarkdownTable("a frame of 32 ms", "µs", "ONNX Runtime takes", "bytes allocated", "quiet blocks");
        table.Add($"LstmGen, {stream.KernelSet}", Microseconds(timings[0]), "", bytes.ToString("0.###", CultureInfo.InvariantCulture), Blocks(timings[0]));
        table.Add($"ONNX Runtime {peer.Details}", Microseconds(timings[1]), $"{(timings[1].Seconds / timings[0].Seconds).ToString("F2", CultureInfo.InvariantCulture)} x", "", Blocks(timings[1]));
        Console.WriteLine(table);
        Console.WriteLine(FormattableString.Invariant($"Largest difference between the two over {frames.Length} frames: {largest:G3}."));

        void Repeat(int count, ref int at, Action<float[]> call)
        {
            for (int n = 0; n < count; n++)
            {
                call(frames[at]);
                at = at + 1 == frames.Length ? 0 : at + 1;
            }
        }
    }

    private static string Microseconds(Measurement timing) => (timing.Seconds * 1e6).ToString("F1", CultureInfo.InvariantCulture) + (timing.Uncertain ? " (uncertain)" : "");

    private static string Blocks(Measurement timing) => $"{timing.Kept}/{timing.Tried}";

    private static float[][] Frames(string path)
    {
        using WaveReader wave = WaveReader.Open(path, VoiceNetwork.Rate);
        var frames = new List<float[]>();
        var frame = new float[VoiceNetwork.FrameSamples];
        while (wave.ReadFrame(frame) > 0)
        {
            frames.Add([.. frame]);
        }

        return frames.Count > 0 ? [.. frames] : throw new InputException($"{path}: there are no samples.");
    }
}
