namespace LstmGen.TestModels;

// Networks that are more than layers in one direction. Names as in Models.cs; P is what h is projected to. The classes above the line are those of golden cases.

[LstmModel(hidden: 10, input: 6, Direction = LstmDirection.Both)]
internal sealed partial class I6H10Both;

[LstmModel(hidden: 8, layers: 2, input: 4, Direction = LstmDirection.Both)]
internal sealed partial class I4H8L2Both;

[LstmModel(hidden: 8, layers: 2, input: 5, Direction = LstmDirection.Both)]
internal sealed partial class I5H8L2Both;

[LstmModel(hidden: 6, input: 4, Direction = LstmDirection.Both, Bias = false)]
internal sealed partial class I4H6BothNoBias;

[LstmModel(hidden: 24, input: 10, Projection = 7)]
internal sealed partial class I10H24P7;

[LstmModel(hidden: 16, layers: 2, input: 6, Projection = 5, Direction = LstmDirection.Both)]
internal sealed partial class I6H16P5L2Both;

[LstmModel(hidden: 5, input: 3, Direction = LstmDirection.Reverse, Peepholes = true)]
internal sealed partial class I3H5ReversePeepholes;

[LstmModel(hidden: 7, input: 5, Direction = LstmDirection.Both, Peepholes = true)]
internal sealed partial class I5H7BothPeepholes;

[LstmModel(hidden: 8, input: 5, Norm = LstmNorm.Products)]
internal sealed partial class I5H8NormProducts;

[LstmModel(hidden: 32, input: 8, Norm = LstmNorm.Products)]
internal sealed partial class I8H32NormProducts;

[LstmModel(hidden: 8, input: 5, Norm = LstmNorm.Gates)]
internal sealed partial class I5H8NormGates;

[LstmModel(hidden: 20, input: 6, Norm = LstmNorm.Gates)]
internal sealed partial class I6H20NormGates;

[LstmNetwork(input: 5)]
[Gru(8, Name = "gru")]
internal sealed partial class I5H8Gru;

[LstmNetwork(input: 4)]
[Gru(20, layers: 2, Name = "gru", Direction = LstmDirection.Both)]
internal sealed partial class I4H20L2GruBoth;

// ---------------------------------------------------------------------------------------------------------------

[LstmModel(hidden: 20, layers: 3, input: 3, output: 2, Direction = LstmDirection.Both, Merge = LstmMerge.Sum)]
internal sealed partial class I3H20L3O2BothSum;

[LstmModel(hidden: 17, layers: 2, input: 9, Direction = LstmDirection.Both, Merge = LstmMerge.Multiply, Activations = LstmActivations.Fast)]
internal sealed partial class I9H17L2BothMultiplyFast;

[LstmModel(hidden: 33, input: 2, output: 5, Direction = LstmDirection.Both, Merge = LstmMerge.Average, Peepholes = true)]
internal sealed partial class I2H33O5BothAveragePeepholes;

[LstmModel(hidden: 12, layers: 2, input: 8, output: 3, Direction = LstmDirection.Reverse)]
internal sealed partial class I8H12L2O3Reverse;

[LstmModel(hidden: 40, layers: 2, input: 40, output: 6, Direction = LstmDirection.Both, CoupledGates = LstmCoupledGates.InputFromForget, CellClip = 0.75f, GateActivation = LstmActivation.HardSigmoid)]
internal sealed partial class I40H40L2O6BothCoupledHardClipped;

[LstmModel(hidden: 100, layers: 2, input: 12, output: 4, Projection = 36, ProjectionClip = 0.0625f, Bias = false, LowLatency = true)]
internal sealed partial class I12H100P36L2O4NoBias;

[LstmModel(hidden: 128, input: 32, Projection = 16)]
internal sealed partial class I32H128P16;

// Long forms: layers of several kinds and sizes.

[LstmNetwork(input: 7)]
[Dense(12, Activation = LstmActivation.Relu)]
[Lstm(20, Direction = LstmDirection.Both)]
[Lstm(18, Projection = 5, Name = "top", Peepholes = true, Clip = 2f)]
[Dense(3)]
internal sealed partial class Tagger;

[LstmNetwork(input: 5, LowLatency = true)]
[Lstm(16, layers: 2)]
[Dense(16, Activation = LstmActivation.Tanh, Residual = true, Name = "mixer")]
[Lstm(16, Residual = true, CandidateActivation = LstmActivation.Softsign)]
[Dense(4, Activation = LstmActivation.Sigmoid)]
internal sealed partial class Stepper;

[LstmNetwork(input: 3, Activations = LstmActivations.Fast)]
[Lstm(70, Direction = LstmDirection.Reverse)]
[Dense(33, Activation = LstmActivation.Elu, Alpha = 0.5f, Bias = false)]
[Lstm(8, layers: 2, Bias = false, Residual = false)]
internal sealed partial class Funnel;

[LstmNetwork(input: 24)]
[Dense(24)]
[Lstm(24, Direction = LstmDirection.Both, Merge = LstmMerge.Sum, Residual = true)]
[Dense(130, Activation = LstmActivation.LeakyRelu)]
[Dense(66)]
internal sealed partial class Wide;

[LstmModel(hidden: 11, layers: 3, input: 4, output: 2, Direction = LstmDirection.BothApart)]
internal sealed partial class I4H11L3O2BothApart;

[LstmNetwork(input: 2, Skip = true)]
[Lstm(20)]
[Dense(1, Name = "lin")]
internal sealed partial class Amplifier;

[LstmNetwork(input: 9)]
[Lstm(12, layers: 2, Direction = LstmDirection.BothApart, Merge = LstmMerge.Average)]
[Dense(37, Softmax = true)]
internal sealed partial class Classifier;

// Cells that take sums by rows.

[LstmModel(hidden: 21, layers: 2, input: 9, output: 3, Norm = LstmNorm.Sums, NormEpsilon = 0.001f, Clip = 1.5f)]
internal sealed partial class I9H21L2O3NormSums;

[LstmModel(hidden: 40, layers: 2, input: 3, Projection = 12, Norm = LstmNorm.ProductsAndCell, CoupledGates = LstmCoupledGates.InputFromForget, Bias = false, CellClip = 0.75f, ProjectionClip = 0.5f, LowLatency = true)]
internal sealed partial class I3H40P12L2NormCellCoupled;

[LstmModel(hidden: 17, layers: 2, input: 6, Norm = LstmNorm.Gates, Peepholes = true, CoupledGates = LstmCoupledGates.ForgetFromInput, Direction = LstmDirection.Both, Merge = LstmMerge.Sum, Activations = LstmActivations.Fast)]
internal sealed partial class I6H17L2NormGatesPeepholesBothFast;

[LstmModel(hidden: 1, input: 1, Norm = LstmNorm.Sums, NormEpsilon = 0.5f)]
internal sealed partial class I1H1NormSums;

[LstmNetwork(input: 6, LowLatency = true)]
[Gru(33, GateActivation = LstmActivation.HardSigmoid, CandidateActivation = LstmActivation.Softsign, Bias = false)]
[Dense(33, Activation = LstmActivation.Tanh)]
[Gru(33, layers: 2, Residual = true)]
[Lstm(10, Norm = LstmNorm.Products)]
[Dense(4)]
internal sealed partial class Gated;

[LstmNetwork(input: 7, LowLatency = true)]
[Slstm(24, layers: 2, Heads = 3)]
[Dense(3)]
internal sealed partial class Exponential;

[LstmNetwork(input: 2)]
[Slstm(5, ExponentialForget = true, Direction = LstmDirection.Both, Merge = LstmMerge.Multiply, Bias = false)]
[Gru(19, Direction = LstmDirection.Reverse)]
internal sealed partial class Backward;

[LstmNetwork(input: 3)]
[Gru(37, layers: 2, ResetAfter = false)]
[Dense(2)]
internal sealed partial class ResetBefore;

[LstmNetwork(input: 5)]
[Gru(8, ResetAfter = false, Direction = LstmDirection.Both, Merge = LstmMerge.Average, GateActivation = LstmActivation.HardSigmoidSixth, Bias = false)]
internal sealed partial class ResetBeforeBoth;

[LstmNetwork(input: 2)]
[Gru(5)]
[Slstm(6, Heads = 2)]
[Gru(4, ResetAfter = false)]
[Lstm(7, layers: 2, Norm = LstmNorm.Sums)]
[Dense(2)]
internal sealed partial class Learner;

[LstmNetwork(input: 4)]
[Dense(40, Activation = LstmActivation.Gelu)]
[Lstm(12, CandidateActivation = LstmActivation.GeluTanh, OutputActivation = LstmActivation.Gelu)]
[Gru(7, CandidateActivation = LstmActivation.Gelu)]
[Dense(19, Activation = LstmActivation.GeluTanh)]
[Dense(3)]
internal sealed partial class Gelus;

// Initial states that are learned.

[LstmModel(hidden: 20, layers: 2, input: 5, output: 2, LearnedInitialState = true)]
internal sealed partial class I5H20L2O2Initial;

[LstmModel(hidden: 18, layers: 2, input: 4, Projection = 7, Direction = LstmDirection.Both, Peepholes = true, LearnedInitialState = true)]
internal sealed partial class I4H18P7L2BothPeepholesInitial;

[LstmNetwork(input: 2)]
[Gru(17, layers: 2, LearnedInitialState = true)]
[Slstm(6)]
[Lstm(9, Norm = LstmNorm.Sums, LearnedInitialState = true)]
[Gru(5, ResetAfter = false, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class Beginner;

// Units that keep states of the step before.

[LstmModel(hidden: 20, layers: 2, input: 5, output: 3, Peepholes = true, HiddenZoneout = 0.25f, CellZoneout = 0.125f, LowLatency = true)]
internal sealed partial class I5H20L2O3PeepholesZoned;

[LstmModel(hidden: 7, input: 3, CellZoneout = 0.125f)]
internal sealed partial class I3H7CellZoned;

[LstmModel(hidden: 12, input: 4, Projection = 5, Direction = LstmDirection.Both, CellZoneout = 0.5f, Activations = LstmActivations.Fast)]
internal sealed partial class I4H12P5BothCellZonedFast;

[LstmNetwork(input: 3)]
[Gru(9, HiddenZoneout = 0.3f)]
[Lstm(9, Norm = LstmNorm.ProductsAndCell, HiddenZoneout = 0.1f, CellZoneout = 0.4f, Residual = true)]
[Gru(37, HiddenZoneout = 0.75f, ResetAfter = false)]
[Lstm(70, HiddenZoneout = 0.05f, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class Zoned;

// One row of outputs for each sequence.

[LstmModel(hidden: 20, layers: 2, input: 6, output: 3, Outputs = LstmOutputs.Last)]
internal sealed partial class I6H20L2O3Last;

[LstmModel(hidden: 17, layers: 2, input: 5, Direction = LstmDirection.Both, Outputs = LstmOutputs.Last)]
internal sealed partial class I5H17L2BothLast;

[LstmModel(hidden: 9, input: 4, output: 2, Direction = LstmDirection.Both, Merge = LstmMerge.Multiply, Outputs = LstmOutputs.Mean)]
internal sealed partial class I4H9O2BothMultiplyMean;

[LstmModel(hidden: 33, input: 3, Direction = LstmDirection.Reverse, Outputs = LstmOutputs.Max, Activations = LstmActivations.Fast)]
internal sealed partial class I3H33ReverseMaxFast;

[LstmModel(hidden: 12, layers: 2, input: 4, output: 2, Direction = LstmDirection.BothApart, Merge = LstmMerge.Average, Outputs = LstmOutputs.Last, Projection = 5)]
internal sealed partial class I4H12P5L2O2BothApartLast;

[LstmNetwork(input: 7, Outputs = LstmOutputs.Mean)]
[Dense(12, Activation = LstmActivation.Tanh)]
[Gru(12, layers: 2, Residual = true)]
[Dense(12, Activation = LstmActivation.Relu, Residual = true)]
[Dense(4, Softmax = true)]
internal sealed partial class Sentiment;

[LstmNetwork(input: 6, Outputs = LstmOutputs.Last)]
[Lstm(6, Direction = LstmDirection.Reverse, Residual = true)]
[Dense(21, Activation = LstmActivation.Elu)]
[Dense(3)]
internal sealed partial class FromTheEnd;

[LstmNetwork(input: 3, Outputs = LstmOutputs.Max)]
[Slstm(10, Direction = LstmDirection.Both, Merge = LstmMerge.Sum)]
[Lstm(40, Norm = LstmNorm.Sums)]
[Dense(5)]
internal sealed partial class Loudest;

// For trainings; their kernels are those of others.

[LstmModel(hidden: 20, layers: 2, input: 6, output: 3)]
internal sealed partial class I6H20L2O3;

[LstmModel(hidden: 20, layers: 2, input: 6, output: 3, Outputs = LstmOutputs.Max)]
internal sealed partial class Heard;

// Weights as integers: sums over inputs and h, dense layers and projections. A name ends with what they are.

[LstmModel(hidden: 20, layers: 2, input: 24, output: 3, Weights = LstmNumbers.Int16)]
internal sealed partial class I24H20L2O3Int16;

[LstmModel(hidden: 20, layers: 2, input: 24, output: 3, Weights = LstmNumbers.Int8)]
internal sealed partial class I24H20L2O3Int8;

[LstmModel(hidden: 100, layers: 2, input: 3, Peepholes = true, Weights = LstmNumbers.Int8, LowLatency = true)]
internal sealed partial class I3H100L2PeepholesInt8;

[LstmModel(hidden: 7, input: 17, Activations = LstmActivations.Fast, Weights = LstmNumbers.Int16, LowLatency = true)]
internal sealed partial class I17H7FastInt16;

[LstmModel(hidden: 65, input: 33, Projection = 18, Direction = LstmDirection.Both, Weights = LstmNumbers.Int8)]
internal sealed partial class I33H65P18BothInt8;

[LstmModel(hidden: 128, layers: 2, input: 128, output: 32, Weights = LstmNumbers.Int8, LowLatency = true)]
internal sealed partial class I128H128L2O32Int8;

[LstmModel(hidden: 37, input: 21, output: 2, Norm = LstmNorm.Gates, Weights = LstmNumbers.Int16, LowLatency = true)]
internal sealed partial class I21H37O2NormGatesInt16;

[LstmModel(hidden: 20, layers: 2, output: 6, Tokens = 30, Weights = LstmNumbers.Int8)]
internal sealed partial class V30H20L2O6Int8;

[LstmNetwork(input: 40, Weights = LstmNumbers.Int8, LowLatency = true)]
[Dense(24, Activation = LstmActivation.Tanh)]
[Gru(33, ResetAfter = false)]
[Slstm(24, Heads = 2)]
[Lstm(16, CoupledGates = LstmCoupledGates.InputFromForget)]
[Dense(9, Activation = LstmActivation.Relu)]
[Dense(4)]
internal sealed partial class NarrowChain;

[LstmNetwork(input: 50, Outputs = LstmOutputs.Mean, Weights = LstmNumbers.Int16)]
[Gru(21, Direction = LstmDirection.Both, Merge = LstmMerge.Sum)]
[Dense(130, Activation = LstmActivation.Elu)]
[Dense(5, Softmax = true)]
internal sealed partial class NarrowMean;
