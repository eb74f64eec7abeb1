namespace LstmGen.TestModels;

// Every shape of the suite. A name spells its shape: I inputs, H hidden, L layers, O outputs of the head, then options.
// Layers of equal shape share their kernels, so a second layer often repeats the first.
// The shapes above the line are those of the golden cases; those below add what the golden cases leave out:
// ragged widths, large layers, heads, Fast, no bias, the unroll options, peepholes and coupled gates.

[LstmModel(hidden: 1)]
internal sealed partial class I1H1;

[LstmModel(hidden: 8)]
internal sealed partial class I1H8;

[LstmModel(hidden: 5, input: 3)]
internal sealed partial class I3H5;

[LstmModel(hidden: 20, input: 16)]
internal sealed partial class I16H20;

[LstmModel(hidden: 32, input: 8)]
internal sealed partial class I8H32;

[LstmModel(hidden: 64, input: 64)]
internal sealed partial class I64H64;

[LstmModel(hidden: 16, input: 4)]
internal sealed partial class I4H16;

[LstmModel(hidden: 12, layers: 2, input: 5)]
internal sealed partial class I5H12L2;

[LstmModel(hidden: 16, layers: 3, input: 8)]
internal sealed partial class I8H16L3;

[LstmModel(hidden: 32, layers: 2, input: 16)]
internal sealed partial class I16H32L2;

[LstmModel(hidden: 8, input: 5)]
internal sealed partial class I5H8;

[LstmModel(hidden: 8, layers: 2, input: 5)]
internal sealed partial class I5H8L2;

[LstmModel(hidden: 16, input: 12)]
internal sealed partial class I12H16;

[LstmModel(hidden: 9, input: 7, Bias = false)]
internal sealed partial class I7H9NoBias;

[LstmModel(hidden: 8, input: 6)]
internal sealed partial class I6H8;

[LstmModel(hidden: 8, input: 4)]
internal sealed partial class I4H8;

[LstmModel(hidden: 20)]
internal sealed partial class I1H20;

[LstmModel(hidden: 12, input: 3)]
internal sealed partial class I3H12;

[LstmModel(hidden: 7, input: 4, CoupledGates = LstmCoupledGates.InputFromForget)]
internal sealed partial class I4H7Coupled;

[LstmModel(hidden: 9, input: 6, Peepholes = true)]
internal sealed partial class I6H9Peepholes;

[LstmModel(hidden: 4, input: 3)]
internal sealed partial class I3H4;

[LstmModel(hidden: 6, input: 4, Peepholes = true)]
internal sealed partial class I4H6Peepholes;

[LstmModel(hidden: 6, input: 4, CoupledGates = LstmCoupledGates.ForgetFromInput)]
internal sealed partial class I4H6ForgetCoupled;

[LstmModel(hidden: 8, input: 5, Clip = 0.75f)]
internal sealed partial class I5H8Clip;

[LstmModel(hidden: 8, input: 4, Peepholes = true, CoupledGates = LstmCoupledGates.ForgetFromInput, Clip = 1.25f)]
internal sealed partial class I4H8PeepholesForgetCoupledClip;

[LstmModel(hidden: 6, input: 4, GateActivation = LstmActivation.HardSigmoid, GateAlpha = 0.2f, GateBeta = 0.5f, CandidateActivation = LstmActivation.Softsign)]
internal sealed partial class I4H6HardSigmoidSoftsign;

[LstmModel(hidden: 6, input: 3, Bias = false)]
internal sealed partial class I3H6NoBias;

[LstmModel(hidden: 8, input: 4, CellClip = 0.5f)]
internal sealed partial class I4H8CellClip;

// ---------------------------------------------------------------------------------------------------------------

[LstmModel(hidden: 1, layers: 2, input: 2, output: 1)]
internal sealed partial class I2H1L2O1;

[LstmModel(hidden: 3, layers: 3, input: 2, output: 2)]
internal sealed partial class I2H3L3O2;

[LstmModel(hidden: 8, output: 1, Activations = LstmActivations.Fast)]
internal sealed partial class I1H8O1Fast;

[LstmModel(hidden: 12, input: 2, output: 1, Unroll = LstmUnroll.Full)]
internal sealed partial class I2H12O1Full;

[LstmModel(hidden: 12, input: 3, output: 2, Unroll = LstmUnroll.Loop)]
internal sealed partial class I3H12O2Loop;

[LstmModel(hidden: 16, input: 7, output: 65, Bias = false, Activations = LstmActivations.Fast)]
internal sealed partial class I7H16O65NoBiasFast;

[LstmModel(hidden: 20, layers: 2, input: 20, Activations = LstmActivations.Fast)]
internal sealed partial class I20H20L2Fast;

[LstmModel(hidden: 33, input: 128, output: 2)]
internal sealed partial class I128H33O2;

[LstmModel(hidden: 40, output: 1, Activations = LstmActivations.Fast)]
internal sealed partial class I1H40O1Fast;

[LstmModel(hidden: 40, layers: 2, input: 40, output: 6, Bias = false)]
internal sealed partial class I40H40L2O6NoBias;

[LstmModel(hidden: 64, layers: 2, input: 64, output: 6, Unroll = LstmUnroll.Loop)]
internal sealed partial class I64H64L2O6Loop;

[LstmModel(hidden: 100, layers: 2, input: 100, output: 6, LowLatency = true)]
internal sealed partial class I100H100L2O6;

[LstmModel(hidden: 128, layers: 2, input: 3, output: 6, LowLatency = true)]
internal sealed partial class I3H128L2O6;

[LstmModel(hidden: 128, input: 128, Activations = LstmActivations.Fast)]
internal sealed partial class I128H128Fast;

[LstmModel(hidden: 256, input: 32, output: 65)]
internal sealed partial class I32H256O65;

[LstmModel(hidden: 12, input: 3, output: 2, Peepholes = true, CoupledGates = LstmCoupledGates.InputFromForget, Unroll = LstmUnroll.Loop)]
internal sealed partial class I3H12O2PeepholesCoupledLoop;

[LstmModel(hidden: 20, layers: 2, input: 5, Peepholes = true, CoupledGates = LstmCoupledGates.InputFromForget, Bias = false, Activations = LstmActivations.Fast)]
internal sealed partial class I5H20L2PeepholesCoupledNoBiasFast;

[LstmModel(hidden: 32, input: 8, CoupledGates = LstmCoupledGates.InputFromForget)]
internal sealed partial class I8H32Coupled;

[LstmModel(hidden: 40, layers: 2, input: 3, output: 6, Peepholes = true)]
internal sealed partial class I3H40L2O6Peepholes;

[LstmModel(hidden: 20, layers: 2, input: 4, output: 2, GateActivation = LstmActivation.HardSigmoid)]
internal sealed partial class I4H20L2O2HardSigmoid;

[LstmModel(hidden: 7, input: 3, Peepholes = true, CoupledGates = LstmCoupledGates.InputFromForget, GateActivation = LstmActivation.HardSigmoid)]
internal sealed partial class I3H7PeepholesCoupledHardSigmoid;

[LstmModel(
    hidden: 37, layers: 2, input: 9, output: 3, Peepholes = true, GateActivation = LstmActivation.HardSigmoidSixth, CandidateActivation = LstmActivation.Softplus,
    OutputActivation = LstmActivation.ScaledTanh, OutputAlpha = 1.7159f, OutputBeta = 0.6666667f, Clip = 1.5f)]
internal sealed partial class I9H37L2O3PeepholesHardSigmoidSixthSoftplusScaledTanhClip;

[LstmModel(
    hidden: 21, layers: 2, input: 3, output: 2, CoupledGates = LstmCoupledGates.ForgetFromInput, GateActivation = LstmActivation.Softsign,
    CandidateActivation = LstmActivation.Elu, OutputActivation = LstmActivation.LeakyRelu, CellClip = 0.75f, Activations = LstmActivations.Fast)]
internal sealed partial class I3H21L2O2ForgetCoupledSoftsignEluLeakyReluCellClipFast;

[LstmModel(hidden: 72, input: 16, Peepholes = true, LowLatency = true)]
internal sealed partial class I16H72Peepholes;

[LstmModel(hidden: 100, input: 8, output: 3, Peepholes = true, CoupledGates = LstmCoupledGates.InputFromForget)]
internal sealed partial class I8H100O3PeepholesCoupled;
