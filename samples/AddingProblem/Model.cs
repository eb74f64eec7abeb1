namespace LstmGen.Samples.AddingProblem;

/// <summary>Reads a number and a marker a step; its output at the last step is the answer.</summary>
[LstmModel(hidden: 64, input: 2, output: 1)]
public sealed partial class Adder;
