namespace LstmGen.Instructions;

// One class a shape, named input x hidden (x layers).

[LstmModel(8)]
internal sealed partial class Lstm1x8;

[LstmModel(20)]
internal sealed partial class Lstm1x20;

[LstmModel(32, input: 8)]
internal sealed partial class Lstm8x32;

[LstmModel(32, input: 8, Activations = LstmActivations.Fast)]
internal sealed partial class Fast8x32;

[LstmModel(64, input: 64)]
internal sealed partial class Lstm64x64;

[LstmModel(128, layers: 2, input: 128)]
internal sealed partial class Lstm128x128x2;
