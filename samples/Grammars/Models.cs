namespace LstmGen.Samples.Grammars;

/// <summary>Reads a symbol of the embedded Reber grammar a step, and gives a score for each that may come next.</summary>
[LstmModel(hidden: 16, input: 7, output: 7)]
public sealed partial class ReberModel;

/// <summary>
/// Counts: its gates see the cell (peepholes). A cell counts up and down without bound, and is read through tanh: exactly about 0, where a count ends,
/// and as one and the same everywhere else, so that what is read of a long count does not disturb it.
/// </summary>
[LstmModel(hidden: 4, input: 4, output: 4, Peepholes = true)]
public sealed partial class CountingModel;

/// <summary>The same whose gates do not see the cell.</summary>
[LstmModel(hidden: 4, input: 4, output: 4)]
public sealed partial class BlindCountingModel;
