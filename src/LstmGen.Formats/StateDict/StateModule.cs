namespace LstmGen.Formats;

/// <summary>The tensors of a module of PyTorch: what stands before the last dot of their names, and each by the rest.</summary>
internal sealed class StateModule(string prefix)
{
    private readonly Dictionary<string, NamedTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<string> _leaves = [];

    /// <summary>With its dot; empty for tensors without one.</summary>
    internal string Prefix { get; } = prefix;

    /// <summary>What messages call it.</summary>
    internal string Name => Prefix.Length == 0 ? "the tensors without a prefix" : SafeText.Quote(Prefix[..^1]);

    /// <summary>Names without the prefix, in the order of the file.</summary>
    internal IReadOnlyList<string> Leaves => _leaves;

    internal NamedTensor First => _tensors[_leaves[0]];

    internal bool IsRecurrent => _leaves.Any(leaf => leaf.StartsWith("weight_ih", StringComparison.Ordinal) || leaf.StartsWith("weight_hh", StringComparison.Ordinal));

    internal NamedTensor? Find(string leaf) => _tensors.GetValueOrDefault(leaf);

    /// <summary>The modules of tensors, in the order in which the file begins them.</summary>
    internal static List<StateModule> Group(ModelBytes file, IEnumerable<NamedTensor> tensors)
    {
        var modules = new List<StateModule>();
        var byPrefix = new Dictionary<string, StateModule>(StringComparer.Ordinal);
        foreach (NamedTensor tensor in tensors)
        {
            int end = tensor.Name.LastIndexOf('.') + 1;
            string prefix = tensor.Name[..end], leaf = tensor.Name[end..];
            if (!byPrefix.TryGetValue(prefix, out StateModule? module))
            {
                byPrefix.Add(prefix, module = new StateModule(prefix));
                modules.Add(module);
            }

            if (!module._tensors.TryAdd(leaf, tensor))
            {
                throw file.Error($"there are two tensors {SafeText.Quote(tensor.Name)}; one was expected.");
            }

            module._leaves.Add(leaf);
        }

        return modules;
    }
}
