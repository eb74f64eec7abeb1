using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>
/// Where the sums of the first layer start for each token: bias and the token's column of W, as the panels of the kernels lie. A step reads
/// one row in place of multiplying a one-hot vector.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LstmTokenTable
{
    private readonly AlignedMemory _rows;

    /// <summary>A table for a model of one-hot inputs.</summary>
    /// <param name="weights">The model's packed weights.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="layout">Of the network that reads rows of the table: its packed weights are those of the model.</param>
    public LstmTokenTable(LstmPackedWeights weights, LstmParameters parameters, LstmNetworkLayout layout)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(layout);
        (Model, Tokens) = (weights.Shape, weights.Shape.Input);
        LstmPanels panels = layout.Uses[0].Panels;
        RowFloats = panels.Sums * LstmStateLayout.Round16(Model.Hidden);
        Weights = new LstmPackedWeights(weights, Model with { Input = RowFloats }, layout);
        _rows = new AlignedMemory(checked(Tokens * RowFloats));
        Fill(parameters.Parts[0], layout.Uses[0]);
    }

    /// <summary>The packed weights, as those of a network whose samples are rows of the table.</summary>
    public LstmPackedWeights Weights { get; }

    /// <summary>The model's shape.</summary>
    internal LstmShape Model { get; }

    /// <summary>Number of tokens.</summary>
    internal int Tokens { get; }

    /// <summary>Floats of a row.</summary>
    internal int RowFloats { get; }

    /// <summary>The row of a token; the token has been checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Row(int token) => ref Unsafe.Add(ref _rows.Reference, (nint)token * RowFloats);

    /// <summary>Copies the row of each token.</summary>
    internal void Gather(ReadOnlySpan<int> tokens, Span<float> rows)
    {
        for (int index = 0; index < tokens.Length; index++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Row(tokens[index]), RowFloats).CopyTo(rows[(index * RowFloats)..]);
        }
    }

    private void Fill(LstmPartParameters layer, LstmUse use)
    {
        LstmPanels panels = use.Panels;
        ReadOnlySpan<float[]> biases = use.Biases(layer, Model.Parts);
        float[] start = new float[RowFloats];
        for (int unit = 0; unit < Model.Hidden; unit += panels.Width)
        {
            int width = unit < panels.Count * panels.Width ? panels.Width : panels.Tail;
            int units = Math.Min(width, Model.Hidden - unit);
            for (int sum = 0; sum < panels.Sums; sum++)
            {
                int place = (panels.Sums * unit) + (sum * width), source = (sum * Model.Hidden) + unit;
                LstmPacker.PackBias(biases, source, units, start.AsSpan(place));
                Transposition.Copy(layer.InputWeights.AsSpan(source * Tokens), Tokens, units, Tokens, _rows.Span[place..], RowFloats);
            }
        }

        for (int token = 0; token < Tokens; token++)
        {
            Span<float> row = _rows.Span.Slice(token * RowFloats, RowFloats);
            for (int index = 0; index < row.Length; index++)
            {
                row[index] = start[index] + row[index];
            }
        }
    }
}
