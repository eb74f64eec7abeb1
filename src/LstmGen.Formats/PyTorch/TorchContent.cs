using System.Globalization;

namespace LstmGen.Formats;

/// <summary>The tensors that a file of PyTorch holds, by their names in a state_dict, and what is beside them.</summary>
internal sealed class TorchContent
{
    // What dictionaries of tensors in a checkpoint are called, the usual name first.
    private static readonly string[] s_states = ["state_dict", "model_state_dict", "model", "model_state", "net", "network", "module", "weights"];

    internal List<NamedTensor> Tensors { get; } = [];

    internal List<string> Notes { get; } = [];

    internal Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Activations behind linear layers, by the prefixes of these; null of a file of tensors alone.</summary>
    private Dictionary<string, DenseAttribute>? Activations { get; set; }

    /// <summary>Whether all that stands between layers is known.</summary>
    internal bool SaysActivations { get; private set; }

    /// <summary>Finds them in what the pickle says.</summary>
    internal static TorchContent Of(ModelBytes file, object? value, LstmReadOptions options)
    {
        var content = new TorchContent();
        content.Take(file, value, "", options);
        return content;
    }

    /// <summary>Gives a linear layer the activation that follows it.</summary>
    internal void Adjust(string prefix, ILstmLayer layer)
    {
        if (layer is DenseAttribute dense && Activations?.GetValueOrDefault(prefix) is { } after)
        {
            (dense.Activation, dense.Alpha, dense.Softmax) = (after.Activation, after.Alpha, after.Softmax);
        }
    }

    private void Take(ModelBytes file, object? value, string prefix, LstmReadOptions options)
    {
        switch (value)
        {
            case PickleObject module:
                var walk = new TorchModules(file, this, options);
                walk.Walk(module, prefix);
                (Activations, SaysActivations) = (walk.Activations, walk.SaysActivations);
                break;
            case PickleDictionary dictionary when HasTensors(dictionary):
                TakeTensors(file, dictionary, prefix);
                break;
            case PickleDictionary checkpoint when prefix.Length == 0:
                TakeCheckpoint(file, checkpoint, options);
                break;
            default:
                throw file.Error($"the file holds {PickleMachine.Kind(value)}; a state_dict, a checkpoint that has one, or a module was expected.");
        }
    }

    private void TakeTensors(ModelBytes file, PickleDictionary dictionary, string prefix)
    {
        foreach ((object? key, object? value) in dictionary.Items)
        {
            if (key is string name && value is TorchTensor tensor)
            {
                Tensors.Add(tensor.Named(prefix + name));
            }
            else if (key is string other && Scalar(value) is { } text)
            {
                Metadata[other] = text;
            }
            else
            {
                throw file.Error($"{SafeText.Quote(prefix + (key as string ?? PickleMachine.Kind(key)))} is {PickleMachine.Kind(value)} among tensors; tensors and numbers were expected.");
            }
        }
    }

    private void TakeCheckpoint(ModelBytes file, PickleDictionary checkpoint, LstmReadOptions options)
    {
        string[] states = [.. checkpoint.Items.Where(item => item is { Key: string, Value: PickleObject } or { Key: string, Value: PickleDictionary } && (item.Value is PickleObject || HasTensors((PickleDictionary)item.Value)))
            .Select(item => (string)item.Key!).Distinct()];
        string? named = states.FirstOrDefault(state => options.Prefix?.StartsWith(state + ".", StringComparison.Ordinal) == true);
        string state = states.Length == 1 ? states[0] : named ?? s_states.FirstOrDefault(usual => states.Contains(usual)) ?? throw file.Error(states.Length == 0
            ? $"no entry of the dictionary holds tensors; a state_dict was expected among {SafeText.Names(Keys(checkpoint))}."
            : $"entries {SafeText.Names(states)} hold tensors; one of them, or a prefix that says which (LstmReadOptions.Prefix), was expected.");
        Take(file, checkpoint[state], state == named ? state + "." : "", options);
        string[] others = [.. Keys(checkpoint).Where(key => key != state)];
        Notes.Add($"Of the checkpoint {SafeText.Quote(state)} was read{(others.Length > 0 ? $"; beside it are {SafeText.Names(others)}" : "")}.");
        foreach ((object? key, object? value) in checkpoint.Items)
        {
            Describe(key, value);
        }
    }

    /// <summary>Numbers and texts beside the tensors, and those of a dictionary such as <c>hyper_parameters</c>.</summary>
    private void Describe(object? key, object? value)
    {
        if (key is not string name)
        {
            return;
        }

        if (Scalar(value) is { } text)
        {
            Metadata[name] = text;
        }
        else if (value is PickleDictionary dictionary)
        {
            foreach ((object? inner, object? each) in dictionary.Items)
            {
                if (inner is string part && Scalar(each) is { } one)
                {
                    Metadata[$"{name}.{part}"] = one;
                }
            }
        }
    }

    private static string? Scalar(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "True" : "False",
        long or double => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool HasTensors(PickleDictionary dictionary) => dictionary.Items.Exists(item => item is { Key: string, Value: TorchTensor });

    private static string[] Keys(PickleDictionary dictionary) => [.. dictionary.Items.Select(item => item.Key as string ?? PickleMachine.Kind(item.Key))];
}
