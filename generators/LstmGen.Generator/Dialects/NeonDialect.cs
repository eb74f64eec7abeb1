using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Dialects;

/// <summary>NEON on arm64: 32 registers of 4 floats, multiply-adds by a lane of a vector of scalars.</summary>
internal sealed class NeonDialect : Dialect
{
    internal override string Name => "NEON";

    internal override string Suffix => "Neon";

    internal override string[] Architectures => ["arm64"];

    internal override string Supported => $"{Intrinsics}Arm.AdvSimd.Arm64.IsSupported";

    internal override string[] Usings => ["System.Runtime.Intrinsics.Arm"];

    internal override Machine Machine { get; } = new(Lanes: 4, TailLanes: new([4]), Registers: 32, ScalarsPerLoad: 4, VectorsPerLoad: 2);

    internal override Tuning Tuning { get; } = new(PanelVectors: 2, StreamAccumulators: 16, BatchAccumulators: 24, BatchRows: 3)
    {
        WeightRows = new([8, 4, 1]),
        WeightVectors = 2,
    };

    internal override string MultiplyAdd(int lanes, string a, string b, string c) => $"AdvSimd.FusedMultiplyAdd({c}, {a}, {b})";

    internal override string NegatedMultiplyAdd(int lanes, string a, string b, string c) => $"AdvSimd.FusedMultiplySubtract({c}, {a}, {b})";

    internal override string MultiplyAddByLane(string a, string scalars, int lane, string c)
        => $"AdvSimd.Arm64.FusedMultiplyAddBySelectedScalar({c}, {a}, {scalars}, {lane})";

    internal override string Dot(int terms, int lanes, string scalars, string vector, string sum)
    {
        const string Signed = "AdvSimd.MultiplyWidening";
        if (terms == 2)
        {
            return $"({sum}.AsInt32() + AdvSimd.Arm64.AddPairwise({Signed}Lower({scalars}.AsInt16().GetLower(), {vector}.AsInt16().GetLower()), {Signed}Upper({scalars}.AsInt16(), {vector}.AsInt16()))).AsSingle()";
        }

        string low = $"{Signed}Lower({scalars}.AsSByte().GetLower(), {vector}.AsSByte().GetLower())", high = $"{Signed}Upper({scalars}.AsSByte(), {vector}.AsSByte())";
        return $"(Dp.IsSupported ? Dp.DotProduct({sum}.AsInt32(), {scalars}.AsSByte(), {vector}.AsSByte()) "
            + $": {sum}.AsInt32() + AdvSimd.Arm64.AddPairwise(AdvSimd.AddPairwiseWidening({low}), AdvSimd.AddPairwiseWidening({high}))).AsSingle()";
    }

    internal override string Min(int lanes, string a, string b) => $"AdvSimd.Min({a}, {b})";

    internal override string Max(int lanes, string a, string b) => $"AdvSimd.Max({a}, {b})";
}
