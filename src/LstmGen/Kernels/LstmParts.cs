using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>
/// The parts of a network and where their states lie. A state holds, part after part, each state of its cell for all rows, [B, S], S being the width
/// rounded up to 16: padding lanes of the widest kernels, which stay zero in h. It depends on the shape and the batch alone, never on the kernel set, so that
/// a state moves freely between models of one shape.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LstmParts : IEquatable<LstmParts>
{
    private readonly int[][] _places;

    /// <summary>The parts in the order of their tensors, as generated code gives them.</summary>
    /// <param name="words">The network in words; empty where the options of the shape say it.</param>
    /// <param name="outputSize">Values of a row of outputs.</param>
    /// <param name="all">The parts; recurrent ones have states in this order.</param>
    public LstmParts(string words, int outputSize, params LstmPart[] all)
    {
        ArgumentNullException.ThrowIfNull(all);
        (Words, OutputSize, All) = (words, outputSize, all);
        int count = 0;
        foreach (LstmPart part in all)
        {
            count += part.Recurs ? 1 : 0;
        }

        (Recurrent, _places) = (new LstmPart[count], new int[count][]);
        int index = 0;
        foreach (LstmPart part in all)
        {
            if (part.Recurs)
            {
                int[] places = new int[part.Cell.States.Length];
                for (int state = 0; state < places.Length; state++)
                {
                    (places[state], RowFloats) = (RowFloats, checked(RowFloats + LstmStateLayout.Round16(part.Width(state))));
                }

                (Recurrent[index], _places[index++]) = (part, places);
                LearnsInitialStates |= part.Cell.LearnsInitialStates;
            }
        }
    }

    internal string Words { get; }

    internal LstmPart[] All { get; }

    /// <summary>Those with states; a layer of the public members is an index of these.</summary>
    internal LstmPart[] Recurrent { get; }

    internal int OutputSize { get; }

    /// <summary>Whether states of any part begin with tensors.</summary>
    internal bool LearnsInitialStates { get; }

    /// <summary>Floats that all states of a row take.</summary>
    internal int RowFloats { get; }

    /// <summary>Floats before a state of a recurrent part, for each row.</summary>
    internal int Place(int layer, int state) => _places[layer][state];

    /// <summary>Throws unless there is such a recurrent part.</summary>
    internal void CheckLayer(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Recurrent.Length);
    }

    /// <summary>The place of a state of a recurrent part in the layout of its cell, by its name.</summary>
    internal int StateOf(string name, int layer)
    {
        CheckLayer(layer);
        string[] names = Recurrent[layer].Cell.States;
        int index = Array.IndexOf(names, name);
        return index >= 0 ? index : throw new ArgumentException($"Layer {layer} has no state {name}; it has {string.Join(", ", names)}.", nameof(name));
    }

    /// <summary>Whether a state of one fits the other: all but biases is alike.</summary>
    internal bool SameSizes(LstmParts other)
    {
        bool same = ReferenceEquals(this, other) || (OutputSize == other.OutputSize && All.Length == other.All.Length);
        for (int at = 0; same && !ReferenceEquals(this, other) && at < All.Length; at++)
        {
            (LstmPart a, LstmPart b) = (All[at], other.All[at]);
            same = (a.Features, a.Units, a.Outputs, a.Prefix, a.Suffix) == (b.Features, b.Units, b.Outputs, b.Prefix, b.Suffix) && a.Cell.Equals(b.Cell);
        }

        return same;
    }

    /// <inheritdoc/>
    public bool Equals(LstmParts? other)
        => ReferenceEquals(this, other) || (other is not null && Words == other.Words && OutputSize == other.OutputSize && All.AsSpan().SequenceEqual(other.All));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LstmParts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OutputSize, All.Length);
}
