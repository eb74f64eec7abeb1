using System.Runtime.InteropServices;

namespace LstmGen.Nightly.Activations;

/// <summary>
/// Runs implementations of one function over bit patterns of floats: the errors of the first against the exact function, and the
/// bits of the others against the first, which carries its errors over to them.
/// </summary>
internal sealed class Sweep
{
    private const int BlockLength = 4096;

    private readonly ActivationFunction _function;
    private readonly IActivation[] _implementations;
    private readonly ulong _from;
    private readonly ulong _count;
    private readonly uint _stride;
    private readonly Lock _lock = new();
    private long _nextBlock = -1;

    private Sweep(ActivationFunction function, IActivation[] implementations, ulong from, ulong to, uint stride)
    {
        (_function, _implementations, _from, _stride) = (function, implementations, from, stride);
        _count = (to - from + stride - 1) / stride;
        Errors = new Tally(function);
        Differences = Array.ConvertAll(implementations, _ => default(Difference));
    }

    /// <summary>Errors of the first implementation.</summary>
    internal Tally Errors { get; }

    /// <summary>How each implementation differs from the first.</summary>
    internal Difference[] Differences { get; }

    internal bool Passes => Errors.Passes && Array.TrueForAll(Differences, difference => difference.Count == 0);

    /// <summary>Sweeps the patterns from, from + stride, ... below to, on all processors.</summary>
    internal static Sweep Run(ActivationFunction function, IActivation[] implementations, ulong from = 0, ulong to = 1UL << 32, uint stride = 1)
    {
        var sweep = new Sweep(function, implementations, from, to, stride);
        var threads = new Thread[Environment.ProcessorCount];
        Exception? failure = null;
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                try
                {
                    sweep.Work();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            });
            threads[i].Start();
        }

        Array.ForEach(threads, thread => thread.Join());
        return failure == null ? sweep : throw new InvalidOperationException($"The sweep of {function.Name} stopped: {failure.Message}", failure);
    }

    private void Work()
    {
        var errors = new Tally(_function);
        var differences = new Difference[_implementations.Length];
        float[] x = new float[BlockLength], y = new float[BlockLength], other = new float[BlockLength];
        for (ulong first; (first = (ulong)Interlocked.Increment(ref _nextBlock) * BlockLength) < _count;)
        {
            for (int i = 0; i < BlockLength; i++)
            {
                // The last block is filled up with its last pattern: implementations take whole vectors.
                x[i] = BitConverter.UInt32BitsToSingle((uint)(_from + Math.Min(first + (ulong)i, _count - 1) * _stride));
            }

            _implementations[0].Evaluate(x, y);
            errors.Add(x, y);
            for (int i = 1; i < _implementations.Length; i++)
            {
                _implementations[i].Evaluate(x, other);
                differences[i] = differences[i].Plus(Difference.Between(x, y, other));
            }
        }

        lock (_lock)
        {
            Errors.Add(errors);
            for (int i = 0; i < differences.Length; i++)
            {
                Differences[i] = Differences[i].Plus(differences[i]);
            }
        }
    }

    /// <summary>Where results differ in their bits; one NaN is as good as another.</summary>
    internal readonly record struct Difference(long Count, float X, float Expected, float Found)
    {
        internal static Difference Between(ReadOnlySpan<float> x, ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
        {
            Difference result = default;
            if (MemoryMarshal.Cast<float, uint>(expected).SequenceEqual(MemoryMarshal.Cast<float, uint>(found)))
            {
                return result;
            }

            for (int i = 0; i < x.Length; i++)
            {
                bool same = BitConverter.SingleToUInt32Bits(expected[i]) == BitConverter.SingleToUInt32Bits(found[i])
                    || (float.IsNaN(expected[i]) && float.IsNaN(found[i]));
                result = same ? result : result.Plus(new Difference(1, x[i], expected[i], found[i]));
            }

            return result;
        }

        internal Difference Plus(Difference other) => Count == 0 ? other : this with { Count = Count + other.Count };

        public override string ToString()
            => Count == 0 ? "the same bits" : $"{Count} results differ, one at x = {X:G9}: {Found:G9} instead of {Expected:G9}";
    }
}
