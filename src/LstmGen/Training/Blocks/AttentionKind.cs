namespace LstmGen.Training;

/// <summary>How well a query fits a step of the source.</summary>
public enum AttentionKind
{
    /// <summary>q · s (Luong, Pham and Manning, Effective Approaches to Attention-based Neural Machine Translation, 2015); both have the same size.</summary>
    Dot = 0,

    /// <summary>q · W s (Luong, Pham and Manning, 2015).</summary>
    General = 1,

    /// <summary>v · tanh(Q q + S s) (Bahdanau, Cho and Bengio, Neural Machine Translation by Jointly Learning to Align and Translate, 2015).</summary>
    Additive = 2,
}
