using LstmGen.Kernels;

namespace LstmGen;

/// <summary>What a tensor is to the part that it belongs to.</summary>
internal enum ModelTensorKind
{
    /// <summary>A matrix that the inputs of a layer are multiplied by.</summary>
    InputWeights,

    /// <summary>A matrix that h of the step before is multiplied by.</summary>
    RecurrentWeights,

    /// <summary>What sums start from.</summary>
    Bias,

    /// <summary>A weight a unit.</summary>
    Vector,

    /// <summary>What normalised values are multiplied by: 1 in a new model.</summary>
    Gain,

    /// <summary>What is added to normalised values: 0 in a new model.</summary>
    Shift,

    /// <summary>The vectors of tokens.</summary>
    Embedding,

    /// <summary>What a state begins with: 0 in a new model.</summary>
    InitialState,
}

/// <summary>One tensor of a model: its name and shape, and where its values are kept.</summary>
/// <param name="kind">What it is to its part.</param>
/// <param name="name">PyTorch's name, prefix included.</param>
/// <param name="dimensions">[rows, columns] of a matrix, [rows] of a vector.</param>
/// <param name="part">Index of its part of the network.</param>
/// <param name="index">Its place among the tensors of the part, those that the part has no need for left out.</param>
internal sealed class ModelTensor(ModelTensorKind kind, string name, long[] dimensions, int part, int index)
{
    internal ModelTensorKind Kind { get; } = kind;

    internal string Name { get; } = name;

    internal long[] Dimensions { get; } = dimensions;

    internal int Part { get; } = part;

    internal int Index { get; } = index;
}

/// <summary>The tensors a model needs, in PyTorch's order of parameters.</summary>
/// <remarks>
/// The generator compiles this file too, so that a build expects what a program does: hence no newer C# and no API of .NET's later versions.
/// Plain on purpose, as all that a model's constructor calls: in a new process each generic instance, lambda or interpolated string would cost
/// compile time there.
/// </remarks>
internal static class ModelTensors
{
    /// <summary>The prefix of a part in whose place that of the head stands.</summary>
    internal const string Head = "head.";

    /// <summary>Ending of the names of a model's only layer, which may be left out.</summary>
    private const string First = "_l0";

    /// <summary>The matrix of a projection.</summary>
    private const string Projection = "weight_hr";

    /// <summary>Names and shapes of every parameter.</summary>
    /// <param name="parts">The parts of the network.</param>
    /// <param name="prefix">Before the layers' names.</param>
    /// <param name="head">Before the head's names.</param>
    /// <param name="unnumbered">Names of a single layer without <c>_l0</c>.</param>
    internal static List<ModelTensor> List(LstmPart[] parts, string prefix, string head, bool unnumbered)
    {
        var list = new List<ModelTensor>(8 * parts.Length);
        for (int at = 0; at < parts.Length; at++)
        {
            LstmPart part = parts[at];
            LstmCellLayout cell = part.Cell;
            string before = part.Prefix == Head ? head : BesideLayers(parts, at) ? Parent(prefix) + part.Prefix : prefix + part.Prefix;
            string suffix = unnumbered && part.Suffix == First ? "" : part.Suffix;
            int index = 0;
            list.Add(new ModelTensor(
                part.Embeds ? ModelTensorKind.Embedding : ModelTensorKind.InputWeights, before + cell.InputWeights + suffix, [part.Rows, part.Features], at, index++));
            if (part.Recurs)
            {
                list.Add(new ModelTensor(ModelTensorKind.RecurrentWeights, before + cell.RecurrentWeights + suffix, [part.Rows, part.RecurrentColumns], at, index++));
            }

            for (int each = 0; part.Bias && each < cell.Biases.Length; each++)
            {
                list.Add(new ModelTensor(ModelTensorKind.Bias, before + cell.Biases[each] + suffix, [part.Rows], at, index++));
            }

            if (part.Projects)
            {
                list.Add(new ModelTensor(ModelTensorKind.InputWeights, before + Projection + suffix, [part.Outputs, part.Units], at, index++));
            }

            for (int each = 0; each < cell.Vectors.Length; each++)
            {
                list.Add(new ModelTensor(KindOf(cell.Vectors[each]), before + cell.Vectors[each] + suffix, [(long)cell.VectorRows[each] * part.Units], at, index++));
            }

            for (int each = 0; cell.LearnsInitialStates && each < cell.States.Length; each++)
            {
                list.Add(new ModelTensor(ModelTensorKind.InitialState, before + LstmCells.Initial + cell.States[each] + suffix, [part.Width(each)], at, index++));
            }
        }

        return list;
    }

    /// <summary>Whether a part holds vectors of tokens beside a module of layers, of the short form, whose prefix is that of the layers.</summary>
    private static bool BesideLayers(LstmPart[] parts, int at) => parts[at].Embeds && parts[at + 1].Prefix.Length == 0;

    /// <summary>The prefix of what a module lies in: nothing of <c>lstm.</c>, <c>model.</c> of <c>model.lstm.</c>.</summary>
    private static string Parent(string prefix) => prefix.Length == 0 ? "" : prefix.Substring(0, prefix.LastIndexOf('.', Math.Max(0, prefix.Length - 2)) + 1);

    private static ModelTensorKind KindOf(string vector)
        => vector.StartsWith(LstmCells.Gain, StringComparison.Ordinal) ? ModelTensorKind.Gain
            : vector.StartsWith(LstmCells.Shift, StringComparison.Ordinal) ? ModelTensorKind.Shift : ModelTensorKind.Vector;

    /// <summary>Whether names that were found are those of a single layer as LSTMCell has them, without <c>_l0</c>.</summary>
    internal static bool AreUnnumbered(LstmPart[] parts, string prefix, ICollection<string> found)
    {
        int layers = 0;
        foreach (LstmPart part in parts)
        {
            layers += part.Recurs ? 1 : 0;
        }

        string inputs = prefix + parts[0].Cell.InputWeights, recurrent = prefix + parts[0].Cell.RecurrentWeights;
        return layers == 1 && parts[0].Recurs && parts[0].Suffix == First && (found.Contains(inputs) || found.Contains(recurrent))
            && !found.Contains(inputs + First) && !found.Contains(recurrent + First);
    }
}
