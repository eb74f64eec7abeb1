using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>
/// The search: of each prefix ln of the probability of its ways that end in a blank, and of those that end in its last label. A step extends each prefix by each label and
/// keeps the most probable; of equal ones those that came first.
/// </summary>
internal sealed class CtcBeam(int outputSize, int width, int blank)
{
    private readonly CtcPrefixes _prefixes = new();
    private Entry[] _beam = new Entry[width];
    private Entry[] _next = new Entry[width];
    private int _count;
    private int _nextCount;

    internal void Begin(int steps)
    {
        _prefixes.Begin(checked(steps * width + 1));
        _beam[0] = new Entry(0, CtcPrefixes.None, 0, double.NegativeInfinity);
        _count = 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Step(ReadOnlySpan<float> output, double logSum)
    {
        _nextCount = 0;
        double blankLog = output[blank] - logSum;
        for (int index = 0; index < _count; index++)
        {
            Entry entry = _beam[index];
            int last = _prefixes.Label(entry.Node);
            double repeated = last < 0 ? double.NegativeInfinity : entry.Label + output[last] - logSum;
            if (last >= 0 && Find(_prefixes.Parent(entry.Node)) is int parent and >= 0)
            {
                repeated = Add(repeated, Extension(_beam[parent], last) + output[last] - logSum);
            }

            Keep(new Entry(entry.Node, CtcPrefixes.None, entry.Total + blankLog, repeated));
        }

        for (int index = 0; index < _count; index++)
        {
            Entry entry = _beam[index];
            for (int label = 0; label < outputSize; label++)
            {
                double extended = label == blank ? double.NegativeInfinity : Extension(entry, label) + output[label] - logSum;
                if (extended > double.NegativeInfinity && !IsThere(entry.Node, label))
                {
                    Keep(new Entry(entry.Node, label, double.NegativeInfinity, extended));
                }
            }
        }

        for (int index = 0; index < _nextCount; index++)
        {
            Entry entry = _next[index];
            _next[index] = entry.By < 0 ? entry : new Entry(_prefixes.Extended(entry.Node, entry.By), CtcPrefixes.None, entry.Blank, entry.Label);
        }

        (_beam, _next, _count) = (_next, _beam, _nextCount);
    }

    internal IReadOnlyList<CtcHypothesis> Best(int most)
    {
        var best = new CtcHypothesis[Math.Min(most, _count)];
        for (int index = 0; index < best.Length; index++)
        {
            best[index] = new CtcHypothesis(_prefixes.Labels(_beam[index].Node), _beam[index].Total);
        }

        return best;
    }

    /// <summary>Of a prefix that gets another label: after the same label only ways with a blank between.</summary>
    private double Extension(in Entry entry, int label) => _prefixes.Label(entry.Node) == label ? entry.Blank : entry.Total;

    private int Find(int node)
    {
        for (int index = 0; index < _count; index++)
        {
            if (_beam[index].Node == node)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Whether the extended prefix is one of the beam's, and has been counted there.</summary>
    private bool IsThere(int node, int label)
    {
        for (int index = 0; index < _count; index++)
        {
            int own = _beam[index].Node;
            if (_prefixes.Parent(own) == node && _prefixes.Label(own) == label)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts an entry where it belongs among the best so far.</summary>
    private void Keep(Entry entry)
    {
        int place = _nextCount;
        if (place == width)
        {
            if (!(entry.Total > _next[place - 1].Total))
            {
                return;
            }

            place--;
        }
        else
        {
            _nextCount++;
        }

        for (; place > 0 && entry.Total > _next[place - 1].Total; place--)
        {
            _next[place] = _next[place - 1];
        }

        _next[place] = entry;
    }

    private static double Add(double a, double b)
    {
        double larger = Math.Max(a, b);
        return larger == double.NegativeInfinity ? larger : larger + DoubleMath.LogOnePlus(DoubleMath.Exp(Math.Min(a, b) - larger));
    }

    /// <summary>A prefix: a node, extended by a label once it is kept; and the logarithms of its two probabilities and their sum.</summary>
    private readonly struct Entry(int node, int by, double blank, double label)
    {
        internal readonly int Node = node;
        internal readonly int By = by;
        internal readonly double Blank = blank;
        internal readonly double Label = label;
        internal readonly double Total = Add(blank, label);
    }
}
