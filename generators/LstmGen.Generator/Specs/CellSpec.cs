using LstmGen.Kernels;

namespace LstmGen.Generator.Specs;

/// <summary>Which gate is what another one leaves of 1; the values are those of LstmGen.LstmCoupledGates.</summary>
internal enum CoupledKind
{
    None = 0,
    InputFromForget = 1,
    ForgetFromInput = 2,
}

/// <summary>What of a step is normalised over the units of a layer; the values are those of LstmGen.LstmNorm.</summary>
internal enum NormKind
{
    None = 0,
    Gates = 1,
    Sums = 2,
    Products = 3,
    ProductsAndCell = 4,
}

/// <summary>Which equations a step computes: the options of the attribute that change them. The default is the LSTM of torch.nn.LSTM.</summary>
/// <param name="Peepholes">Whether the gates see the cell state through weights of their own.</param>
/// <param name="CoupledGates">Whether i = 1 - f or f = 1 - i, which then has no weights.</param>
/// <param name="Gate">What gates go through.</param>
/// <param name="Candidate">What the candidate goes through.</param>
/// <param name="Output">What c goes through for h.</param>
/// <param name="Clip">Bound of what gates and candidate go into their activations with; 0 for none.</param>
/// <param name="CellClip">Bound of c after the step; 0 for none.</param>
internal readonly record struct CellSpec(
    bool Peepholes = false, CoupledKind CoupledGates = default, ActivationSpec Gate = default, ActivationSpec Candidate = default, ActivationSpec Output = default,
    float Clip = 0, float CellClip = 0)
{
    /// <summary>Which cell.</summary>
    internal CellKind Kind { get; init; }

    /// <summary>Letters of the gates that have weights, in their order.</summary>
    internal string Gates => LstmCells.Gates((int)CoupledGates);

    /// <summary>Sums of a unit, of a layer that gives them as they stand.</summary>
    internal int Count { get; init; }

    /// <summary>Bound of what h is projected to, or of what a dense layer gives; 0 for none.</summary>
    internal float ProjectionClip { get; init; }

    /// <summary>Sums of which those are a part, side by side in a row; 0 where they are all.</summary>
    internal int CountOfRow { get; init; }

    /// <summary>Whether an LSTM takes sums over the inputs and over h apart though its equations do not ask for it: integer sums have a scale each.</summary>
    internal bool SumsApart { get; init; }

    /// <summary>Whether the reset gate comes before the product with R, of <see cref="CellKind.Gru"/>.</summary>
    internal bool ResetsBefore { get; init; }

    /// <summary>What is normalised.</summary>
    internal NormKind Norm { get; init; }

    /// <summary>What is added to a variance before its root is taken; null for <see cref="DefaultNormEpsilon"/>.</summary>
    internal float? NormEpsilon { get; init; }

    /// <summary>Groups of units that read no h but their own, where there are several.</summary>
    internal int Heads { get; init; }

    /// <summary>Whether the forget gate goes through exp, of <see cref="CellKind.Slstm"/>.</summary>
    internal bool ExponentialForget { get; init; }

    /// <summary>How often a unit keeps its h of the step before, in place of the new one. Kernels know nothing of it.</summary>
    internal float HiddenZoneout { get; init; }

    /// <summary>The same of c.</summary>
    internal float CellZoneout { get; init; }

    /// <summary>These in the name of a network.</summary>
    internal string ZoneoutName => (HiddenZoneout == 0 ? "" : $"_Zone{InName(HiddenZoneout)}") + (CellZoneout == 0 ? "" : $"_CellZone{InName(CellZoneout)}");

    /// <summary>Whether states begin with tensors. Kernels know nothing of it.</summary>
    internal bool LearnedInitialState { get; init; }

    /// <summary>That of PyTorch, Keras 3 has 1e-3.</summary>
    internal const float DefaultNormEpsilon = 1e-5f;

    /// <summary>
    /// Whether it takes sums over the inputs and over h apart, by rows: where something is needed of all units before any can go on, or of one kind of sum without the other.
    /// </summary>
    internal bool TakesRows => Kind >= CellKind.Gru || Norm != NormKind.None || SumsApart;

    /// <summary>What the run time knows of it: generated classes hold this.</summary>
    internal LstmCellLayout Layout => LearnedInitialState ? PlainLayout.WithInitialStates() : PlainLayout;

    private LstmCellLayout PlainLayout => Kind switch
    {
        CellKind.Gru => LstmCells.Gru,
        CellKind.Slstm => LstmCells.Slstm(Math.Max(1, Heads)),
        _ => LstmCells.Of(Gates, Peepholes, (int)Norm),
    };

    private static string InName(float value) => CellWords.Number(value).Replace('.', '_').Replace('-', 'm');
}
