namespace LstmGen.Training;

/// <summary>What a tape is made for.</summary>
public sealed record LstmTapeOptions
{
    /// <summary>Number of sequences, at least 1.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>The most time steps of one forward pass, at least 1; a pass may be shorter.</summary>
    public required int Steps { get; init; }

    /// <summary>Threads that work together on one pass, 1 to 1,024. Results have the same bits for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Probability, 0 up to but not including 1, with which an h that one layer passes to the next is dropped, as PyTorch's
    /// <c>dropout</c>: a new mask every step, values that stay are scaled by 1 / (1 - p). 0 where there is one layer alone.
    /// </summary>
    public float Dropout { get; init; }

    /// <summary>
    /// Probability, 0 up to but not including 1, with which a unit of h(t-1) is dropped from the recurrence: one mask for all steps of
    /// a sequence, shared by the gates, one for each row and layer (Gal and Ghahramani, A Theoretically Grounded Application of
    /// Dropout in Recurrent Neural Networks, 2016); values that stay are scaled by 1 / (1 - p).
    /// </summary>
    public float RecurrentDropout { get; init; }

    /// <summary>
    /// Probability, 0 up to but not including 1, with which a weight of R (<c>weight_hh</c>) is dropped: one mask for a pass, all its rows
    /// and steps (DropConnect; the weight drop of Merity, Keskar and Socher, Regularizing and Optimizing LSTM Language Models, 2017);
    /// weights that stay are scaled by 1 / (1 - p), and the gradient of R goes through the same mask.
    /// </summary>
    public float RecurrentWeightDropout { get; init; }

    /// <summary>
    /// Probability, 0 up to but not including 1, with which an input of the model is dropped before the first layer reads it: a new mask
    /// every step, values that stay are scaled by 1 / (1 - p). Gradients of the inputs go through the same mask.
    /// </summary>
    public float InputDropout { get; init; }

    /// <summary>
    /// Whether <see cref="Dropout"/> and <see cref="InputDropout"/> keep one mask for all steps of a sequence in place of a new one every
    /// step: variational dropout (Gal and Ghahramani, 2016), as the locked dropout of AWD-LSTM and Keras' <c>dropout</c>.
    /// </summary>
    public bool LockedDropout { get; init; }

    /// <summary>Key of the dropout masks: with <see cref="LstmTape.Pass"/> it determines them all.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// What the names of <see cref="LstmTape.Trainables"/> start with, such as <c>encoder.</c>: where one optimiser has several tapes, the
    /// names of its states then differ. Empty by default.
    /// </summary>
    public string Prefix { get; init; } = "";

    /// <summary>One of <see cref="ILstmModel{TSelf}.KernelSets"/>, or null for the best.</summary>
    public string? KernelSet { get; init; }
}
