using System.Text.RegularExpressions;

namespace LstmGen.Formats;

/// <summary>
/// Goes through modules that torch.save or torch.jit.save pickled whole, as the dictionaries that they are: tensors get the names of a state_dict, and activations within a Sequential
/// are given to the linear layers before them. No class is looked up.
/// </summary>
/// <param name="file">For messages.</param>
/// <param name="content">Where tensors go.</param>
/// <param name="options">With a description of the network, or outside of the prefix, only tensors are looked at.</param>
internal sealed partial class TorchModules(ModelBytes file, TorchContent content, LstmReadOptions options)
{
    private const int Deepest = 32;
    private const int MostModules = 2000;
    private const string Script = "__torch__.";
    private const string Library = "torch.nn.modules.";

    private int _count;
    private string? _linear;

    /// <summary>By the prefixes of linear layers.</summary>
    internal Dictionary<string, DenseAttribute> Activations { get; } = [];

    /// <summary>Whether all is one Sequential, and thus all that stands between layers is known.</summary>
    internal bool SaysActivations { get; private set; }

    /// <summary>Takes the tensors of a module and of those in it.</summary>
    internal void Walk(PickleObject module, string prefix)
    {
        SaysActivations = ClassOf(module) == Library + "container.Sequential";
        if (!ClassOf(module).StartsWith(Library, StringComparison.Ordinal))
        {
            content.Notes.Add($"What {module.Type} computes beside its modules is not read: they are taken to follow one another as it names them.");
        }

        Walk(module, prefix, depth: 0, inSequence: false);
    }

    private void Walk(PickleObject module, string prefix, int depth, bool inSequence)
    {
        if (++_count > MostModules || depth > Deepest)
        {
            throw file.Error($"module {SafeText.Quote(prefix)} is one of more than {MostModules}, or within more than {Deepest} others; fewer were expected.");
        }

        if (module.Attributes is not { } attributes)
        {
            throw file.Error($"module {SafeText.Quote(prefix)}, an object of {module.Type}, has no attributes; tensors and modules were expected.");
        }

        bool scripted = module.Type.Name.StartsWith(Script, StringComparison.Ordinal);
        string type = ClassOf(module);
        (List<(string, TorchTensor)> tensors, List<(string, PickleObject)> modules) = scripted ? Scripted(attributes) : Eager(module, attributes, prefix);
        content.Tensors.AddRange(tensors.Select(tensor => tensor.Item2.Named(prefix + tensor.Item1)));
        if (type.StartsWith(Library, StringComparison.Ordinal) && options.Network is null && prefix.StartsWith(options.Prefix ?? "", StringComparison.Ordinal))
        {
            Take(type[Library.Length..], attributes, prefix, scripted, inSequence);
        }

        bool sequence = type == Library + "container.Sequential";
        _linear = sequence && !inSequence ? null : _linear;
        foreach ((string name, PickleObject inner) in modules)
        {
            Walk(inner, $"{prefix}{name}.", depth + 1, sequence);
        }
    }

    /// <summary>What a module of PyTorch means for the network.</summary>
    private void Take(string type, PickleDictionary attributes, string prefix, bool scripted, bool inSequence)
    {
        switch (type)
        {
            case "linear.Linear":
                _linear = prefix;
                break;
            case "container.Sequential" or "container.ModuleList" or "container.ModuleDict" or "linear.Identity":
            case var dropout when dropout.StartsWith("dropout.", StringComparison.Ordinal):
                break;
            case "rnn.LSTM" or "rnn.GRU" or "rnn.LSTMCell" or "rnn.GRUCell" or "rnn.RNN" or "rnn.RNNCell" or "sparse.Embedding":
                _linear = null;
                break;
            case var activation when activation.StartsWith("activation.", StringComparison.Ordinal):
                Activate(activation["activation.".Length..], attributes, prefix, scripted, inSequence);
                break;
            default:
                throw file.Error($"module {Where(prefix)} is a {Library}{SafeText.Plain(type)}, which no class can have; LSTM, GRU, Linear, Embedding, Dropout and activations were expected.");
        }
    }

    private void Activate(string type, PickleDictionary attributes, string prefix, bool scripted, bool inSequence)
    {
        if (!inSequence)
        {
            throw file.Error($"module {Where(prefix)} is an activation, {type}, outside of a Sequential: where it is applied only the program says; a description of the network was expected (LstmReadOptions.Network).");
        }

        if (_linear is null || Activations.ContainsKey(_linear))
        {
            throw file.Error($"module {Where(prefix)}, {type}, follows no linear layer; an activation behind a Linear was expected.");
        }

        Activations[_linear] = TorchActivations.Of(type, attributes, scripted)
            ?? throw file.Error($"module {Where(prefix)} is the activation {SafeText.Plain(type)}, of which no class has this form; {TorchActivations.Known} were expected.");
    }

    /// <summary>Tensors and modules of a module as Python has it.</summary>
    private (List<(string, TorchTensor)> Tensors, List<(string, PickleObject)> Modules) Eager(PickleObject module, PickleDictionary attributes, string prefix)
    {
        foreach (string hooks in (ReadOnlySpan<string>)["_forward_hooks", "_forward_pre_hooks"])
        {
            if (attributes[hooks] is PickleDictionary { Items.Count: > 0 })
            {
                throw file.Error($"module {Where(prefix)} has {hooks}, such as those of weight_norm: what they do is not in the file; a module without them was expected.");
            }
        }

        var tensors = new List<(string, TorchTensor)>();
        foreach (object? given in (ReadOnlySpan<object?>)[attributes["_parameters"], attributes["_buffers"]])
        {
            foreach ((object? key, object? value) in (given as PickleDictionary)?.Items ?? [])
            {
                if (value is not null)
                {
                    tensors.Add(key is string name && value is TorchTensor tensor ? (name, tensor)
                        : throw file.Error($"module {Where(prefix)} has {PickleMachine.Kind(value)} as a parameter; a tensor was expected."));
                }
            }
        }

        var modules = new List<(string, PickleObject)>();
        foreach ((object? key, object? value) in (attributes["_modules"] as PickleDictionary)?.Items ?? [])
        {
            if (value is not null)
            {
                modules.Add(key is string name && value is PickleObject inner ? (name, inner)
                    : throw file.Error($"module {Where(prefix)}, {module.Type}, has {PickleMachine.Kind(value)} as a module; an object with attributes was expected."));
            }
        }

        return (tensors, modules);
    }

    /// <summary>Those of a module of TorchScript: its attributes.</summary>
    private static (List<(string, TorchTensor)> Tensors, List<(string, PickleObject)> Modules) Scripted(PickleDictionary attributes)
    {
        var tensors = new List<(string, TorchTensor)>();
        var modules = new List<(string, PickleObject)>();
        foreach ((object? key, object? value) in attributes.Items)
        {
            if (key is string name && value is TorchTensor tensor)
            {
                tensors.Add((name, tensor));
            }
            else if (key is string other && value is PickleObject inner)
            {
                modules.Add((other, inner));
            }
        }

        return (tensors, modules);
    }

    /// <summary>The class of a module, that of TorchScript by the name that Python has for it.</summary>
    private static string ClassOf(PickleObject module)
        => module.Type.Name.StartsWith(Script, StringComparison.Ordinal) ? Mangled().Replace(module.Type.Name[Script.Length..], "") : module.Type.Name;

    private static string Where(string prefix) => prefix.Length == 0 ? "of the file" : SafeText.Quote(prefix[..^1]);

    [GeneratedRegex("___torch_mangle_[0-9]+\\.", RegexOptions.CultureInvariant)]
    private static partial Regex Mangled();
}
