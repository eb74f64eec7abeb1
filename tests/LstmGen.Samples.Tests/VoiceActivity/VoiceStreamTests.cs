using System.Reflection;
using LstmGen.Formats;
using LstmGen.Samples.VoiceActivity;

namespace LstmGen.Samples.Tests.VoiceActivity;

/// <summary>The network of the sample VoiceActivity against its definition.</summary>
public sealed class VoiceStreamTests
{
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MadeUpWeightsGiveWhatTheDefinitionSays(int seed)
    {
        SafetensorsFile file = MadeUpVoice.File(seed);
        var stream = new VoiceStream(new VoiceNetwork(file));
        var reference = new ReferenceVoice(file);
        var random = new Random(seed);
        var expected = new List<double>();
        for (int n = 0; n < 8; n++)
        {
            float[] frame = MadeUpVoice.Frame(random, loudness: n % 3);
            expected.Add(reference.Next(frame));
            Assert.Equal(expected[^1], stream.Next(frame), Tolerance);
        }

        // Worth something: the probabilities are no constant, and none is saturated.
        Assert.True(expected.Max() - expected.Min() > 0.05, string.Join(", ", expected));
        Assert.All(expected, probability => Assert.InRange(probability, 0.001, 0.999));
    }

    [Theory]
    [InlineData("conv5.weight")]
    [InlineData("stft_conv.bias")]
    [InlineData("lstm_cell.weight_hr")]
    public void ATensorWithoutEffectIsNamed(string name)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [.. MadeUpVoice.File(7).Tensors, SafetensorsTensor.FromFloats(name, [1], [1])]);
        var file = SafetensorsFile.Parse(stream.ToArray());
        Assert.Contains($"'{name}'", Assert.Throws<LstmFormatException>(() => new VoiceNetwork(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AResetStreamStartsAnew()
    {
        var network = new VoiceNetwork(MadeUpVoice.File(4));
        var stream = new VoiceStream(network);
        float[][] frames = [.. Enumerable.Range(0, 5).Select(n => MadeUpVoice.Frame(new Random(n), 1))];
        float[] first = [.. frames.Select(frame => stream.Next(frame))];
        stream.Reset();
        Assert.Equal(first, frames.Select(frame => stream.Next(frame)));
        Assert.NotEqual(first[0], stream.Next(frames[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(513)]
    public void AFrameOfAnotherLengthIsRefused(int length)
    {
        var stream = new VoiceStream(new VoiceNetwork(MadeUpVoice.File(6)));
        Assert.Throws<ArgumentException>(() => stream.Next(new float[length]));
    }

    [Theory]
    [InlineData("conv3.weight")]
    [InlineData("conv1.bias")]
    [InlineData("lstm_cell.bias_hh")]
    [InlineData("final_conv.bias")]
    public void AMissingOrMisshapedTensorIsNamed(string name)
    {
        LstmFormatException missing = Assert.Throws<LstmFormatException>(
            () => new VoiceNetwork(MadeUpVoice.File(7, tensor => tensor.Name == name ? null : tensor)));
        Assert.Contains(name, missing.Message, StringComparison.Ordinal);
        LstmFormatException misshaped = Assert.Throws<LstmFormatException>(() => new VoiceNetwork(MadeUpVoice.File(
            7, tensor => tensor.Name == name ? SafetensorsTensor.FromFloats(name, [.. tensor.Shape, 2], new float[tensor.ElementCount * 2]) : tensor)));
        Assert.Contains(name, misshaped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePretrainedNetworkGivesItsReferenceProbabilities()
    {
        string shared = typeof(VoiceStreamTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == "Shared").Value!;
        string weights = Path.Combine(shared, "models", "silero_vad", "silero_vad_16k.safetensors");
        string sound = Path.Combine(shared, "data", "speech_vad_wav", "test.wav");
        string probabilities = Path.Combine(shared, "models", "silero_vad", "test_wav_probs_safetensors.csv");
        Assert.SkipUnless(File.Exists(weights) && File.Exists(sound) && File.Exists(probabilities), $"The pretrained network is not here: {weights}");

        var stream = new VoiceStream(new VoiceNetwork(SafetensorsFile.Load(weights)));
        using WaveReader wav = WaveReader.Open(sound, VoiceNetwork.Rate);
        using NumberLines lines = NumberLines.Open(probabilities);
        var frame = new float[VoiceNetwork.FrameSamples];
        int count = 0;
        while (wav.ReadFrame(frame) > 0)
        {
            Assert.True(lines.Read(out float expected));
            Assert.Equal(expected, stream.Next(frame), (float)Tolerance);
            count++;
        }

        Assert.Equal(1875, count);
    }
}
