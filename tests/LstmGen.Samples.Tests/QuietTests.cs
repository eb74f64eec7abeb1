using System.Text;
using LstmGen.Samples.Tests.Shared;
using LstmGen.Samples.Tests.VoiceActivity;
using LstmGen.Samples.VoiceActivity;

namespace LstmGen.Samples.Tests;

/// <summary>Streams allocate nothing once they run.</summary>
[Collection(nameof(Quiet))]
public sealed class QuietTests
{
    [Fact]
    public void AFrameOfSound()
    {
        var stream = new VoiceStream(new VoiceNetwork(MadeUpVoice.File(5)));
        float[] frame = MadeUpVoice.Frame(new Random(1), 1);
        Allocated.Nothing(() =>
        {
            for (int n = 0; n < 20; n++)
            {
                stream.Next(frame);
            }
        });
    }

    [Fact]
    public void SamplesOfAWaveFile()
    {
        using var reader = WaveReader.Open(new MemoryStream(Wave.File(new short[50_000])), "made up", 16_000);
        var frame = new float[512];
        int read = 0;
        Allocated.Nothing(() =>
        {
            for (int n = 0; n < 40; n++)
            {
                read += reader.ReadFrame(frame);
            }
        });
        Assert.Equal(80 * 512, read);
    }

    [Fact]
    public void LinesOfNumbers()
    {
        using var lines = new NumberLines(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0.25\n-1e-3\n123456.789\n", 10_000)))), "made up");
        int read = 0;
        Allocated.Nothing(() =>
        {
            for (int n = 0; n < 5_000; n++)
            {
                read += lines.Read(out _) ? 1 : 0;
            }
        });
        Assert.Equal(10_000, read);
    }
}
