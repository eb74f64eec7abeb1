using LstmGen.Kernels;

namespace LstmGen;

/// <summary>The options of a cell that a model class was compiled for: those of <see cref="LstmCellAttribute"/>. The default is the LSTM of torch.nn.LSTM.</summary>
public sealed record LstmCellOptions
{
    internal static readonly LstmCellOptions Default = new();

    /// <summary>Whether the gates see the cell state: i and f that before the step, o that after it.</summary>
    public bool Peepholes { get; init; }

    /// <summary>Whether i is 1 - f, or f is 1 - i, and has no weights.</summary>
    public LstmCoupledGates CoupledGates { get; init; }

    /// <summary>What the gates go through.</summary>
    public LstmActivation GateActivation { get; init; } = LstmActivation.Sigmoid;

    /// <summary>alpha of the gates' activation; NaN for that which it has by itself.</summary>
    public float GateAlpha { get; init; } = float.NaN;

    /// <summary>beta of the gates' activation, likewise.</summary>
    public float GateBeta { get; init; } = float.NaN;

    /// <summary>What the candidate goes through.</summary>
    public LstmActivation CandidateActivation { get; init; } = LstmActivation.Tanh;

    /// <summary>alpha of the candidate's activation; NaN for that which it has by itself.</summary>
    public float CandidateAlpha { get; init; } = float.NaN;

    /// <summary>beta of the candidate's activation, likewise.</summary>
    public float CandidateBeta { get; init; } = float.NaN;

    /// <summary>What the cell state goes through before the output gate.</summary>
    public LstmActivation OutputActivation { get; init; } = LstmActivation.Tanh;

    /// <summary>alpha of the output's activation; NaN for that which it has by itself.</summary>
    public float OutputAlpha { get; init; } = float.NaN;

    /// <summary>beta of the output's activation, likewise.</summary>
    public float OutputBeta { get; init; } = float.NaN;

    /// <summary>Bound of what gates and candidate go into their activations with; 0 for none.</summary>
    public float Clip { get; init; }

    /// <summary>Bound of the cell state after a step; 0 for none.</summary>
    public float CellClip { get; init; }

    /// <summary>Bound of what h is projected to; 0 for none.</summary>
    public float ProjectionClip { get; init; }

    /// <summary>What of a step is normalised over the units of a layer.</summary>
    public LstmNorm Norm { get; init; }

    /// <summary>What <see cref="Norm"/> adds to a variance before its root is taken.</summary>
    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>Whether h and c before the first step are parameters.</summary>
    public bool LearnedInitialState { get; init; }

    /// <summary>How often a unit keeps its h of the step before, in place of the new one.</summary>
    public float HiddenZoneout { get; init; }

    /// <summary>How often a unit keeps its c of the step before, in place of the new one.</summary>
    public float CellZoneout { get; init; }

    internal string Gates => LstmCells.Gates((int)CoupledGates);

    internal LstmCellLayout Layout
        => LstmCells.Of(Gates, Peepholes, (int)Norm) is var layout && LearnedInitialState ? layout.WithInitialStates() : layout;

    /// <summary>The options in words; nothing for the default.</summary>
    public override string ToString()
    {
        string[] words =
        [
            CellWords.Peepholes(Peepholes),
            CellWords.Coupled(Gates),
            CellWords.Activation(GateActivation.ToString(), GateActivation == LstmActivation.Sigmoid, GateAlpha, GateBeta, "gates"),
            CellWords.Activation(CandidateActivation.ToString(), CandidateActivation == LstmActivation.Tanh, CandidateAlpha, CandidateBeta, "candidate"),
            CellWords.Activation(OutputActivation.ToString(), OutputActivation == LstmActivation.Tanh, OutputAlpha, OutputBeta, "output"),
            CellWords.Bound("pre-activations", Clip),
            CellWords.Bound("cell", CellClip),
            CellWords.Bound("projection", ProjectionClip),
            CellWords.Norm((int)Norm, NormEpsilon),
            CellWords.InitialState(LearnedInitialState),
            CellWords.Zoneout("h", HiddenZoneout),
            CellWords.Zoneout("c", CellZoneout),
        ];
        return string.Join(", ", words.Where(part => part.Length > 0));
    }
}
