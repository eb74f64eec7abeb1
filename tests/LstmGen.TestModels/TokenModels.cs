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
