namespace LstmGen.Samples.CharLm;

/// <summary>Reads one character a step, one-hot, and gives a score for each that may come next; its first token stands for all that are rare.</summary>
[LstmModel(hidden: 128, layers: 2, input: 96, output: 96)]
public sealed partial class CharacterModel;
