using LstmGen.Formats;

namespace LstmGen.Samples.Tests.VoiceActivity;

/// <summary>Weights of the network's names and shapes with random values, large enough that every layer matters.</summary>
internal static class MadeUpVoice
{
    private static readonly (string Name, long[] Shape, int Fan)[] s_tensors =
    [
        ("stft_conv.weight", [258, 1, 256], 32),
        ("conv1.weight", [128, 129, 3], 387), ("conv1.bias", [128], 9),
        ("conv2.weight", [64, 128, 3], 96), ("conv2.bias", [64], 9),
        ("conv3.weight", [64, 64, 3], 48), ("conv3.bias", [64], 9),
        ("conv4.weight", [128, 64, 3], 16), ("conv4.bias", [128], 9),
        ("lstm_cell.weight_ih", [512, 128], 64), ("lstm_cell.weight_hh", [512, 128], 64),
        ("lstm_cell.bias_ih", [512], 9), ("lstm_cell.bias_hh", [512], 9),
        ("final_conv.weight", [1, 128, 1], 4), ("final_conv.bias", [1], 9),
    ];

    internal static SafetensorsFile File(int seed, Func<SafetensorsTensor, SafetensorsTensor?>? change = null)
    {
        var random = new Random(seed);
        var tensors = new List<SafetensorsTensor>();
        foreach ((string name, long[] shape, int fan) in s_tensors)
        {
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (int index = 0; index < values.Length; index++)
            {
                values[index] = (float)(((random.NextDouble() * 2) - 1) * Math.Sqrt(3.0 / fan));
            }

            SafetensorsTensor tensor = SafetensorsTensor.FromFloats(name, shape, values);
            if ((change is null ? tensor : change(tensor)) is SafetensorsTensor kept)
            {
                tensors.Add(kept);
            }
        }

        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors);
        return SafetensorsFile.Parse(stream.ToArray(), "made up");
    }

    internal static float[] Frame(Random random, float loudness)
    {
        var frame = new float[512];
        for (int n = 0; n < frame.Length; n++)
        {
            frame[n] = loudness * (random.NextSingle() - 0.5f);
        }

        return frame;
    }
}
