namespace LstmGen.Deployment;

/// <summary>The model that is deployed; nothing else generated is in this assembly.</summary>
[LstmModel(hidden: 128, layers: 2)]
public sealed partial class Forecaster;
