using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Nightly.Fuzz.Targets;

/// <summary>Checkpoints of training. Half of them carry the right hash over wrong contents: the rest would get no further than the hash.</summary>
internal sealed class CheckpointTarget : FuzzTarget
{
    private readonly string _path = ReadingFolder.NewFile();
    private readonly Trainer<FuzzModel> _trainer = Create();
    private readonly List<byte[]> _corpus = [];

    internal CheckpointTarget()
    {
        for (int steps = 0; steps < 3; steps++)
        {
            _trainer.SaveCheckpoint(_path);
            _corpus.Add(File.ReadAllBytes(_path));
            _trainer.Step();
        }
    }

    internal override string Name => "checkpoint";

    internal override IReadOnlyList<byte[]> Corpus => _corpus;

    internal override IReadOnlyList<byte[]> Tokens => SafetensorsText.Tokens;

    internal override bool Refuses(Exception exception) => exception is LstmFormatException;

    internal override byte[] Make(SplitMix random) => random.Below(2) == 0 ? SafetensorsText.Make(random, Corpus) : Sealed(random);

    internal override void Place(byte[] file) => File.WriteAllBytes(_path, file);

    internal override void Read(byte[] file, SplitMix random) => _trainer.LoadCheckpoint(_path);

    private static Trainer<FuzzModel> Create()
    {
        float[] series = new SplitMix(3).Fill(3 * 120, 1);
        var options = new SeriesWindowOptions { Steps = 5, Batch = 4, Horizon = 1, TargetColumns = [0, 1] };
        SeriesSplit split = SeriesSplit.InOrder(120, 0.3, 0.1);
        return new Trainer<FuzzModel>(
            new SeriesStream(series, 3, split.Training, options),
            new TrainerOptions { Loss = LstmLoss.Huber(1), Schedule = () => LstmSchedule.ReduceOnPlateau(0.01f), Epochs = 3, Seed = 5 },
            new SeriesStream(series, 3, split.Validation, options));
    }

    /// <summary>Contents changed value by value, then sealed as the trainer seals them.</summary>
    private byte[] Sealed(SplitMix random)
    {
        SafetensorsFile file = SafetensorsFile.Parse(Corpus[random.Below(Corpus.Count)]);
        List<KeyValuePair<string, string>> metadata = [.. file.Metadata.Where(pair => pair.Key != CheckpointSeal.Key)];
        List<SafetensorsTensor> tensors = [.. file.Tensors];
        for (int count = 1 + random.Below(2); count > 0; count--)
        {
            int at = random.Below(metadata.Count), tensor = random.Below(tensors.Count);
            switch (random.Below(7))
            {
                case 0:
                    metadata.RemoveAt(at);
                    break;
                case 1:
                    metadata[at] = new(metadata[at].Key, Value(random));
                    break;
                case 2:
                    metadata[at] = new(metadata[at].Key, metadata[random.Below(metadata.Count)].Value);
                    break;
                case 3:
                    tensors.RemoveAt(tensor);
                    break;
                case 4:
                    metadata[at] = new("x" + metadata[at].Key, metadata[at].Value);
                    break;
                case 5:
                    tensors[tensor] = new SafetensorsTensor(tensors[tensor].Name, (SafetensorsDtype)random.Below(22), [0, 1L << random.Below(60)], Array.Empty<byte>());
                    break;
                default:
                    byte[] data = [.. tensors[tensor].Data.Span];
                    for (int change = random.Below(8); change >= 0 && data.Length > 0; change--)
                    {
                        data[random.Below(data.Length)] = (byte)random.Below(256);
                    }

                    tensors[tensor] = new SafetensorsTensor(tensors[tensor].Name, tensors[tensor].Dtype, [.. tensors[tensor].Shape], data);
                    break;
            }
        }

        metadata.Add(new(CheckpointSeal.Key, CheckpointSeal.Compute(metadata, tensors)));
        return SafetensorsText.ToBytes(tensors, metadata);
    }

    private static string Value(SplitMix random)
    {
        string[] values =
        [
            "", "0", "1", "-1", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "1e3", " 1", "7ff0000000000000", "fff0000000000000",
            "7ff8000000000000", "8000000000000000", "3ff00000000000000", "3ff000000000000", "xxxxxxxxxxxxxxxx", "é", new('9', 1000),
        ];
        return values[random.Below(values.Length)];
    }
}
