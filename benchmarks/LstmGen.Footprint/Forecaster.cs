namespace LstmGen.Footprint.Models;

/// <summary>The model whose start and size are measured; nothing else generated is in this assembly.</summary>
[LstmModel(hidden: 128, layers: 2)]
public sealed partial class Forecaster;
