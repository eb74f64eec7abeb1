namespace LstmGen;

/// <summary>States handed from one model to another: from an encoder to a decoder, and gradients back.</summary>
public sealed partial class LstmState
{
    /// <summary>
    /// Sets each layer's state to those of both directions of a layer of another model, side by side: of a bidirectional encoder for a decoder with twice the units.
    /// </summary>
    /// <param name="source">A state of as many sequences, two layers (forward, then backward) for each of this one, whose units add up to its own.</param>
    /// <exception cref="ArgumentException">Batch, layers or units differ.</exception>
    /// <exception cref="InvalidOperationException">A call computes with one of them.</exception>
    public void JoinFrom(LstmState source)
    {
        ArgumentNullException.ThrowIfNull(source);
        RequireDirections(source, this);
        source.Free();
        Free();
        _beginning?.Begun.AsSpan().Clear();
        for (int layer = 0; layer < Layers; layer++)
        {
            for (int state = 0; state < StatesOf(layer); state++)
            {
                for (int row = 0; row < Batch; row++)
                {
                    Span<float> forward = source.Row(state, 2 * layer, row), to = Row(state, layer, row);
                    forward.CopyTo(to);
                    source.Row(state, (2 * layer) + 1, row).CopyTo(to[forward.Length..]);
                }
            }
        }
    }

    /// <summary>The way back of <see cref="JoinFrom"/>: each half of a layer of another model becomes the state of one direction; gradients of states go that way.</summary>
    /// <param name="source">A state of as many sequences, one layer for two of this one (forward, then backward), whose units add up to its own.</param>
    /// <exception cref="ArgumentException">Batch, layers or units differ.</exception>
    /// <exception cref="InvalidOperationException">A call computes with one of them.</exception>
    public void SplitFrom(LstmState source)
    {
        ArgumentNullException.ThrowIfNull(source);
        RequireDirections(this, source);
        source.Free();
        Free();
        _beginning?.Begun.AsSpan().Clear();
        for (int layer = 0; layer < source.Layers; layer++)
        {
            for (int state = 0; state < source.StatesOf(layer); state++)
            {
                for (int row = 0; row < Batch; row++)
                {
                    Span<float> from = source.Row(state, layer, row), forward = Row(state, 2 * layer, row);
                    from[..forward.Length].CopyTo(forward);
                    from[forward.Length..].CopyTo(Row(state, (2 * layer) + 1, row));
                }
            }
        }
    }

    /// <summary>Whether the layers of two models carry the same: their states lie alike, whatever the models read and give.</summary>
    private static bool SameLayers(LstmState one, LstmState other)
    {
        bool same = one.Layers == other.Layers && one.Shape.Parts.LearnsInitialStates == other.Shape.Parts.LearnsInitialStates;
        for (int layer = 0; same && layer < one.Layers; layer++)
        {
            same = one.StatesOf(layer) == other.StatesOf(layer);
            for (int state = 0; same && state < one.StatesOf(layer); state++)
            {
                same = one.Name(layer, state) == other.Name(layer, state) && one.Units(layer, state) == other.Units(layer, state);
            }
        }

        return same;
    }

    private static void RequireDirections(LstmState two, LstmState one)
    {
        bool fits = two.Batch == one.Batch && two.Layers == 2 * one.Layers;
        for (int layer = 0; fits && layer < two.Layers; layer++)
        {
            fits = two.StatesOf(layer) == one.StatesOf(layer / 2);
            for (int state = 0; fits && state < two.StatesOf(layer); state++)
            {
                fits = two.Name(layer, state) == one.Name(layer / 2, state)
                    && two.Units(layer & ~1, state) + two.Units(layer | 1, state) == one.Units(layer / 2, state);
            }
        }

        if (!fits)
        {
            throw new ArgumentException(
                $"The states are of {two.Shape} with batch {two.Batch} and of {one.Shape} with batch {one.Batch}; two layers for each one were expected, whose units add up to its own, and one batch.",
                "source");
        }
    }

    private string Name(int layer, int state) => Shape.Parts.Recurrent[layer].Cell.States[state];

    private int Units(int layer, int state) => Shape.Parts.Recurrent[layer].Width(state);
}
