namespace LstmGen.TestModels;

/// <summary>The registry of every compiled model, in the order of Models.cs.</summary>
internal static class ModelCases
{
    internal static IReadOnlyList<ModelCase> All { get; } =
    [
        ModelCase.Of<I1H1>(),
        ModelCase.Of<I1H8>(),
        ModelCase.Of<I3H5>(),
        ModelCase.Of<I16H20>(),
        ModelCase.Of<I8H32>(),
        ModelCase.Of<I64H64>(),
        ModelCase.Of<I4H16>(),
        ModelCase.Of<I5H12L2>(),
        ModelCase.Of<I8H16L3>(),
        ModelCase.Of<I16H32L2>(),
        ModelCase.Of<I5H8>(),
        ModelCase.Of<I5H8L2>(),
        ModelCase.Of<I12H16>(),
        ModelCase.Of<I7H9NoBias>(),
        ModelCase.Of<I6H8>(),
        ModelCase.Of<I4H8>(),
        ModelCase.Of<I1H20>(),
        ModelCase.Of<I3H12>(),
        ModelCase.Of<I4H7Coupled>(),
        ModelCase.Of<I6H9Peepholes>(),
        ModelCase.Of<I3H4>(),
        ModelCase.Of<I4H6Peepholes>(),
        ModelCase.Of<I4H6ForgetCoupled>(),
        ModelCase.Of<I5H8Clip>(),
        ModelCase.Of<I4H8PeepholesForgetCoupledClip>(),
        ModelCase.Of<I4H6HardSigmoidSoftsign>(),
        ModelCase.Of<I3H6NoBias>(),
        ModelCase.Of<I4H8CellClip>(),
        ModelCase.Of<I2H1L2O1>(),
        ModelCase.Of<I2H3L3O2>(),
        ModelCase.Of<I1H8O1Fast>(),
        ModelCase.Of<I2H12O1Full>(),
        ModelCase.Of<I3H12O2Loop>(),
        ModelCase.Of<I7H16O65NoBiasFast>(),
        ModelCase.Of<I20H20L2Fast>(),
        ModelCase.Of<I128H33O2>(),
        ModelCase.Of<I1H40O1Fast>(),
        ModelCase.Of<I40H40L2O6NoBias>(),
        ModelCase.Of<I64H64L2O6Loop>(),
        ModelCase.Of<I100H100L2O6>(),
        ModelCase.Of<I3H128L2O6>(),
        ModelCase.Of<I128H128Fast>(),
        ModelCase.Of<I32H256O65>(),
        ModelCase.Of<I3H12O2PeepholesCoupledLoop>(),
        ModelCase.Of<I5H20L2PeepholesCoupledNoBiasFast>(),
        ModelCase.Of<I8H32Coupled>(),
        ModelCase.Of<I3H40L2O6Peepholes>(),
        ModelCase.Of<I4H20L2O2HardSigmoid>(),
        ModelCase.Of<I3H7PeepholesCoupledHardSigmoid>(),
        ModelCase.Of<I9H37L2O3PeepholesHardSigmoidSixthSoftplusScaledTanhClip>(),
        ModelCase.Of<I3H21L2O2ForgetCoupledSoftsignEluLeakyReluCellClipFast>(),
        ModelCase.Of<I16H72Peepholes>(),
        ModelCase.Of<I8H100O3PeepholesCoupled>(),
    ];

    internal static IEnumerable<string> Names => All.Select(model => model.Name);

    internal static ModelCase Get(string name) => All.Single(model => model.Name == name);
}
