using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training;

/// <summary>One query and its source: scores, weights, context, and back.</summary>
public sealed partial class AttentionBlock
{
    private void AttendPart(int part)
    {
        (int first, int end) = Sequences(part);
        for (int row = first; row < end; row++)
        {
            for (int step = _range.First; step < _range.First + _range.Count; step++)
            {
                Attend(row, (step * _memory.Batch) + row);
            }
        }
    }

    private void DerivePart(int part)
    {
        (int first, int end) = Sequences(part);
        for (int row = first; row < end; row++)
        {
            for (int step = _range.First + _range.Count - 1; step >= _range.First; step--)
            {
                Derive(row, (step * _memory.Batch) + row);
            }
        }
    }

    private void Attend(int row, int query)
    {
        int length = _memory.Length(row);
        Span<float> weights = _memory.Weights.AsSpan(query * _memory.WeightStride, _memory.WeightStride);
        ref float context = ref At(_memory.Contexts, query, _memory.SourceStride);
        MemoryMarshal.CreateSpan(ref context, _memory.SourceStride).Clear();
        weights[length..].Clear();
        if (length == 0)
        {
            return;
        }

        ref float q = ref At(_memory.Projected, query, _memory.KeyStride);
        for (int step = 0; step < length; step++)
        {
            ref float key = ref Key(_memory.Keys, step, row);
            weights[step] = _options.Scale * (ScoreWeight is null
                ? Kernels.Dot(ref q, ref key, _memory.KeyStride)
                : Kernels.Dot(ref Compared(row, ref q, ref key), ref _memory.Scores[0], _memory.KeyStride));
        }

        SoftmaxRow.Apply(weights[..length], weights[..length]);
        for (int step = 0; step < length; step++)
        {
            Kernels.AddScaled(ref context, ref At(_memory.Sources, (step * _memory.Batch) + row, _memory.SourceStride), weights[step], _memory.SourceStride);
        }
    }

    private void Derive(int row, int query)
    {
        int length = _memory.Length(row);
        ReadOnlySpan<float> weights = _memory.Weights.AsSpan(query * _memory.WeightStride, length);
        Span<float> scores = _memory.Scratch(row).Slice(2 * _memory.KeyStride, length);
        ref float context = ref At(_memory.Contexts, query, _memory.SourceStride);
        ref float q = ref At(_memory.Projected, query, _memory.KeyStride);
        ref float gradient = ref At(_memory.QueryGradients, query, _memory.KeyStride);
        MemoryMarshal.CreateSpan(ref gradient, _memory.KeyStride).Clear();
        for (int step = 0; step < length; step++)
        {
            int at = (step * _memory.Batch) + row;
            scores[step] = Kernels.Dot(ref context, ref At(_memory.Sources, at, _memory.SourceStride), _memory.SourceStride);
            Kernels.AddScaled(ref At(_memory.SourceGradients, at, _memory.SourceStride), ref context, weights[step], _memory.SourceStride);
        }

        SoftmaxRow.Backward(weights, scores, scores);
        for (int step = 0; step < length; step++)
        {
            float score = scores[step] * _options.Scale;
            ref float key = ref Key(_memory.Keys, step, row);
            ref float keyGradient = ref Key(_memory.KeyGradients, step, row);
            if (ScoreWeight is null)
            {
                Kernels.AddScaled(ref gradient, ref key, score, _memory.KeyStride);
                Kernels.AddScaled(ref keyGradient, ref q, score, _memory.KeyStride);
                continue;
            }

            ref float compared = ref Compared(row, ref q, ref key);
            Kernels.AddScaled(ref At(_memory.ScoreGradients, row, _memory.KeyStride), ref compared, score, _memory.KeyStride);
            Span<float> inner = _memory.Scratch(row).Slice(_memory.KeyStride, _memory.KeyStride);
            _memory.Scores.CopyTo(inner);
            BlockActivation.Backward(LstmActivation.Tanh, _memory.Scratch(row)[.._memory.KeyStride], inner);
            Kernels.AddScaled(ref gradient, ref inner[0], score, _memory.KeyStride);
            Kernels.AddScaled(ref keyGradient, ref inner[0], score, _memory.KeyStride);
        }
    }

    /// <summary>tanh(q + k).</summary>
    private ref float Compared(int row, ref float q, ref float key)
    {
        Span<float> sums = _memory.Scratch(row)[.._memory.KeyStride];
        NodeRows.Add(MemoryMarshal.CreateReadOnlySpan(ref q, _memory.KeyStride), MemoryMarshal.CreateReadOnlySpan(ref key, _memory.KeyStride), sums);
        BlockActivation.Apply(LstmActivation.Tanh, sums);
        return ref sums[0];
    }

    private ref float Key(float[] keys, int step, int row) => ref At(keys, (step * _memory.Batch) + row, _memory.KeyStride);

    private static ref float At(float[] rows, int row, int stride) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows), (nint)row * stride);

    private (int First, int End) Sequences(int part)
        => ((int)((long)_memory.Batch * part / _memory.Products.Threads), (int)((long)_memory.Batch * (part + 1) / _memory.Products.Threads));
}
