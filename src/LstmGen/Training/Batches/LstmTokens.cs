namespace LstmGen.Training;

/// <summary>A stream of tokens such as the characters of a text: the input is one token, as a one-hot vector or as its number, the target is the next.</summary>
public sealed class LstmTokens : LstmStream
{
    private readonly ReadOnlyMemory<int> _tokens;
    private readonly bool _oneHot;

    /// <summary>The tokens; not copied.</summary>
    /// <param name="tokens">Each 0 up to but not including <paramref name="vocabulary"/>; more than <paramref name="batch"/> of them.</param>
    /// <param name="vocabulary">Number of different tokens: features of an input, and classes of the output.</param>
    /// <param name="batch">Number of parallel streams, at least 1.</param>
    /// <param name="steps">Time steps of a chunk, at least 1.</param>
    /// <param name="oneHot">False for a model with embeddings: the input is the number of the token.</param>
    /// <exception cref="ArgumentException">A token is out of range, or there are too few.</exception>
    public LstmTokens(ReadOnlyMemory<int> tokens, int vocabulary, int batch, int steps, bool oneHot = true)
        : base(Checked(tokens.Length, vocabulary, batch), batch, steps, oneHot ? vocabulary : 1, targetSize: 1)
    {
        for (int index = 0; index < tokens.Length; index++)
        {
            if ((uint)tokens.Span[index] >= (uint)vocabulary)
            {
                throw new ArgumentException($"Token {index} is {tokens.Span[index]}; 0 to {vocabulary - 1} were expected.", nameof(tokens));
            }
        }

        (_tokens, _oneHot) = (tokens, oneHot);
    }

    internal override void CheckTargets(LstmLoss loss, int outputSize)
    {
        ReadOnlySpan<int> tokens = _tokens.Span;
        for (int index = 1; index < tokens.Length; index++)
        {
            if (loss.Objection(tokens[index], outputSize) is string objection)
            {
                throw new ArgumentException($"Token {index} is {tokens[index]}, the target of position {index - 1}; {objection}.");
            }
        }
    }

    /// <inheritdoc/>
    protected override void Read(int position, Span<float> input, Span<float> target)
    {
        ReadOnlySpan<int> tokens = _tokens.Span;
        if (_oneHot)
        {
            input.Clear();
            input[tokens[position]] = 1;
        }
        else
        {
            input[0] = tokens[position];
        }

        target[0] = tokens[position + 1];
    }

    private static int Checked(int tokens, int vocabulary, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return tokens > batch
            ? tokens - 1
            : throw new ArgumentOutOfRangeException(
                nameof(tokens), $"There are {tokens} tokens; more than {batch}, one and its successor for each of the streams, were expected.");
    }
}
