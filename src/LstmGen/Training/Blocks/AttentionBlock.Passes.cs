using LstmGen.Kernels;

namespace LstmGen.Training;

/// <summary>The passes of attention: threads share the sequences, each of which has its own sums.</summary>
public sealed partial class AttentionBlock
{
    private readonly AttentionMemory _memory;
    private readonly Action<int> _attend, _derive;
    private (int First, int Count) _range;

    private MatrixKernels Kernels => _memory.Products.Kernels;

    private void ProjectSource()
    {
        ScoreWeight?.Values.CopyTo(_memory.Scores);
        if (SourceWeight is not null)
        {
            Project(SourceWeight, _memory.Sources, 0, _memory.SourceStride, SourceSize, _memory.Keys, _memory.Steps * _memory.Batch, _memory.SourceRoom!);
        }
    }

    private void Attend(ReadOnlySpan<float> queries, Span<float> contexts, Span<float> weights, int first, int steps)
    {
        int row = first * _memory.Batch, rows = steps * _memory.Batch;
        AttentionMemory.Spread(queries, QuerySize, _memory.Queries.AsSpan(row * _memory.QueryStride), _memory.QueryStride);
        if (QueryWeight is not null)
        {
            Project(QueryWeight, _memory.Queries, row, _memory.QueryStride, QuerySize, _memory.Projected, rows, _memory.QueryRoom!);
        }

        _range = (first, steps);
        _memory.Products.Run(_attend);
        AttentionMemory.Gather(_memory.Contexts.AsSpan(row * _memory.SourceStride), _memory.SourceStride, contexts, SourceSize);
        AttentionMemory.Gather(_memory.Weights.AsSpan(row * _memory.WeightStride), _memory.WeightStride, weights, _memory.Steps);
    }

    private void Derive(ReadOnlySpan<float> contextGradients, Span<float> queryGradients, int first, int steps)
    {
        int row = first * _memory.Batch, rows = steps * _memory.Batch;
        AttentionMemory.Spread(contextGradients, SourceSize, _memory.Contexts.AsSpan(row * _memory.SourceStride), _memory.SourceStride);
        _range = (first, steps);
        _memory.Products.Run(_derive);
        if (QueryWeight is not null)
        {
            AddWeights(_memory.QueryWeightGradients, QuerySize, _memory.QueryGradients, _memory.Queries, row, _memory.QueryStride, rows, _memory.QueryRoom!);
            if (!queryGradients.IsEmpty)
            {
                Return(QueryWeight, QuerySize, _memory.QueryGradients, row, _memory.PassedGradients, _memory.QueryStride, rows, _memory.QueryRoom!, _memory.Zeros);
            }
        }

        AttentionMemory.Gather(_memory.PassedGradients.AsSpan(row * _memory.QueryStride), _memory.QueryStride, queryGradients, QuerySize);
    }

    private void Finish(Span<float> sourceGradients, bool accumulate)
    {
        int rows = _memory.Steps * _memory.Batch;
        if (SourceWeight is not null)
        {
            if (!accumulate)
            {
                SourceWeight.Gradients.Clear();
            }

            AddWeights(SourceWeight.GradientArray, SourceSize, _memory.KeyGradients, _memory.Sources, 0, _memory.SourceStride, rows, _memory.SourceRoom!);
            if (!sourceGradients.IsEmpty)
            {
                Return(SourceWeight, SourceSize, _memory.KeyGradients, 0, _memory.SourceGradients, _memory.SourceStride, rows, _memory.SourceRoom!, null);
            }
        }
        else
        {
            NodeRows.Add(_memory.SourceGradients, _memory.KeyGradients, _memory.SourceGradients);
        }

        Take(QueryWeight, _memory.QueryWeightGradients, accumulate);
        for (int row = 0; row < _memory.Batch && ScoreWeight is not null; row++)
        {
            Take(ScoreWeight, _memory.ScoreGradients.AsSpan(row * _memory.KeyStride, _memory.KeySize), accumulate || row > 0);
        }

        AttentionMemory.Gather(_memory.SourceGradients, _memory.SourceStride, sourceGradients, SourceSize);
    }

    private static void Take(LstmTrainable? trainable, ReadOnlySpan<float> gradients, bool accumulate)
    {
        if (trainable is null)
        {
            return;
        }

        if (!accumulate)
        {
            trainable.Gradients.Clear();
        }

        NodeRows.Add(trainable.Gradients, gradients, trainable.Gradients);
    }

    /// <summary>to = W from.</summary>
    private void Project(LstmTrainable weight, float[] from, int row, int stride, int size, float[] to, int rows, PackedMatrix room)
    {
        _memory.Products.Pack(new MatrixView(weight.ValueArray, 0, size).Transposed, size, _memory.KeySize, room);
        _memory.Products.Multiply(
            new MatrixView(from, row * stride, stride), rows, room, new MatrixView(to, row * _memory.KeyStride, _memory.KeyStride), _memory.Zeros);
    }

    /// <summary>The gradient of W by that of what it gave.</summary>
    private void AddWeights(float[] sums, int size, float[] gradients, float[] from, int row, int stride, int rows, PackedMatrix room)
    {
        _memory.Products.Pack(new MatrixView(from, row * stride, stride), rows, size, room);
        _memory.Products.Multiply(
            new MatrixView(gradients, row * _memory.KeyStride, _memory.KeyStride).Transposed, _memory.KeySize, room, new MatrixView(sums, 0, size), null);
    }

    /// <summary>The gradient of what W took by that of what it gave; added to what is there without a start.</summary>
    private void Return(LstmTrainable weight, int size, float[] gradients, int row, float[] to, int stride, int rows, PackedMatrix room, float[]? start)
    {
        _memory.Products.Pack(new MatrixView(weight.ValueArray, 0, size), _memory.KeySize, size, room);
        _memory.Products.Multiply(
            new MatrixView(gradients, row * _memory.KeyStride, _memory.KeyStride), rows, room, new MatrixView(to, row * stride, stride), start);
    }
}
