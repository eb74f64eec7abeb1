namespace LstmGen.Formats;

/// <summary>Files of safetensors: tensors by name, of which names and shapes say what layers they are, unless their metadata do.</summary>
internal sealed class SafetensorsFormat : IModelFormat
{
    private const int PrefixLength = 8;

    public string Name => "safetensors";

    /// <summary>A length that is no more than 100,000,000, and JSON behind it.</summary>
    public bool Recognizes(ModelBytes file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        return file.Extension == ".safetensors" || (bytes.Length > PrefixLength && bytes[PrefixLength] == (byte)'{' && bytes[4..PrefixLength].IndexOfAnyExcept((byte)0) < 0);
    }

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
    {
        SafetensorsFile content = SafetensorsFile.Parse(file.Content, file.Source);
        var byName = content.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var scales = new HashSet<SafetensorsTensor>(content.Tensors.Select(tensor => tensor.ScalesIn(byName)).OfType<SafetensorsTensor>());
        NamedTensor[] tensors = [.. content.Tensors.Where(tensor => !scales.Contains(tensor)).Select(tensor => Tensor(tensor, byName))];

        // Most programs write tensors in the order of their names, those of each type together.
        bool isOrdered = content.Tensors.GroupBy(tensor => tensor.Dtype).Any(group => !group.SequenceEqual(group.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)));
        LstmModelFile model = new StateDictNetwork(file, Name, options with { Network = options.Network ?? SafetensorsModel.Network(file, content.Metadata) })
        {
            Metadata = SafetensorsModel.Others(content.Metadata), IsOrdered = isOrdered,
        }.Read(tensors);
        return SafetensorsModel.WithGains(file, content.Metadata, model);
    }

    private static NamedTensor Tensor(SafetensorsTensor tensor, Dictionary<string, SafetensorsTensor> byName) => new(tensor.Name, [.. tensor.Shape], tensor.Dtype.FormatName(), tensor.Dtype switch
    {
        SafetensorsDtype.F32 or SafetensorsDtype.F16 or SafetensorsDtype.BF16 => tensor.ToFloats,
        SafetensorsDtype.F64 => () => NamedTensor.Narrow(tensor.Data.Span),
        SafetensorsDtype.I8 when tensor.ScalesIn(byName) is { } scales => () =>
        {
            float[] values = new float[tensor.ElementCount];
            FloatConversion.Scale(tensor.Data.Span, scales.ToFloats(), values);
            return values;
        },
        _ => null,
    });
}
