namespace LstmGen;

/// <summary>
/// Layers of gated recurrent units of a network, as torch.nn.GRU and Keras (<c>reset_after=True</c>) have them: r = sigmoid(W_r x + R_r h + b), z likewise,
/// n = tanh(W_n x + b_n + r (R_n h + c_n)), h' = (1 - z) n + z h. What stands before it on the class is what it reads.
/// </summary>
/// <remarks>The tensors have PyTorch's names and order of rows: r, z, n.</remarks>
/// <param name="hidden">Units of a layer in one direction, 1 to 4096.</param>
/// <param name="layers">Layers of this size on top of each other, 1 to 16.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GruAttribute(int hidden, int layers = 1) : Attribute, ILstmLayer
{
    /// <summary>Units of a layer in one direction.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>Layers of this size on top of each other.</summary>
    public int Layers { get; } = layers;

    /// <summary>What names of its tensors begin with, before a dot; <c>gru</c> and its place among the layers, from 0 on, where it has none.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the layers have biases. True by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Whether the reset gate scales what the recurrence gives, n = tanh(W_n x + b_n + r (R_n h + c_n)), as PyTorch, cuDNN and Keras' <c>reset_after=True</c> have it (ONNX:
    /// <c>linear_before_reset=1</c>). False where it scales what the recurrence reads, n = tanh(W_n x + b_n + R_n (r h) + c_n), which is a second product that waits for the first. True by default.
    /// </summary>
    public bool ResetAfter { get; set; } = true;

    /// <summary>What r and z go through (Keras' <c>recurrent_activation</c>). Sigmoid by default.</summary>
    public LstmActivation GateActivation { get; set; } = LstmActivation.Sigmoid;

    /// <summary>alpha of <see cref="GateActivation"/>; NaN, the default, for that which the activation has by itself.</summary>
    public float GateAlpha { get; set; } = float.NaN;

    /// <summary>beta of <see cref="GateActivation"/>, likewise.</summary>
    public float GateBeta { get; set; } = float.NaN;

    /// <summary>What the candidate goes through (Keras' <c>activation</c>). Tanh by default.</summary>
    public LstmActivation CandidateActivation { get; set; } = LstmActivation.Tanh;

    /// <summary>alpha of <see cref="CandidateActivation"/>; NaN, the default, for that which the activation has by itself.</summary>
    public float CandidateAlpha { get; set; } = float.NaN;

    /// <summary>beta of <see cref="CandidateActivation"/>, likewise.</summary>
    public float CandidateBeta { get; set; } = float.NaN;

    /// <summary>
    /// Whether h before the first step is a parameter, <c>initial_hidden_l0</c> [H] of each layer and direction, which is trained, and zeros in a new model (<c>initial_h</c> of ONNX as initialisers).
    /// False by default: zeros.
    /// </summary>
    public bool LearnedInitialState { get; set; }

    /// <summary>
    /// How often a unit keeps its h of the step before in place of the new one, in training, at random (zoneout, Krueger et al. 2017; haste's <c>zoneout</c>): 0 up to but not including 1.
    /// A run has the mean of the two, p h_before + (1 - p) h_after. With a projection h is what it gives. 0, the default, for never.
    /// </summary>
    public float HiddenZoneout { get; set; }

    /// <summary>In which order of time the layers read. From the first step to the last by default; a network with any other has no <c>Step</c>.</summary>
    public LstmDirection Direction { get; set; } = LstmDirection.Forward;

    /// <summary>What becomes of the outputs of two directions: side by side by default.</summary>
    public LstmMerge Merge { get; set; } = LstmMerge.Concat;

    /// <summary>Whether each layer adds what it reads to what it gives; both must be of one width. False by default.</summary>
    public bool Residual { get; set; }
}
