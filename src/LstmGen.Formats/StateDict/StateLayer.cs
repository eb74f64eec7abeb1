namespace LstmGen.Formats;

/// <summary>A layer that a module of the file is, as names and shapes of its tensors show it.</summary>
/// <param name="Module">Where its tensors are.</param>
/// <param name="Layer">Its attribute; null for vectors of tokens.</param>
/// <param name="Reads">Values that it reads; 0 for tokens.</param>
/// <param name="Gives">Values that it gives.</param>
/// <param name="Tensors">Those that it needs, by the names that it gives them.</param>
/// <param name="Unnumbered">Whether the module has these names without <c>_l0</c>, as LSTMCell.</param>
internal sealed record StateLayer(StateModule Module, ILstmLayer? Layer, int Reads, int Gives, List<NeededTensor> Tensors, bool Unnumbered = false)
{
    private const string First = "_l0";

    /// <summary>The same module as vectors of tokens, where it could be that too; null where it could not.</summary>
    internal StateLayer? AsEmbedding => Layer is DenseAttribute { Bias: false } dense ? new(Module, null, 0, Reads, [new("weight", [dense.Units, Reads])]) : null;

    /// <summary>What a name of <see cref="Tensors"/> is in the file.</summary>
    internal string InFile(string leaf) => Unnumbered && leaf.EndsWith(First, StringComparison.Ordinal) ? leaf[..^First.Length] : leaf;

    /// <summary>Compares the tensors of the module with those that the layer needs.</summary>
    /// <exception cref="LstmFormatException">One is missing, of another shape, or too many.</exception>
    internal void Check(ModelBytes file)
    {
        foreach (NeededTensor needed in Tensors)
        {
            string name = Module.Prefix + InFile(needed.Leaf);
            NamedTensor found = Module.Find(InFile(needed.Leaf))
                ?? throw file.Error($"tensor {SafeText.Quote(name)} is missing; {SafeText.Shape(needed.Shape)} was expected beside {Module.First}.");
            if (!found.Shape.AsSpan().SequenceEqual(needed.Shape))
            {
                throw file.Error($"tensor {found} has another shape than the others of its module; {SafeText.Shape(needed.Shape)} was expected.");
            }
        }

        var names = Tensors.Select(needed => InFile(needed.Leaf)).ToHashSet(StringComparer.Ordinal);
        if (Module.Leaves.FirstOrDefault(leaf => !names.Contains(leaf)) is { } extra)
        {
            throw file.Error($"tensor {Module.Find(extra)} is of no use to {Words}; {SafeText.Names([.. names], 10)} were expected in {Module.Name}.");
        }
    }

    /// <summary>The layer in a few words, such as <c>an LSTM of 8 inputs and 2 x 16 units</c>.</summary>
    private string Words => Layer switch
    {
        LstmAttribute lstm => $"an LSTM of {Reads} inputs and {lstm.Layers} x {lstm.Hidden} units",
        GruAttribute gru => $"a GRU of {Reads} inputs and {gru.Layers} x {gru.Hidden} units",
        SlstmAttribute slstm => $"an sLSTM of {Reads} inputs and {slstm.Layers} x {slstm.Hidden} units",
        DenseAttribute dense => $"a linear layer of {Reads} inputs and {dense.Units} outputs",
        _ => "vectors of tokens",
    };

    /// <summary>Its tensors as the network has them.</summary>
    internal IEnumerable<(NeededTensor Tensor, float[] Values)> Read(ModelBytes file)
        => Tensors.Select(needed => (needed, Module.Find(InFile(needed.Leaf))!.Floats(file)));
}
