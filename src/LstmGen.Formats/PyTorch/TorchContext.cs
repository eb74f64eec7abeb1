namespace LstmGen.Formats;

/// <summary>What pickles of PyTorch may call: what makes tensors of storages, and plain collections.</summary>
/// <param name="content">The bytes of a storage by its key, at least so many of them, or an error.</param>
internal sealed class TorchContext(Func<string, long, ReadOnlyMemory<byte>> content) : IPickleContext
{
    /// <summary>Storages in the order in which the pickle first names them.</summary>
    internal Dictionary<string, TorchStorage> Storages { get; } = new(StringComparer.Ordinal);

    public object? Call(PickleMachine pickle, PickleGlobal function, object?[] arguments) => (function.Name, arguments) switch
    {
        ("torch._utils._rebuild_tensor_v2", [TorchStorage storage, long offset, object?[] shape, object?[] strides, _, _, ..]) => Tensor(pickle, storage, offset, shape, strides),
        ("torch._utils._rebuild_tensor", [TorchStorage storage, long offset, object?[] shape, object?[] strides]) => Tensor(pickle, storage, offset, shape, strides),
        ("torch._utils._rebuild_parameter", [TorchTensor tensor, ..]) => tensor,
        ("torch._utils._rebuild_parameter_with_state", [TorchTensor tensor, ..]) => tensor,
        ("collections.OrderedDict", []) => new PickleDictionary(),
        ("collections.OrderedDict", [List<object?> items]) => Dictionary(pickle, items),
        ("collections.defaultdict", []) or ("collections.defaultdict", [PickleGlobal or null]) => new PickleDictionary(),
        ("torch.Size", [object?[] sizes]) => sizes,
        ("torch.device", [string, ..]) => arguments,
        ("torch.serialization._get_layout", [string layout]) => layout,
        ("torch.jit._pickle.restore_type_tag", [var value, string]) => value,
        ("torch.jit._pickle.build_intlist" or "torch.jit._pickle.build_doublelist" or "torch.jit._pickle.build_boollist" or "torch.jit._pickle.build_tensorlist", [List<object?> items]) => items,
        ("_codecs.encode", [string text, "latin1"]) => text.Select(letter => (byte)letter).ToArray(),
        ("builtins.set" or "__builtin__.set" or "builtins.frozenset" or "__builtin__.frozenset", [List<object?> items]) => Set(items),
        ("builtins.set" or "__builtin__.set" or "builtins.frozenset" or "__builtin__.frozenset", []) => new PickleSet(),
        ("builtins.bytes" or "__builtin__.bytes" or "__builtin__.bytearray" or "builtins.bytearray", []) => Array.Empty<byte>(),
        _ => throw pickle.Refused(function),
    };

    /// <summary>('storage', class, key, device, elements): of files before PyTorch 1.6 with a view behind it, and modules by their classes.</summary>
    public object? Load(PickleMachine pickle, object? id) => id switch
    {
        object?[] and ["storage", PickleGlobal type, string key, string, long count, ..] => Storage(pickle, type, key, count),
        object?[] and ["module", PickleGlobal type, ..] => type,
        _ => throw pickle.Error($"has {PickleMachine.Kind(id)} as a persistent id; a storage of PyTorch was expected."),
    };

    private TorchStorage Storage(PickleMachine pickle, PickleGlobal type, string key, long count)
    {
        (string name, int size) = TorchStorage.TypeOf(type.Name);
        if (count < 0)
        {
            throw pickle.Error($"has the storage {SafeText.Quote(key)} of {count} elements; 0 or more were expected.");
        }

        if (!Storages.TryGetValue(key, out TorchStorage? storage))
        {
            storage = new TorchStorage(key, name, size, count, () => content(key, count * Math.Max(1, size)));
            Storages.Add(key, storage);
        }

        return storage.Type == name && storage.Count == count
            ? storage : throw pickle.Error($"has the storage {SafeText.Quote(key)} as {storage.Count} elements of {storage.Type} and as {count} of {name}; one and the same was expected.");
    }

    private static TorchTensor Tensor(PickleMachine pickle, TorchStorage storage, long offset, object?[] shape, object?[] strides)
    {
        if (!shape.All(value => value is long) || !strides.All(value => value is long) || shape.Length > 16)
        {
            throw pickle.Error($"has a tensor of {shape.Length} dimensions that are no integers; up to 16 integers were expected.");
        }

        var tensor = new TorchTensor(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()]);
        return tensor.Fits()
            ? tensor
            : throw pickle.Error($"has a tensor {SafeText.Shape(tensor.Shape)} with strides {SafeText.Shape(tensor.Strides)} from element {offset} on, which is not within the {storage.Count} elements of its storage {SafeText.Quote(storage.Key)}.");
    }

    private static PickleDictionary Dictionary(PickleMachine pickle, List<object?> items)
    {
        var dictionary = new PickleDictionary();
        foreach (object? item in items)
        {
            dictionary.Items.Add(item switch
            {
                List<object?> and [var key, var value] => (key, value),
                object?[] and [var key, var value] => (key, value),
                _ => throw pickle.Error($"makes an OrderedDict of {PickleMachine.Kind(item)}; pairs were expected."),
            });
        }

        return dictionary;
    }

    private static PickleSet Set(List<object?> items)
    {
        var set = new PickleSet();
        set.Items.AddRange(items);
        return set;
    }
}
