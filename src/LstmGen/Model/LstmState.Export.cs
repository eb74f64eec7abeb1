namespace LstmGen;

public sealed partial class LstmState
{
    /// <summary>Writes every h and c in PyTorch's layout; what layers have besides is for <see cref="Get"/>.</summary>
    /// <param name="hidden">h: [Layers, Batch, Hidden], written, each direction counted as a layer; with a projection [Layers, Batch, Projection].</param>
    /// <param name="cell">c: [Layers, Batch, Hidden], written.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void Export(Span<float> hidden, Span<float> cell)
    {
        CheckTotal(0, hidden.Length, nameof(hidden));
        CheckTotal(1, cell.Length, nameof(cell));
        Export(0, hidden);
        Export(1, cell);
    }

    /// <summary>Sets every h and c from PyTorch's layout; what layers have besides is for <see cref="Set"/>.</summary>
    /// <param name="hidden">h0: [Layers, Batch, Hidden]; with a projection [Layers, Batch, Projection].</param>
    /// <param name="cell">c0: [Layers, Batch, Hidden].</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void Import(ReadOnlySpan<float> hidden, ReadOnlySpan<float> cell)
    {
        CheckTotal(0, hidden.Length, nameof(hidden));
        CheckTotal(1, cell.Length, nameof(cell));
        Import(0, hidden);
        Import(1, cell);
    }

    /// <summary>How many states a layer has.</summary>
    internal int StatesOf(int layer) => Shape.Parts.Recurrent[layer].Cell.States.Length;

    /// <summary>Values of all rows of a state of the cells by its place in their layouts.</summary>
    internal int Total(int state)
    {
        int total = 0;
        for (int layer = 0; layer < Layers; layer++)
        {
            total += state < StatesOf(layer) ? Batch * Shape.Parts.Recurrent[layer].Width(state) : 0;
        }

        return total;
    }

    /// <summary>Writes a state of the cells by its place in their layouts: layer after layer, [Batch, units].</summary>
    internal void Export(int state, Span<float> values)
    {
        Free();
        for (int layer = 0; layer < Layers; layer++)
        {
            for (int row = 0; row < Batch && state < StatesOf(layer); row++)
            {
                Span<float> from = Row(state, layer, row);
                from.CopyTo(values);
                values = values[from.Length..];
            }
        }
    }

    /// <summary>Sets a state of the cells by its place in their layouts from what <see cref="Export(int, Span{float})"/> writes.</summary>
    internal void Import(int state, ReadOnlySpan<float> values)
    {
        Free();
        _beginning?.Begun.AsSpan().Clear();
        for (int layer = 0; layer < Layers; layer++)
        {
            for (int row = 0; row < Batch && state < StatesOf(layer); row++)
            {
                Span<float> to = Row(state, layer, row);
                values[..to.Length].CopyTo(to);
                values = values[to.Length..];
            }
        }
    }

    private void CheckTotal(int state, int length, string name)
    {
        int expected = Total(state);
        if (length != expected)
        {
            int width = Shape.Parts.Recurrent[0].Width(state);
            throw new ArgumentException(
                expected == Layers * Batch * width
                    ? $"{name} has {length} floats; [layers {Layers}, batch {Batch}, hidden {width}] = {expected} were expected."
                    : $"{name} has {length} floats; {expected} were expected: the {Layers} layers one after another, each [batch {Batch}, its units].", name);
        }
    }
}
