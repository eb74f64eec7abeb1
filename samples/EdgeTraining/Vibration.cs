namespace LstmGen.Samples.Edge;

/// <summary>
/// What a sensor on a made-up machine would record: noise; the shaft and its harmonics, at 20 to 60 turns a second; an unbalanced shaft
/// swings more at its first harmonic; a worn bearing rings at every pass of its balls.
/// </summary>
/// <remarks>
/// Sums, products and divisions alone, no sine of a library: the same samples on every machine, and so the same trained weights.
/// </remarks>
internal sealed class Vibration
{
    private const double BallPasses = 3.58; // of a turn
    private const double RingLoss = 0.985;  // amplitude kept from sample to sample

    private readonly Draw _draw;
    private readonly Oscillator[] _harmonics;
    private readonly Oscillator _ring;
    private readonly double _loudness;
    private readonly double _passesPerSample;
    private double _pass;

    /// <summary>A machine of its own speed and loudness.</summary>
    public Vibration(Draw draw)
    {
        _draw = draw;
        double turns = draw.Between(20, 60);
        _harmonics = [new(turns, draw), new(2 * turns, draw), new(3 * turns, draw)];
        _ring = new(draw.Between(2500, 3500), draw);
        _loudness = draw.Between(0.5, 1.5);
        _passesPerSample = BallPasses * turns / Machine.Rate;
    }

    /// <summary>The next samples, the machine being in a state (an index of <see cref="Machine.States"/>).</summary>
    public void Fill(Span<float> samples, int state)
    {
        for (int n = 0; n < samples.Length; n++)
        {
            double noise = _draw.Between(-0.1, 0.1);
            double first = _harmonics[0].Next(), second = _harmonics[1].Next(), third = _harmonics[2].Next();
            double shaft = ((state == 2 ? 0.35 : 0.12) * first) + (0.08 * second) + (0.05 * third);
            _pass += _passesPerSample;
            _ring.Amplitude *= RingLoss;
            if (_pass >= 1)
            {
                _pass -= 1 + _draw.Between(-0.02, 0.02); // balls slip
                _ring.Amplitude = state == 3 ? _draw.Between(0.5, 1) : 0;
            }

            double ring = _ring.Next();
            double sum = state == 0 ? noise : noise + (_loudness * (shaft + (state == 3 ? ring : 0)));
            samples[n] = (float)Math.Clamp(sum, -1, 1);
        }
    }

    /// <summary>A point that turns by the same angle at every sample.</summary>
    private sealed class Oscillator
    {
        private readonly double _cosine;
        private readonly double _sine;
        private double _x;
        private double _y;

        public Oscillator(double frequency, Draw draw)
        {
            // Half the angle's tangent, near enough the half angle: the rotation itself is exact.
            double t = Math.PI * frequency / Machine.Rate;
            (_cosine, _sine) = ((1 - (t * t)) / (1 + (t * t)), 2 * t / (1 + (t * t)));
            double u = draw.Between(-1, 1);
            (_x, _y) = ((1 - (u * u)) / (1 + (u * u)), 2 * u / (1 + (u * u)));
        }

        public double Amplitude { get; set; } = 1;

        public double Next()
        {
            (_x, _y) = ((_cosine * _x) - (_sine * _y), (_sine * _x) + (_cosine * _y));
            return Amplitude * _y;
        }
    }
}
