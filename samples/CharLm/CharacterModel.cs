namespace LstmGen.Samples.CharLm;

/// <summary>Reads one character a step and gives a score for each that may come next; its first token stands for all that are rare.</summary>
[LstmModel(hidden: 128, layers: 2, output: 96, Tokens = 96)]
public sealed partial class CharacterModel;

/// <summary>The same with weights of 16 bits.</summary>
[LstmModel(hidden: 128, layers: 2, output: 96, Tokens = 96, Weights = LstmNumbers.Int16, Training = false)]
public sealed partial class CharacterModelInt16;

/// <summary>The same with weights of 8 bits.</summary>
[LstmModel(hidden: 128, layers: 2, output: 96, Tokens = 96, Weights = LstmNumbers.Int8, Training = false)]
public sealed partial class CharacterModelInt8;
