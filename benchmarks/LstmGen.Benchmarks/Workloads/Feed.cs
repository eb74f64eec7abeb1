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
    {
        _sample = sample;
        _inputs = Uniform(Samples * sample);
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
        _next = (_next + 1) % Samples;
        return _inputs.AsSpan(_next * _sample, _sample);
    }
}
