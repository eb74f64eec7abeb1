using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.HeartBeats;

/// <summary>Reads a beat in frames of four samples, from both ends; one score for each of five classes, from the mean over all frames.</summary>
[LstmModel(hidden: 32, input: Frame, output: 5, Direction = LstmDirection.Both, Outputs = LstmOutputs.Mean)]
public sealed partial class BeatModel
{
    /// <summary>Samples that a step takes: fewer steps are faster, and a frame shows slopes.</summary>
    public const int Frame = 4;

    private const string Key = "beats";

    /// <summary>Writes the weights, and how long their beats are.</summary>
    internal static void Save(string path, LstmParameters parameters)
        => SafetensorsWriter.Write(path, parameters.ToTensors(), [new(Key, $"{Beat.Length}")]);

    /// <exception cref="LstmFormatException">The file is none that <see cref="Save"/> wrote.</exception>
    internal static BeatModel Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        return file.Metadata.GetValueOrDefault(Key) == $"{Beat.Length}" ? new(LstmWeights.From(file)) : throw new LstmFormatException(
            $"{path}: the metadata say {Key} \"{file.Metadata.GetValueOrDefault(Key)}\"; {Beat.Length}, as this sample writes it, was expected.");
    }
}
