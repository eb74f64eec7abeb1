using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>The tokens of a tape's last forward pass: their vectors go where inputs go, and the gradient of the inputs back to the vectors.</summary>
internal sealed class TapeEmbedding(LstmShape shape, LstmTapeOptions options)
{
    private readonly int[] _tokens = new int[options.Steps * options.Batch];
    private readonly float[] _vectors = new float[checked(options.Steps * options.Batch * shape.Input)];
    private readonly float[] _sums = new float[checked(shape.EmbeddedTokens * shape.Input)];

    /// <summary>Whether the last forward pass took tokens.</summary>
    internal bool IsUsed { get; private set; }

    /// <summary>Room for tokens without gaps.</summary>
    internal Span<int> Tokens(int steps) => _tokens.AsSpan(0, steps * options.Batch);

    /// <summary>[T, B, Input]: vectors of the last pass, then room for their gradient; undefined past a row's length.</summary>
    internal Span<float> Vectors(int steps) => _vectors.AsSpan(0, steps * options.Batch * shape.Input);

    /// <summary>A pass that takes vectors.</summary>
    internal void Leave() => IsUsed = false;

    /// <summary>Takes over tokens, [T, B], which have been checked, and gives their vectors; what lies past a row's length is not read.</summary>
    internal ReadOnlySpan<float> Begin(ReadOnlySpan<int> tokens, TapeRows rows, LstmParameters parameters)
    {
        IsUsed = true;
        tokens.CopyTo(_tokens);
        for (int step = 0; step < rows.Steps; step++)
        {
            for (int row = 0; row < rows.Running(step); row++)
            {
                int at = (step * rows.Batch) + rows.Source(row);
                Of(parameters.Embeddings, tokens[at]).CopyTo(Of(_vectors.AsSpan(), at));
            }
        }

        return Vectors(rows.Steps);
    }

    /// <summary>Writes the gradient of the vectors of all tokens: a chain of additions for each, over the steps, in each the rows in order of falling length.</summary>
    internal void Gradients(TapeRows rows, bool accumulate, Span<float> gradients)
    {
        if (!accumulate)
        {
            Array.Clear(_sums);
        }

        for (int step = 0; IsUsed && step < rows.Steps; step++)
        {
            for (int row = 0; row < rows.Running(step); row++)
            {
                int at = (step * rows.Batch) + rows.Source(row);
                Span<float> sum = Of(_sums.AsSpan(), _tokens[at]);
                NodeRows.Add(sum, Of(_vectors.AsSpan(), at), sum);
            }
        }

        _sums.CopyTo(gradients);
    }

    private ReadOnlySpan<float> Of(ReadOnlySpan<float> vectors, int index) => vectors.Slice(index * shape.Input, shape.Input);

    private Span<float> Of(Span<float> vectors, int index) => vectors.Slice(index * shape.Input, shape.Input);
}
