namespace LstmGen.Samples.Grammars;

/// <summary>Reads a symbol of the embedded Reber grammar a step, and gives a score for each that may come next.</summary>
[LstmModel(hidden: 16, input: 7, output: 7)]
public sealed partial class ReberModel;

/// <summary>Counts: its gates see the cell (peepholes), which is read as it is and so can grow without bound.</summary>
[LstmModel(hidden: 4, input: 4, output: 4, Peepholes = true, OutputActivation = LstmActivation.Affine)]
public sealed partial class CountingModel;

/// <summary>The same whose gates do not see the cell.</summary>
[LstmModel(hidden: 4, input: 4, output: 4, OutputActivation = LstmActivation.Affine)]
public sealed partial class BlindCountingModel;
