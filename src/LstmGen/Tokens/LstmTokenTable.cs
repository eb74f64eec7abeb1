using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Kernels;

/// <summary>
/// Where the sums of the first layer start for each token: bias and the token's column of W, or the product of W and its embedding, as the panels of the kernels lie. A step reads
/// one row in place of multiplying a vector. Where such rows would be too large, or several nodes read the inputs, rows are the embeddings.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LstmTokenTable
{
    private readonly AlignedMemory _rows;

    /// <summary>A table of sums, for a model of one-hot inputs or embeddings.</summary>
    /// <param name="weights">The model's packed weights.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="layout">Of the network that reads rows of the table: its packed weights are those of the model.</param>
    public LstmTokenTable(LstmPackedWeights weights, LstmParameters parameters, LstmNetworkLayout layout)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(layout);
        LstmUse use = layout.Uses[0];
        Model = weights.Shape;
        RowFloats = use.Panels.Sums * LstmStateLayout.Round16(Model.Parts.All[use.Part].Units);
        Weights = new LstmPackedWeights(weights, Model with { Input = RowFloats }, layout);
        _rows = new AlignedMemory(checked(Model.Vocabulary * RowFloats));
        Fill(parameters, use);
    }

    /// <summary>The embeddings themselves, for a model that reads them as vectors.</summary>
    /// <param name="weights">The model's packed weights.</param>
    /// <param name="parameters">Its parameters.</param>
    public LstmTokenTable(LstmPackedWeights weights, LstmParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(parameters);
        (Model, Weights, RowFloats) = (weights.Shape, weights, weights.Shape.Input);
        _rows = new AlignedMemory(checked(Model.Vocabulary * RowFloats));
        parameters.Embeddings.CopyTo(_rows.Span);
    }

    /// <summary>The packed weights, as those of a network whose samples are rows of the table.</summary>
    public LstmPackedWeights Weights { get; }

    /// <summary>The model's shape.</summary>
    internal LstmShape Model { get; }

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

    private void Fill(LstmParameters parameters, LstmUse use)
    {
        LstmPartParameters layer = parameters.Parts[use.Part];
        LstmPanels panels = use.Panels;
        int features = Model.Input, hidden = Model.Parts.All[use.Part].Units;
        ReadOnlySpan<float[]> biases = use.Biases(layer, Model.Parts);
        float[] start = new float[RowFloats];
        Span<float> columns = Model.EmbeddedTokens > 0 ? new float[features * RowFloats] : _rows.Span;
        for (int unit = 0; unit < hidden; unit += panels.Width)
        {
            int width = unit < panels.Count * panels.Width ? panels.Width : panels.Tail;
            int units = Math.Min(width, hidden - unit);
            for (int sum = 0; sum < panels.Sums; sum++)
            {
                int place = (panels.Sums * unit) + (sum * width), source = (sum * hidden) + unit;
                LstmPacker.PackBias(biases, source, units, start.AsSpan(place));
                Transposition.Copy(layer.InputWeights.AsSpan(source * features), features, units, features, columns[place..], RowFloats);
            }
        }

        for (int token = 0; token < Model.Vocabulary; token++)
        {
            Span<float> row = _rows.Span.Slice(token * RowFloats, RowFloats);
            if (Model.EmbeddedTokens == 0)
            {
                NodeRows.Add(start, row, row);
                continue;
            }

            start.CopyTo(row);
            for (int feature = 0; feature < features; feature++)
            {
                MultiplyAdd(parameters.Embeddings[(token * features) + feature], columns.Slice(feature * RowFloats, RowFloats), row);
            }
        }
    }

    /// <summary>Adds a multiple, fused: the order of the kernels' sums.</summary>
    private static void MultiplyAdd(float factor, ReadOnlySpan<float> column, Span<float> sums)
    {
        Vector128<float> all = Vector128.Create(factor);
        for (int at = 0; at < sums.Length; at += Vector128<float>.Count)
        {
            // A row has whole vectors.
            Vector128.FusedMultiplyAdd(all, Vector128.Create(column[at..]), Vector128.Create((ReadOnlySpan<float>)sums[at..])).CopyTo(sums[at..]);
        }
    }
}
