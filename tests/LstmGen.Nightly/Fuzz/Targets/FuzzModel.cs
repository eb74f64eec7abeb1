namespace LstmGen.Nightly.Fuzz.Targets;

/// <summary>The model whose weights and checkpoints are read.</summary>
[LstmModel(hidden: 5, layers: 2, input: 3, output: 2)]
public sealed partial class FuzzModel;
