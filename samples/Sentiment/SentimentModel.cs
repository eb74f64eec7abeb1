namespace LstmGen.Samples.Sentiment;

/// <summary>Reads the words of a sentence from both ends, a vector for each; one score, above 0 for praise, from the mean over all words.</summary>
[LstmModel(hidden: 32, output: 1, Tokens = 4096, Embedding = 32, Direction = LstmDirection.Both, Outputs = LstmOutputs.Max)]
public sealed partial class SentimentModel;
