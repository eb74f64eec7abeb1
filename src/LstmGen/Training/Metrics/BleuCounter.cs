using System.Runtime.InteropServices;

namespace LstmGen.Training;

/// <summary>The counts of a corpus, a sentence after the other. Its tables are kept: nothing is allocated once they are large enough.</summary>
internal sealed class BleuCounter<T>
    where T : IEquatable<T>
{
    private const int Order = 4;

    private readonly Dictionary<Gram, int> _hypothesis = [];
    private readonly Dictionary<Gram, int> _reference = [];
    private readonly Dictionary<Gram, int> _most = []; // of any reference
    private readonly long[] _matched = new long[Order];
    private readonly long[] _total = new long[Order];
    private long _hypothesisLength;
    private long _referenceLength;

    internal void Clear()
    {
        Array.Clear(_matched);
        Array.Clear(_total);
        (_hypothesisLength, _referenceLength) = (0, 0);
    }

    internal void Add(ReadOnlySpan<T> hypothesis, ReadOnlySpan<T> reference)
    {
        _most.Clear();
        AddReference(reference);
        Match(hypothesis, reference.Length);
    }

    internal void Add(ReadOnlySpan<T> hypothesis, ReadOnlySpan<T[]> references)
    {
        _most.Clear();
        int closest = references[0].Length;
        foreach (T[] reference in references)
        {
            AddReference(reference);
            int nearer = Math.Abs(reference.Length - hypothesis.Length) - Math.Abs(closest - hypothesis.Length);
            closest = nearer < 0 || (nearer == 0 && reference.Length < closest) ? reference.Length : closest;
        }

        Match(hypothesis, closest);
    }

    internal BleuScore Score
    {
        get
        {
            double sum = 0;
            Span<double> precisions = stackalloc double[Order];
            bool all = true;
            for (int n = 0; n < Order; n++)
            {
                precisions[n] = _total[n] > 0 ? (double)_matched[n] / _total[n] : 0;
                all &= _matched[n] > 0;
                sum += _matched[n] > 0 ? DoubleMath.Log(precisions[n]) : 0;
            }

            double penalty = _hypothesisLength >= _referenceLength ? 1
                : _hypothesisLength == 0 ? 0 : DoubleMath.Exp(1 - ((double)_referenceLength / _hypothesisLength));
            double value = _hypothesisLength + _referenceLength == 0 ? double.NaN : all ? 100 * penalty * DoubleMath.Exp(sum / Order) : 0;
            return new BleuScore(value, precisions[0], precisions[1], precisions[2], precisions[3], penalty, _hypothesisLength, _referenceLength);
        }
    }

    private void AddReference(ReadOnlySpan<T> reference)
    {
        Count(reference, _reference);
        foreach ((Gram gram, int count) in _reference)
        {
            ref int most = ref CollectionsMarshal.GetValueRefOrAddDefault(_most, gram, out _);
            most = Math.Max(most, count);
        }
    }

    private void Match(ReadOnlySpan<T> hypothesis, int referenceLength)
    {
        Count(hypothesis, _hypothesis);
        foreach ((Gram gram, int count) in _hypothesis)
        {
            _matched[gram.Length - 1] += Math.Min(count, _most.GetValueOrDefault(gram));
        }

        for (int n = 0; n < Order; n++)
        {
            _total[n] += Math.Max(hypothesis.Length - n, 0);
        }

        _hypothesisLength += hypothesis.Length;
        _referenceLength += referenceLength;
    }

    private static void Count(ReadOnlySpan<T> tokens, Dictionary<Gram, int> counts)
    {
        counts.Clear();
        for (int first = 0; first < tokens.Length; first++)
        {
            for (int length = 1; length <= Order && first + length <= tokens.Length; length++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, new Gram(tokens.Slice(first, length)), out _)++;
            }
        }
    }

    /// <summary>One to four tokens in a row.</summary>
    private readonly struct Gram : IEquatable<Gram>
    {
        private readonly T? _first, _second, _third, _fourth;

        internal Gram(ReadOnlySpan<T> tokens)
        {
            Length = tokens.Length;
            _first = tokens[0];
            _second = Length > 1 ? tokens[1] : default;
            _third = Length > 2 ? tokens[2] : default;
            _fourth = Length > 3 ? tokens[3] : default;
        }

        internal int Length { get; }

        public bool Equals(Gram other) => Length == other.Length && Same(_first, other._first) && Same(_second, other._second)
            && Same(_third, other._third) && Same(_fourth, other._fourth);

        public override bool Equals(object? other) => other is Gram gram && Equals(gram);

        public override int GetHashCode() => HashCode.Combine(Length, _first, _second, _third, _fourth);

        private static bool Same(T? one, T? other) => EqualityComparer<T?>.Default.Equals(one, other);
    }
}
