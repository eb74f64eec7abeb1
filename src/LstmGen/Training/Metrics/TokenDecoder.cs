namespace LstmGen.Training;

/// <summary>Reads tokens off the outputs of one sequence: greedily, by CTC, by Viterbi.</summary>
/// <param name="outputs">[T, outputSize]: the sequence's own steps alone.</param>
/// <param name="outputSize">Number of outputs of one step.</param>
/// <param name="tokens">[T]: written.</param>
/// <returns>How many tokens were written, at most T.</returns>
public delegate int TokenDecoder(ReadOnlySpan<float> outputs, int outputSize, Span<int> tokens);
