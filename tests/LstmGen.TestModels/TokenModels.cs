namespace LstmGen.TestModels;

// Models that take tokens; a name spells the shape as in Models.cs, whose dense layers they share where there are such: V tokens.

[LstmModel(hidden: 12, layers: 2, Tokens = 5)]
internal sealed partial class V5H12L2;

[LstmModel(hidden: 32, Tokens = 8, CoupledGates = LstmCoupledGates.InputFromForget)]
internal sealed partial class V8H32Coupled;

[LstmModel(hidden: 40, layers: 2, output: 6, Tokens = 3, Peepholes = true)]
internal sealed partial class V3H40L2O6Peepholes;

[LstmModel(hidden: 33, output: 2, Tokens = 128, Training = false)]
internal sealed partial class V128H33O2;

[LstmModel(hidden: 256, input: 32, output: 65, Tokens = 32, Training = false)]
internal sealed partial class V32H256O65;

[LstmModel(hidden: 9, Tokens = 7, Bias = false, Unroll = LstmUnroll.Loop, Training = false)]
internal sealed partial class V7H9NoBiasLoop;

// Tokens with vectors of their own. The table of the first and the third holds sums, that of the others the vectors.

[LstmModel(hidden: 12, layers: 2, output: 3, Tokens = 50, Embedding = 7)]
internal sealed partial class V50E7H12L2O3;

[LstmModel(hidden: 20, Tokens = 9, Embedding = 16, Direction = LstmDirection.Both, Outputs = LstmOutputs.Last)]
internal sealed partial class V9E16H20BothLast;

[LstmNetwork(Tokens = 30, Embedding = 5, Outputs = LstmOutputs.Mean)]
[Gru(17)]
[Dense(4)]
internal sealed partial class Reviewer;

[LstmNetwork(Tokens = 30, Embedding = 8)]
[Dense(8, Activation = LstmActivation.Tanh, Residual = true)]
[Lstm(33)]
[Dense(30)]
internal sealed partial class Writer;

[LstmModel(hidden: 24, Tokens = 20000, Embedding = 2)]
internal sealed partial class V20000E2H24;
