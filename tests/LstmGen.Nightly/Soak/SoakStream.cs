
namespace LstmGen.Nightly.Soak;

/// <summary>A stream of made-up samples through a model, and what has come out of it.</summary>
internal sealed class SoakStream
{
    private readonly SoakModel _model;
    private readonly ulong _seed;
    private readonly float[] _sample = new float[SoakModel.Shape.Input];
    private readonly float[] _units = new float[SoakModel.Shape.Hidden];
    private readonly float[] _scores = new float[SoakModel.Shape.OutputSize];
    private SplitMix _random;

    internal SoakStream(SoakModel model, ulong seed)
    {
        (_model, _seed, _random) = (model, seed, new SplitMix(seed));
        State = model.CreateState();
    }

    internal LstmState State { get; }

    /// <summary>A hash of every bit that came out since the start.</summary>
    internal ulong Hash { get; private set; }

    /// <summary>The largest magnitude of c seen.</summary>
    internal float LargestCell { get; private set; }

    /// <summary>Whether every h seen lay in [-1, 1], and every c and score was finite.</summary>
    internal bool Bounded { get; private set; } = true;

    internal ReadOnlySpan<float> Scores => _scores;

    /// <summary>Back to the first sample.</summary>
    internal void Restart()
    {
        State.Reset();
        Array.Clear(_sample);
        _random = new SplitMix(_seed);
        Hash = 0;
    }

    /// <summary>Runs steps. What the sensor sends changes slowly, with noise, and now and then far beyond its scale.</summary>
    internal void Run(long steps)
    {
        for (long step = 0; step < steps; step++)
        {
            bool far = _random.Below(1000) == 0;
            for (int n = 0; n < _sample.Length; n++)
            {
                _sample[n] = far ? _random.Signed(1e6f) : (0.99f * Limit(_sample[n])) + _random.Signed(0.25f);
            }

            Step();
            if (step % 64 == 0)
            {
                Look();
            }
        }
    }

    /// <summary>One step of a sample of one value throughout; not part of the hash.</summary>
    internal void Step(float value)
    {
        Array.Fill(_sample, value);
        _model.Step(_sample, State, _scores);
    }

    private static float Limit(float value) => Math.Clamp(value, -4, 4);

    private void Step()
    {
        _model.Step(_sample, State, _scores);
        foreach (float score in _scores)
        {
            Hash = (Hash ^ BitConverter.SingleToUInt32Bits(score)) * 0x100000001B3;
        }
    }

    private void Look()
    {
        for (int layer = 0; layer < SoakModel.Shape.Layers; layer++)
        {
            State.GetHidden(layer, 0, _units);
            foreach (float h in _units)
            {
                Bounded &= Math.Abs(h) <= 1;
            }

            State.GetCell(layer, 0, _units);
            foreach (float c in _units)
            {
                Bounded &= float.IsFinite(c);
                LargestCell = Math.Max(LargestCell, Math.Abs(c));
            }
        }

        foreach (float score in _scores)
        {
            Bounded &= float.IsFinite(score);
        }
    }
}
