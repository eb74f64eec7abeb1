namespace LstmGen.Samples.Amp;

/// <summary>A class for models of one layer of 12 units, such as the one beside this file: compiled for that shape, where others run through LstmDynamic.</summary>
[LstmModel(hidden: 12, input: 1, output: 1, LearnedInitialState = true)]
internal sealed partial class Preamp;
