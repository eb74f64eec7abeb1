using System.Globalization;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>The parts of layers of one size on top of each other, as torch.nn.LSTM with num_layers has them.</summary>
/// <remarks>The generator compiles this file too: hence no newer C# and no API of .NET's later versions.</remarks>
internal static class LstmStack
{
    /// <summary>Before names of tensors of the vectors of tokens.</summary>
    internal const string EmbeddingPrefix = "embedding.";

    /// <summary>The part whose rows stand for tokens, as torch.nn.Embedding has them.</summary>
    /// <param name="tokens">Number of different tokens.</param>
    /// <param name="features">Values of the vector of one.</param>
    internal static LstmPart Embedding(int tokens, int features) => new LstmPart(EmbeddingPrefix, "", LstmCells.Embedding, features, tokens, tokens, false);

    /// <summary>Adds the parts of a stack; gives the width of its outputs.</summary>
    /// <param name="parts">Where they go, in PyTorch's order: layer after layer, in each the forward direction and then the backward one.</param>
    /// <param name="prefix">Before their names.</param>
    /// <param name="cell">The cell of all layers.</param>
    /// <param name="features">Values that the first layer reads.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="units">Units of a layer in one direction.</param>
    /// <param name="outputs">Values that a layer gives in one direction.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="both">Whether layers have two directions.</param>
    /// <param name="apart">Whether layers of one direction read that direction alone.</param>
    /// <param name="concatenates">Whether outputs of two directions stand side by side.</param>
    internal static int Add(
        List<LstmPart> parts, string prefix, LstmCellLayout cell, int features, int layers, int units, int outputs, bool bias, bool both, bool apart, bool concatenates)
    {
        for (int layer = 0; layer < layers; layer++)
        {
            string suffix = "_l" + layer.ToString(CultureInfo.InvariantCulture);
            parts.Add(new LstmPart(prefix, suffix, cell, features, units, outputs, bias));
            if (both)
            {
                parts.Add(new LstmPart(prefix, suffix + "_reverse", cell, features, units, outputs, bias));
            }

            features = both && concatenates && (!apart || layer == layers - 1) ? 2 * outputs : outputs;
        }

        return features;
    }
}
