namespace LstmGen.Formats;

/// <summary>What lies in a file of PyTorch: what its pickle says, and tensors over the bytes of the file.</summary>
internal static class TorchArchive
{
    private const string Pickle = "/data.pkl";

    // The number that files of torch.save before PyTorch 1.6 begin with, as a pickle of it.
    private static readonly byte[] s_oldMagic = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];

    /// <summary>Whether a file is one before PyTorch 1.6.</summary>
    internal static bool IsOld(ReadOnlySpan<byte> bytes) => bytes.StartsWith(s_oldMagic);

    /// <summary>What the pickle of a zip archive says.</summary>
    internal static object? Zip(ModelBytes file)
    {
        ZipContent zip = ZipContent.Open(file);
        string[] pickles = [.. zip.Names.Where(name => name.EndsWith(Pickle, StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.Length - Pickle.Length)];
        string root = pickles is [var only] ? only[..^Pickle.Length]
            : throw file.Error($"the archive has {pickles.Length} entries <name>/data.pkl; one, as torch.save and torch.jit.save write it, was expected among {SafeText.Names(zip.Names)}.");
        if (zip.Has(root + "/byteorder") && !zip.Read(root + "/byteorder").Span.SequenceEqual("little"u8))
        {
            throw file.Error("the file was written by a machine that stores the highest byte first (byteorder); little was expected. On such a machine, torch.save of the float tensors after byte swapping, or safetensors, writes a file for all.");
        }

        ReadOnlyMemory<byte> Content(string key, long length)
        {
            string name = $"{root}/data/{key}";
            ReadOnlyMemory<byte> data = zip.Read(name);
            return data.Length >= length ? data : throw file.Error($"entry {SafeText.Quote(name)} of the archive has {data.Length} bytes; the {length} of its tensors were expected.");
        }

        string pickle = root + Pickle;
        return new PickleMachine(file, pickle, zip.Read(pickle), new TorchContext(Content)).Run();
    }

    /// <summary>What the pickle of an older file says: behind it are the keys of the storages, and then each of them after its number of elements.</summary>
    internal static object? Old(ModelBytes file)
    {
        var content = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        ReadOnlyMemory<byte> Content(string key, long length)
            => content.TryGetValue(key, out ReadOnlyMemory<byte> data) && data.Length >= length ? data : throw file.Error($"the file has no storage {SafeText.Quote(key)} of {length} bytes.");

        var context = new TorchContext(Content);
        var machine = new PickleMachine(file, "of the whole file", file.Content, context);
        _ = machine.Run(); // the magic number
        _ = machine.Run(); // the protocol
        if (machine.Run() is PickleDictionary system && system["little_endian"] is false)
        {
            throw file.Error("the file was written by a machine that stores the highest byte first; little_endian was expected.");
        }

        object? value = machine.Run();
        if (machine.Run() is not List<object?> keys)
        {
            throw file.Error("the file has no list of storages behind its tensors; one was expected, as torch.save wrote it before PyTorch 1.6.");
        }

        ReadOnlyMemory<byte> rest = file.Content[machine.Position..];
        foreach (object? key in keys)
        {
            if (key is not string name || !context.Storages.TryGetValue(name, out TorchStorage? storage) || rest.Length < sizeof(long))
            {
                throw file.Error($"the file ends before its storage {SafeText.Quote(key as string ?? "?")}, or no tensor has it.");
            }

            long count = BitConverter.ToInt64(rest.Span), length = storage.Count * Math.Max(1, storage.Size);
            if (count != storage.Count || length > rest.Length - sizeof(long))
            {
                throw file.Error($"storage {SafeText.Quote(name)} has {count} elements in {rest.Length - sizeof(long)} bytes; {storage.Count} elements in {length} bytes were expected.");
            }

            content[name] = rest.Slice(sizeof(long), (int)length);
            rest = rest[(sizeof(long) + (int)length)..];
        }

        return rest.IsEmpty ? value : throw file.Error($"the file goes on for {rest.Length} bytes behind its last storage; its end was expected.");
    }
}
