using System.Runtime.InteropServices;
using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Anomalies;

[LstmModel(hidden: 32, input: Forecaster.Inputs, output: 1)]
internal sealed partial class NextValue;

/// <summary>Forecasts the next value of a stream, and learns from it as it goes on: only ever from rows that have come.</summary>
internal sealed class Forecaster : IDisposable
{
    public const int Inputs = 5; // value, hour of the day, hour of the week

    private const int Rows = 16, Steps = 60, WarmUp = 10; // windows of an update
    private const int FirstUpdates = 600, Every = 100, Updates = 30, Kept = 4000, Replayed = 100;
    public const float LaterRate = 0.001f;

    private const float Rate = 0.005f, Furthest = 10;

    private readonly LstmParameters _parameters;
    private readonly SeriesScaler _scaler;
    private readonly List<float> _past = []; // [rows, Inputs], the last few thousand
    private readonly LstmTape _tape;
    private readonly AdamW _optimizer;
    private readonly Random _random;
    private readonly float[] _inputs = new float[Steps * Rows * Inputs], _targets = new float[Steps * Rows], _mask = new float[Steps * Rows];
    private readonly float[] _outputs = new float[Steps * Rows], _gradients = new float[Steps * Rows], _change = new float[1];
    private readonly LstmState _start;
    private NextValue? _model;
    private LstmState? _state;
    private long _count;

    private Forecaster(LstmParameters parameters, SeriesScaler scaler, int seed)
    {
        (_parameters, _scaler, _random) = (parameters, scaler, new Random(seed));
        _tape = NextValue.CreateTape(parameters, new LstmTapeOptions { Batch = Rows, Steps = Steps });
        _optimizer = new AdamW(_tape.Trainables);
        _start = _tape.CreateState();
        _mask.AsSpan(WarmUp * Rows).Fill(1);
    }

    /// <summary>Learns from the rows of the probation period.</summary>
    public static Forecaster Train(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> values, int seed, CancellationToken cancellation)
    {
        float[] series = [.. values.ToArray().Select(value => (float)value)];
        var learner = new Forecaster(LstmWeights.Random((ulong)seed).Bind(NextValue.Shape), SeriesScaler.Standard(series, 1, new SeriesPart(0, series.Length)), seed);
        for (int row = 0; row < values.Length; row++)
        {
            learner.Keep(times[row], values[row]);
        }

        LstmSchedule schedule = LstmSchedule.Cosine(Rate, FirstUpdates);
        for (int update = 0; update < FirstUpdates; update++)
        {
            cancellation.ThrowIfCancellationRequested();
            learner.Update(schedule.LearningRate(update));
        }

        using (learner)
        {
            return new Forecaster(learner._parameters, learner._scaler, seed); // as one that was loaded
        }
    }

    public IEnumerable<SafetensorsTensor> ToTensors(string prefix) => [.. _parameters.ToTensors(prefix, $"{prefix}head."), .. _scaler.ToTensors($"{prefix}scaler.")];

    /// <summary>Takes what was learnt from the probation period from a file.</summary>
    public static Forecaster From(SafetensorsFile file, string prefix, int seed)
        => new(LstmWeights.From(file, prefix, $"{prefix}head.").Bind(NextValue.Shape), SeriesScaler.From(file, $"{prefix}scaler."), seed);

    /// <summary>The next row of the stream.</summary>
    /// <returns>How far it is from its forecast, in deviations of the probation period.</returns>
    public double Next(DateTime time, double value, bool learns)
    {
        if (_model is null || (learns && _count % Every == 0))
        {
            for (int update = 0; learns && update < Updates; update++)
            {
                Update(LaterRate);
            }

            _model = new NextValue(LstmWeights.From(_parameters));
            _state = _model.CreateState();
            for (int row = Math.Max(0, Known - Replayed); row < Known; row++)
            {
                _model.Step(Row(row), _state, _change);
            }
        }

        float expected = Known == 0 ? float.NaN : Row(Known - 1)[0] + _change[0];
        Keep(time, value);
        ReadOnlySpan<float> now = Row(Known - 1);
        _model.Step(now, _state!, _change);
        _count++;
        return float.IsNaN(expected) ? 0 : Math.Abs(now[0] - expected);
    }

    public void Dispose() => _tape.Dispose();

    /// <summary>That of the last update.</summary>
    public double Loss { get; private set; }

    private int Known => _past.Count / Inputs;

    private ReadOnlySpan<float> Row(int row) => CollectionsMarshal.AsSpan(_past).Slice(row * Inputs, Inputs);

    private void Keep(DateTime time, double value)
    {
        if (_past.Count >= 2 * Kept * Inputs)
        {
            _past.RemoveRange(0, Kept * Inputs);
        }

        float scaled = (float)value;
        _scaler.Transform(new ReadOnlySpan<float>(ref scaled), new Span<float>(ref scaled));
        double day = 2 * Math.PI * time.TimeOfDay.TotalDays, week = 2 * Math.PI * ((int)time.DayOfWeek + time.TimeOfDay.TotalDays) / 7;
        _past.AddRange([Math.Clamp(scaled, -Furthest, Furthest), (float)Math.Sin(day), (float)Math.Cos(day), (float)Math.Sin(week), (float)Math.Cos(week)]);
    }

    /// <summary>One update by windows of the past, drawn at random; what is learnt is the change to the next row.</summary>
    private void Update(float rate)
    {
        int first = Math.Max(0, Known - Kept);
        for (int b = 0; b < Rows; b++)
        {
            int start = first + _random.Next(Known - first - Steps);
            for (int t = 0; t < Steps; t++)
            {
                int at = (t * Rows) + b;
                Row(start + t).CopyTo(_inputs.AsSpan(at * Inputs));
                _targets[at] = Row(start + t + 1)[0] - Row(start + t)[0];
            }
        }

        _start.Reset();
        _tape.Forward(_inputs, _start, _outputs);
        Loss = LstmLoss.Huber().Evaluate(_outputs, _targets, _mask, 1, _gradients);
        _tape.Backward(_gradients);
        LstmClipping.ByGlobalNorm(_tape.Trainables, 1);
        _optimizer.LearningRate = rate;
        _optimizer.Step();
    }
}
