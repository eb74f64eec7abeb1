using LstmGen.TestKit.Models;
using LstmGen.TestKit.Reference;

namespace LstmGen.TestKit.Combinations;

/// <summary>Options of cells and activations, drawn: all there are, with numbers that floats hold exactly.</summary>
internal static class CellDraw
{
    private static readonly LstmActivation[] s_all = Enum.GetValues<LstmActivation>();

    internal static LstmCellOptions Options(SplitMix random)
    {
        ReferenceActivation gate = OneIn(2, random) ? new(LstmActivation.Sigmoid) : Activation(random);
        ReferenceActivation candidate = OneIn(2, random) ? new(LstmActivation.Tanh) : Activation(random);
        ReferenceActivation output = OneIn(2, random) ? new(LstmActivation.Tanh) : Activation(random);
        LstmNorm norm = OneIn(4, random) ? (LstmNorm)(1 + random.Below(4)) : LstmNorm.None;
        return new()
        {
            Norm = norm,
            NormEpsilon = norm == LstmNorm.None ? 1e-5f : OneIn(2, random) ? 0.125f : 0.5f, // few units are nearly equal now and then
            Peepholes = OneIn(3, random) && norm <= LstmNorm.Gates,
            CoupledGates = (LstmCoupledGates)Math.Max(0, random.Below(5) - 2),
            GateActivation = gate.Function,
            GateAlpha = gate.Alpha,
            GateBeta = gate.Beta,
            CandidateActivation = candidate.Function,
            CandidateAlpha = candidate.Alpha,
            CandidateBeta = candidate.Beta,
            OutputActivation = output.Function,
            OutputAlpha = output.Alpha,
            OutputBeta = output.Beta,
            Clip = OneIn(3, random) ? 0.25f + random.Below(4) : 0,
            CellClip = OneIn(3, random) ? 0.5f + random.Below(4) : 0,
            LearnedInitialState = OneIn(4, random),
            HiddenZoneout = OneIn(5, random) ? 0.25f : 0,
            CellZoneout = OneIn(5, random) ? 0.125f : 0,
        };
    }

    /// <summary>Any activation, with the numbers that it takes, each given or not.</summary>
    internal static ReferenceActivation Activation(SplitMix random)
    {
        LstmActivation function = s_all[random.Below(s_all.Length)];
        bool alpha = function is LstmActivation.HardSigmoid or LstmActivation.Affine or LstmActivation.LeakyRelu or LstmActivation.ThresholdedRelu
            or LstmActivation.ScaledTanh or LstmActivation.Elu;
        bool beta = function is LstmActivation.HardSigmoid or LstmActivation.Affine or LstmActivation.ScaledTanh;
        return new(function, alpha && OneIn(2, random) ? Number(random) : float.NaN, beta && OneIn(2, random) ? Number(random) : float.NaN);
    }

    internal static bool OneIn(int several, SplitMix random) => random.Below(several) == 0;

    /// <summary>An eighth to one and a quarter, now and then its negative.</summary>
    private static float Number(SplitMix random) => (1 + random.Below(10)) * (OneIn(8, random) ? -0.125f : 0.125f);
}
