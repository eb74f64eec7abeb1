namespace LstmGen.Training;

/// <summary>The metrics of a pass over data; the one that decides which epoch is best is the first.</summary>
internal sealed class TrainingMetrics
{
    private readonly LstmMetric[] _metrics;

    /// <exception cref="ArgumentException">A function gave null, or the model has no outputs to measure.</exception>
    internal TrainingMetrics(TrainerOptions options, TrainedModel model)
    {
        Func<LstmMetric>[] makers = [.. options.Monitor is null ? [] : (Func<LstmMetric>[])[options.Monitor], .. options.Metrics];
        _metrics = new LstmMetric[makers.Length];
        for (int index = 0; index < makers.Length; index++)
        {
            _metrics[index] = (makers[index] ?? throw Bad("is null"))() ?? throw Bad("gave null");
        }

        if (_metrics.Length > 0 && model.OutputSize == 0)
        {
            throw new ArgumentException("There are metrics, but the model has no outputs to measure; a model that overrides Outputs and OutputSize was expected.", nameof(options));
        }
    }

    internal int Count => _metrics.Length;

    /// <summary>The first metric as something to be made small.</summary>
    internal double Score => _metrics[0].HigherIsBetter ? -_metrics[0].Value : _metrics[0].Value;

    /// <summary>The value of the first metric that a score stands for.</summary>
    internal double FromScore(double score) => _metrics[0].HigherIsBetter ? -score : score;

    internal string Name(int index) => _metrics[index].Name;

    internal double Value(int index) => _metrics[index].Value;

    internal void Reset()
    {
        foreach (LstmMetric metric in _metrics)
        {
            metric.Reset();
        }
    }

    internal void Add(TrainedModel model, LstmBatch batch)
    {
        foreach (LstmMetric metric in _metrics)
        {
            metric.Add(model.Outputs, batch, model.OutputSize);
        }
    }

    private static ArgumentException Bad(string found) => new($"A function for a metric {found}; one that makes a metric was expected.", "options");
}
