using System.Runtime.CompilerServices;

namespace LstmGen.Benchmarks.Workloads;

/// <summary>A few input samples in turn, a state carried on, and a place for the outputs.</summary>
internal sealed class Feed
{
    private const int Samples = 8;
    private readonly float[] _inputs;
    private readonly int _sample;
    private int _next;

    internal Feed(int sample, int output, LstmState state)
        : this(Uniform(Samples * sample), sample, output, state)
    {
    }

    /// <param name="inputs">Samples one after another, taken in turn.</param>
    /// <param name="sample">Floats of each.</param>
    /// <param name="output">Floats of an output.</param>
    /// <param name="state">Carried on.</param>
    internal Feed(float[] inputs, int sample, int output, LstmState state)
    {
        _sample = sample;
        _inputs = inputs;
        Output = new float[output];
        State = state;
    }

    internal LstmState State { get; }

    internal float[] Output { get; }

    /// <summary>Floats uniform in [-1, 1).</summary>
    internal static float[] Uniform(int count, int seed = 1)
    {
        var random = new Random(seed);
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (random.NextSingle() * 2) - 1;
        }

        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<float> Next()
    {
        int at = _next;
        _next = at + _sample < _inputs.Length ? at + _sample : 0;
        return _inputs.AsSpan(at, _sample);
    }
}
