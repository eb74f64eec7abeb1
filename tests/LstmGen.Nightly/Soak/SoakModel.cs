namespace LstmGen.Nightly.Soak;

/// <summary>The model that runs on and on.</summary>
[LstmModel(hidden: 64, layers: 2, input: 3, output: 4)]
public sealed partial class SoakModel;
