using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>Weight files of models of several parts: every parameter tensor by its name.</summary>
internal static class ModelFile
{
    internal static void Save(TrainableModel model, string path, IReadOnlyDictionary<string, string>? metadata)
        => SafetensorsWriter.Write(
            path,
            [.. model.Trainables.Select(trainable => SafetensorsTensor.FromFloats(trainable.Name, [.. trainable.Dimensions], trainable.Values))],
            [.. metadata ?? new Dictionary<string, string>()]);

    /// <exception cref="LstmFormatException">Something is missing, left over, of another shape or not finite.</exception>
    internal static IReadOnlyDictionary<string, string> Load(TrainableModel model, SafetensorsFile file)
    {
        float[][] values = [.. model.Trainables.Select(trainable => Read(file, trainable))];
        var read = model.Trainables.Select(trainable => trainable.Name).ToHashSet();
        if (file.Tensors.FirstOrDefault(tensor => !read.Contains(tensor.Name)) is SafetensorsTensor left)
        {
            throw new LstmFormatException($"{file.Source}: tensor {SafetensorsTensor.Quote(left.Name)} is none of the model's; it would have no effect.");
        }

        for (int index = 0; index < values.Length; index++)
        {
            model.Trainables[index].CopyFrom(values[index]);
        }

        return file.Metadata;
    }

    private static float[] Read(SafetensorsFile file, LstmTrainable trainable)
    {
        SafetensorsTensor tensor = file[trainable.Name];
        if (!tensor.Shape.SequenceEqual(trainable.Dimensions))
        {
            throw new LstmFormatException($"{file.Source}: found tensor {tensor}; shape {SafetensorsTensor.ShapeText([.. trainable.Dimensions])} was expected.");
        }

        float[] values = tensor.ToFloats();
        int at = FloatConversion.IndexOfNonFinite(values);
        return at < 0 ? values : throw new LstmFormatException(
            FormattableString.Invariant($"{file.Source}: tensor {SafetensorsTensor.Quote(trainable.Name)} holds {values[at]} at index {at}; finite numbers were expected."));
    }
}
