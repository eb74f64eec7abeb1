namespace LstmGen.Benchmarks.Workloads;

// One class a shape, named input x hidden (x layers).

[LstmModel(8)]
internal sealed partial class Lstm1x8;

[LstmModel(16)]
internal sealed partial class Lstm1x16;

[LstmModel(20)]
internal sealed partial class Lstm1x20;

[LstmModel(40)]
internal sealed partial class Lstm1x40;

[LstmModel(32, input: 8)]
internal sealed partial class Lstm8x32;

[LstmModel(32, input: 16)]
internal sealed partial class Lstm16x32;

[LstmModel(32, input: 32)]
internal sealed partial class Lstm32x32;

[LstmModel(64, input: 16)]
internal sealed partial class Lstm16x64;

[LstmModel(64, input: 64)]
internal sealed partial class Lstm64x64;

[LstmModel(128, input: 128)]
internal sealed partial class Lstm128x128;

[LstmModel(256, input: 256)]
internal sealed partial class Lstm256x256;

[LstmModel(512, input: 512)]
internal sealed partial class Lstm512x512;

[LstmModel(128, layers: 2, input: 128)]
internal sealed partial class Lstm128x128x2;

[LstmModel(8, Activations = LstmActivations.Fast)]
internal sealed partial class Fast1x8;

[LstmModel(16, Activations = LstmActivations.Fast)]
internal sealed partial class Fast1x16;

[LstmModel(20, Activations = LstmActivations.Fast)]
internal sealed partial class Fast1x20;

[LstmModel(40, Activations = LstmActivations.Fast)]
internal sealed partial class Fast1x40;

[LstmModel(32, input: 8, Activations = LstmActivations.Fast)]
internal sealed partial class Fast8x32;

[LstmModel(32, input: 32, Activations = LstmActivations.Fast)]
internal sealed partial class Fast32x32;

[LstmModel(64, input: 64, Activations = LstmActivations.Fast)]
internal sealed partial class Fast64x64;

[LstmModel(128, input: 128, Activations = LstmActivations.Fast)]
internal sealed partial class Fast128x128;

[LstmModel(256, input: 256, Activations = LstmActivations.Fast)]
internal sealed partial class Fast256x256;

[LstmModel(128, layers: 2, input: 128, Activations = LstmActivations.Fast)]
internal sealed partial class Fast128x128x2;

[LstmModel(128, input: 128, Direction = LstmDirection.Both)]
internal sealed partial class Both128x128;

[LstmModel(512, input: 128, Projection = 128)]
internal sealed partial class Projected128x512;

[LstmModel(512, input: 128, Training = false)]
internal sealed partial class Lstm128x512;

[LstmModel(128, input: 128, Norm = LstmNorm.Products)]
internal sealed partial class Normed128x128;

[LstmModel(128, layers: 2, input: 128, output: 4, Training = false)]
internal sealed partial class Headed128x128x2;

// Narrow weights. The networks of published latencies of an FPGA card: two layers of 128 units, three of 256.

[LstmModel(hidden: 64, input: 64, Weights = LstmNumbers.Int16, Training = false)]
internal sealed partial class Narrow64x64Int16;

[LstmModel(hidden: 64, input: 64, Weights = LstmNumbers.Int8, Training = false)]
internal sealed partial class Narrow64x64Int8;

[LstmModel(hidden: 128, input: 128, Weights = LstmNumbers.Int16, Training = false)]
internal sealed partial class Narrow128x128Int16;

[LstmModel(hidden: 128, input: 128, Weights = LstmNumbers.Int8, Training = false)]
internal sealed partial class Narrow128x128Int8;

[LstmModel(hidden: 256, input: 256, Weights = LstmNumbers.Int16, Training = false)]
internal sealed partial class Narrow256x256Int16;

[LstmModel(hidden: 256, input: 256, Weights = LstmNumbers.Int8, Training = false)]
internal sealed partial class Narrow256x256Int8;

[LstmModel(hidden: 128, layers: 2, input: 128, output: 32, Training = false, LowLatency = true)]
internal sealed partial class Card128;

[LstmModel(hidden: 128, layers: 2, input: 128, output: 32, Weights = LstmNumbers.Int16, Training = false)]
internal sealed partial class Card128Int16;

[LstmModel(hidden: 128, layers: 2, input: 128, output: 32, Weights = LstmNumbers.Int8, Training = false, LowLatency = true)]
internal sealed partial class Card128Int8;

[LstmModel(hidden: 256, layers: 3, input: 256, Training = false, LowLatency = true)]
internal sealed partial class Card256;

[LstmModel(hidden: 256, layers: 3, input: 256, Weights = LstmNumbers.Int16, Training = false, LowLatency = true)]
internal sealed partial class Card256Int16;

[LstmModel(hidden: 256, layers: 3, input: 256, Weights = LstmNumbers.Int8, Training = false, LowLatency = true)]
internal sealed partial class Card256Int8;
