using LstmGen.Formats;

namespace LstmGen.Samples.VoiceActivity;

/// <summary>Tensors of the weight file that LstmWeights does not read.</summary>
internal static class Tensors
{
    /// <summary>The values of a tensor.</summary>
    /// <exception cref="LstmFormatException">It is missing, has another shape or dtype, or a value is not finite.</exception>
    public static float[] Read(SafetensorsFile file, string name, params ReadOnlySpan<long> shape)
    {
        SafetensorsTensor tensor = file[name];
        if (!tensor.Shape.SequenceEqual(shape.ToArray()))
        {
            throw new LstmFormatException($"{file.Source}: found tensor {tensor}; shape [{string.Join(", ", shape.ToArray())}] was expected.");
        }

        float[] values = tensor.ToFloats();
        return values.All(float.IsFinite) ? values : throw new LstmFormatException($"{file.Source}: tensor '{name}' holds a value that is not finite.");
    }
}
