namespace LstmGen.Formats;

/// <summary>
/// What a model file holds: its network, as attributes of a class would describe it, and the tensors of that class, by PyTorch's names. Nothing of the file is passed over:
/// what has no place here is an error that names it.
/// </summary>
public sealed class LstmModelFile
{
    internal LstmModelFile(string format, string source, LstmNetworkDescription network, IReadOnlyList<SafetensorsTensor> tensors)
    {
        (Format, Source) = (format, source);
        (Network, Tensors) = ShortForm.Of(network, tensors);
    }

    /// <summary>The file's format, such as <c>ONNX</c>.</summary>
    public string Format { get; }

    /// <summary>The path of the file, or what messages call it.</summary>
    public string Source { get; }

    /// <summary>The network: of the short form wherever that can say it.</summary>
    public LstmNetworkDescription Network { get; }

    /// <summary>The tensors of a class of this network, F32, by the names that such a class gives them.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>What the inputs are multiplied by before the network reads them, where the file says so and the weights cannot hold it; 1 otherwise.</summary>
    public float InputGain { get; init; } = 1;

    /// <summary>What the outputs are multiplied by, likewise.</summary>
    public float OutputGain { get; init; } = 1;

    /// <summary>What the file says beside the network, such as <c>sample_rate</c>, in its own words.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What a reader of the file ought to know, a sentence each: what has no effect outside of training and was left out, what was assumed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Inputs and outputs that the file itself brings for a check, time-major; null for none.</summary>
    public LstmModelProof? Proof { get; init; }

    /// <summary>How the file's graph is fed; null where it has none, or a part of one was read.</summary>
    internal ModelGraph? Graph { get; init; }

    /// <summary>The weights, for a class of this network.</summary>
    public LstmWeights Weights => LstmWeights.From(Tensors);

    /// <summary>Reads a file of any format that is known.</summary>
    /// <param name="path">The file. Its content says which format it is; its name only where several have the same content.</param>
    /// <param name="options">What the file cannot say; null for nothing.</param>
    /// <exception cref="LstmFormatException">The file is damaged, of no known format, or holds something that no class can be.</exception>
    /// <exception cref="IOException">The file cannot be read, or the path names a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static LstmModelFile Load(string path, LstmReadOptions? options = null) => Read(ModelBytes.Load(path), options);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">All of it. It must not change as long as the result is used.</param>
    /// <param name="source">What messages call it; its ending counts as that of a path does.</param>
    /// <param name="options">What the file cannot say; null for nothing.</param>
    /// <exception cref="LstmFormatException">As for <see cref="Load"/>.</exception>
    public static LstmModelFile Read(ReadOnlyMemory<byte> content, string source, LstmReadOptions? options = null) => Read(new ModelBytes(source, content), options);

    /// <summary>The endings of files that <see cref="Save(string)"/> writes, such as <c>.safetensors</c>, with commas between them.</summary>
    public static string WrittenFormats => ModelWriters.Endings;

    /// <summary>Writes the model in the format that the ending of the path names; an older file is replaced once the new one is complete.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="LstmFormatException">The format cannot say what the network is; the message names the first such thing.</exception>
    /// <exception cref="ArgumentException">No format that is written has this ending.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written, likewise.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelWriters.Write(path, this);
    }

    /// <summary>Writes a safetensors file whose matrices are 8-bit integers with a scale a row (<see cref="LstmQuantization.ToTensors"/>): about a quarter of the bytes.</summary>
    /// <param name="path">The file, whose ending is <c>.safetensors</c>, in a folder that exists.</param>
    /// <param name="weights">What matrices are written as: <see cref="LstmNumbers.Int8"/>; <see cref="LstmNumbers.Single"/> is <see cref="Save(string)"/>.</param>
    /// <exception cref="ArgumentException">The ending is another, or the weights are.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written, likewise.</exception>
    public void Save(string path, LstmNumbers weights)
    {
        if (weights == LstmNumbers.Single)
        {
            Save(path);
            return;
        }

        ArgumentException.ThrowIfNullOrEmpty(path);
        if (weights != LstmNumbers.Int8)
        {
            throw new ArgumentException($"{weights} weights are not written; Single or Int8 was expected.", nameof(weights));
        }

        if (!path.EndsWith(SafetensorsModel.Ending, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{path}: 8-bit integers are written as {SafetensorsModel.Ending} alone.", nameof(path));
        }

        SafetensorsModel.Write(path, this, LstmQuantization.ToTensors(Weights.Bind(Network.Shape)));
    }

    private static LstmModelFile Read(ModelBytes file, LstmReadOptions? options) => ModelFormats.Of(file).Read(file, options ?? new());
}
