using LstmGen;

/// <summary>Which of two channels has its pulse first? Two numbers a step in, a score for each of two classes out.</summary>
[LstmModel(hidden: HIDDEN_UNITS, layers: LAYER_COUNT, input: 2, output: 2)]
public sealed partial class Model;
