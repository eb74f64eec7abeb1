namespace LstmGen;

/// <summary>What becomes of the outputs of the two directions of a layer (<c>merge_mode</c>).</summary>
public enum LstmMerge
{
    /// <summary>Those of the forward direction, then those of the backward direction: [2 H], as PyTorch has them.</summary>
    Concat = 0,

    /// <summary>Their sum: [H].</summary>
    Sum = 1,

    /// <summary>Their product: [H].</summary>
    Multiply = 2,

    /// <summary>Half of their sum: [H].</summary>
    Average = 3,
}
