namespace LstmGen.Samples.Addition;

/// <summary>Reads the question; its last state is handed to the decoder.</summary>
[LstmModel(hidden: 128, input: 12)]
public sealed partial class Encoder;

/// <summary>Writes the answer: reads the character before, gives a score for each that may come next.</summary>
[LstmModel(hidden: 128, input: 12, output: 12)]
public sealed partial class Decoder;
