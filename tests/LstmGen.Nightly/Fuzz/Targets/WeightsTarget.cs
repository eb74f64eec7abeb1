using LstmGen.Formats;

namespace LstmGen.Nightly.Fuzz.Targets;

/// <summary>Weight files: parsed, or read as a stream with or without a length; then a model of them.</summary>
internal sealed class WeightsTarget : FuzzTarget
{
    internal override string Name => "weights";

    internal override IReadOnlyList<byte[]> Corpus { get; } = Seeds();

    internal override IReadOnlyList<byte[]> Tokens => SafetensorsText.Tokens;

    internal override bool Refuses(Exception exception) => exception is LstmFormatException;

    internal override byte[] Make(SplitMix random) => SafetensorsText.Make(random, Corpus);

    internal override void Read(byte[] file, SplitMix random)
    {
        LstmWeights weights = random.Below(3) switch
        {
            0 => LstmWeights.From(SafetensorsFile.Parse(file)),
            1 => LstmWeights.Load(new MemoryStream(file)),
            _ => LstmWeights.Load(new UnknownLength(file)),
        };
        var model = new FuzzModel(weights);
        Span<float> scores = stackalloc float[FuzzModel.Shape.OutputSize];
        model.Step([1, -1, 0.5f], model.CreateState(), scores);
    }

    private static byte[][] Seeds()
    {
        IReadOnlyList<SafetensorsTensor> tensors = LstmWeights.Random(1).Bind(FuzzModel.Shape).ToTensors();
        SafetensorsTensor Half(SafetensorsTensor tensor)
        {
            byte[] data = [.. tensor.ToFloats().SelectMany(value => BitConverter.GetBytes((Half)value))];
            return new SafetensorsTensor(tensor.Name, SafetensorsDtype.F16, [.. tensor.Shape], data);
        }

        SafetensorsTensor Brain(SafetensorsTensor tensor)
        {
            byte[] data = [.. tensor.ToFloats().SelectMany(value => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)))];
            return new SafetensorsTensor(tensor.Name, SafetensorsDtype.BF16, [.. tensor.Shape], data);
        }

        return
        [
            SafetensorsText.ToBytes(tensors),
            SafetensorsText.ToBytes(tensors.Select(Half), [new("format", "pt")]),
            SafetensorsText.ToBytes(tensors.Select(Brain).Reverse(), [new("a", "b"), new("c", "\u0000é")]),
            SafetensorsText.ToBytes([]),
        ];
    }
}
