namespace LstmGen;

/// <summary>What happens inside of a cell: the options that every attribute of recurrent layers has.</summary>
public abstract class LstmCellAttribute : Attribute
{
    private protected LstmCellAttribute()
    {
    }

    /// <summary>
    /// Whether the gates see the cell state through weights of their own (Gers and Schmidhuber 2000): i = sigmoid(z_i + p_i c),
    /// f = sigmoid(z_f + p_f c) and, of the cell state c' after the step, o = sigmoid(z_o + p_o c'). False by default.
    /// </summary>
    public bool Peepholes { get; set; }

    /// <summary>Whether i is 1 - f, or f is 1 - i, and has no weights. None by default.</summary>
    public LstmCoupledGates CoupledGates { get; set; }

    /// <summary>What the gates go through (Keras' <c>recurrent_activation</c>). Sigmoid by default.</summary>
    public LstmActivation GateActivation { get; set; } = LstmActivation.Sigmoid;

    /// <summary>alpha of <see cref="GateActivation"/>; NaN, the default, for that which the activation has by itself.</summary>
    public float GateAlpha { get; set; } = float.NaN;

    /// <summary>beta of <see cref="GateActivation"/>, likewise.</summary>
    public float GateBeta { get; set; } = float.NaN;

    /// <summary>What the candidate goes through (Keras' <c>activation</c>, which is <see cref="OutputActivation"/> too). Tanh by default.</summary>
    public LstmActivation CandidateActivation { get; set; } = LstmActivation.Tanh;

    /// <summary>alpha of <see cref="CandidateActivation"/>; NaN, the default, for that which the activation has by itself.</summary>
    public float CandidateAlpha { get; set; } = float.NaN;

    /// <summary>beta of <see cref="CandidateActivation"/>, likewise.</summary>
    public float CandidateBeta { get; set; } = float.NaN;

    /// <summary>What the cell state goes through before the output gate: h = o tanh(c). Tanh by default.</summary>
    public LstmActivation OutputActivation { get; set; } = LstmActivation.Tanh;

    /// <summary>alpha of <see cref="OutputActivation"/>; NaN, the default, for that which the activation has by itself.</summary>
    public float OutputAlpha { get; set; } = float.NaN;

    /// <summary>beta of <see cref="OutputActivation"/>, likewise.</summary>
    public float OutputBeta { get; set; } = float.NaN;

    /// <summary>
    /// Bound of what gates and candidate go into their activations with, -<see cref="Clip"/> to <see cref="Clip"/> (ONNX's <c>clip</c>); peepholes are added
    /// before. 0, the default, for none.
    /// </summary>
    public float Clip { get; set; }

    /// <summary>Bound of the cell state after a step (TensorFlow Lite's <c>cell_clip</c>, cuDNN's clipping). 0, the default, for none.</summary>
    public float CellClip { get; set; }

    /// <summary>Bound of what h is projected to (TensorFlow Lite's <c>proj_clip</c>), which the next step and other layers read. 0, the default, for none.</summary>
    public float ProjectionClip { get; set; }

    /// <summary>What of a step is normalised over the units of a layer. Nothing by default.</summary>
    public LstmNorm Norm { get; set; }

    /// <summary>What <see cref="Norm"/> adds to a variance before its root is taken. 1e-5 by default, as PyTorch's; Keras has 1e-3, TensorFlow Lite 1e-8.</summary>
    public float NormEpsilon { get; set; } = 1e-5f;

    /// <summary>
    /// Whether h and c before the first step are parameters, <c>initial_hidden_l0</c> [values of h] and <c>initial_cell_l0</c> [H] of each layer and direction, which are trained, and zeros in a new model (<c>initial_h</c>, <c>initial_c</c> of ONNX as initialisers).
    /// False by default: zeros.
    /// </summary>
    public bool LearnedInitialState { get; set; }

    /// <summary>
    /// How often a unit keeps its h of the step before in place of the new one, in training, at random (zoneout, Krueger et al. 2017; haste's <c>zoneout</c>): 0 up to but not including 1.
    /// A run has the mean of the two, p h_before + (1 - p) h_after. With a projection h is what it gives. 0, the default, for never.
    /// </summary>
    public float HiddenZoneout { get; set; }

    /// <summary>The same of c; h of the step is of the new c, as it is before it is kept. 0, the default, for never.</summary>
    public float CellZoneout { get; set; }
}
