namespace LstmGen;

/// <summary>
/// What of a step goes through layer normalisation, (x - mean) / sqrt(variance + epsilon) over the units of a layer, the variance being that of all values (biased);
/// then a gain for each value is multiplied and a bias added.
/// </summary>
/// <remarks>docs/layer-norm.md has the equations and the names of the weights.</remarks>
public enum LstmNorm
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The pre-activation of each gate by itself, W x + R h and peepholes; the bias is added after the gain (TensorFlow Lite).</summary>
    Gates = 1,

    /// <summary>All pre-activations of a step together, W x + R h + b, and c on its way to h (Seq2SeqSharp).</summary>
    Sums = 2,

    /// <summary>W x and R h apart, each over all gates together, and c on its way to h; the bias is added to their sum (haste).</summary>
    Products = 3,

    /// <summary>As <see cref="Products"/>, but the normalised c is what the layer remembers (the LayerNormLSTM of PyTorch's benchmarks).</summary>
    ProductsAndCell = 4,
}
