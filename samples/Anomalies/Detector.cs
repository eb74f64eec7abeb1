namespace LstmGen.Samples.Anomalies;

/// <summary>The last values of a stream: their mean and deviation.</summary>
internal sealed class Recent(int size)
{
    private readonly Queue<double> _values = new();
    private double _origin, _sum, _squares; // of differences from the first value

    public bool IsFull => _values.Count == size;

    public double Mean => _origin + (_sum / _values.Count);

    public double Deviation => Math.Sqrt(Math.Max((_squares / _values.Count) - (_sum / _values.Count * (_sum / _values.Count)), 0));

    public void Add(double value)
    {
        _origin = _values.Count == 0 ? value : _origin;
        if (IsFull)
        {
            double old = _values.Dequeue() - _origin;
            (_sum, _squares) = (_sum - old, _squares - (old * old));
        }

        _values.Enqueue(value);
        (_sum, _squares) = (_sum + (value - _origin), _squares + ((value - _origin) * (value - _origin)));
    }
}

/// <summary>NAB's windowed Gaussian, with its window and step: how many deviations a value is from the mean of those before it.</summary>
/// <remarks>NAB takes the probability of the normal distribution, which has the same order and is 1 in double from <see cref="Most"/> on.</remarks>
internal sealed class WindowedGaussian
{
    private const double Most = 8.3, LeastDeviation = 1e-6;
    private const int Step = 100;

    private readonly Recent _window = new(6400);
    private readonly List<double> _waiting = [];
    private double _mean, _deviation;
    private bool _any;

    public double Next(double value)
    {
        double deviations = _any ? Math.Min(Math.Abs(value - _mean) / _deviation, Most) : 0;
        _waiting.Add(value);
        if (!_window.IsFull || _waiting.Count == Step)
        {
            _waiting.ForEach(_window.Add);
            _waiting.Clear();
            (_mean, _deviation, _any) = (_window.Mean, _window.Deviation is > 0 and double some ? some : LeastDeviation, true);
        }

        return deviations;
    }
}

/// <summary>Lets a score through where it is higher than all of the last hundred rows: one alarm for what goes on.</summary>
internal sealed class FirstAlarm
{
    private const int Rows = 100;

    private readonly LinkedList<(long Row, double Score)> _higher = new(); // falling scores: the first is the highest
    private long _row;

    public double Next(double score)
    {
        while (_higher.First is { } first && first.Value.Row < _row - Rows)
        {
            _higher.RemoveFirst();
        }

        bool isHighest = _higher.First is not { } highest || score > highest.Value.Score;
        while (_higher.Last is { } last && last.Value.Score <= score)
        {
            _higher.RemoveLast();
        }

        _higher.AddLast((_row++, score));
        return isHighest ? Math.Max(score, 0) : 0;
    }
}

/// <summary>
/// The score of a stream, row by row: how unusual the forecast's error is among the last thousand (the anomaly likelihood of Lavin and Ahmad
/// 2015) plus how unusual the value itself is, both in deviations.
/// </summary>
internal sealed class Detector(Forecaster forecaster, int probation)
{
    private const int Errors = 1000;
    private const double LeastDeviation = 1e-6;

    private readonly Recent _errors = new(Errors);
    private readonly WindowedGaussian _level = new();
    private readonly FirstAlarm _alarm = new();
    private long _row;

    /// <returns>The score; 0 in the probation period, and while an alarm goes on.</returns>
    public double Next(DateTime time, double value)
    {
        bool learns = _row++ >= probation;
        double error = forecaster.Next(time, value, learns);
        _errors.Add(error);
        double unusual = (error - _errors.Mean) / Math.Max(_errors.Deviation, LeastDeviation);
        double alarm = _alarm.Next(unusual + _level.Next(value));
        return learns ? alarm : 0;
    }
}
