namespace LstmGen.Training;

/// <summary>
/// A linear autoregression with columns of one's own, fitted by least squares or ridge regression (Hoerl and Kennard 1970), each horizon for itself.
/// Sums are in double and in order: the bits are the same on every processor.
/// </summary>
public sealed class LinearForecast
{
    private readonly LinearForecastOptions _options;
    private readonly int _columns;
    private readonly double[][] _coefficients; // for each horizon those of the features, then the constant

    private LinearForecast(LinearForecastOptions options, int columns, double[][] coefficients)
        => (_options, _columns, _coefficients) = (options, columns, coefficients);

    /// <summary>Number of forecasts: one for each horizon.</summary>
    public int Count => _coefficients.Length;

    private int Features => _options.Lags + _options.Columns.Count + _options.KnownColumns.Count;

    /// <summary>Fits to rows whose features and target all lie within the training rows. Where one of them is missing, the row is left out.</summary>
    /// <param name="series">[T, columns]; NaN is missing.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="training">The rows to fit to.</param>
    /// <param name="options">What is read and forecast.</param>
    /// <exception cref="ArgumentException">Lengths or options do not fit, a value is infinite, or no row has all it needs.</exception>
    public static LinearForecast Fit(ReadOnlySpan<float> series, int columns, SeriesPart training, LinearForecastOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int rows = SeriesGuard.Rows(series.Length, columns, nameof(series));
        training.Check(rows, nameof(training));
        options = Checked(options, columns);
        SeriesGuard.RequireFiniteOrMissing(series[(training.Start * columns)..(training.End * columns)], columns, training.Start, nameof(series));

        var fitted = new LinearForecast(options, columns, new double[options.Horizons.Count][]);
        for (int index = 0; index < fitted.Count; index++)
        {
            int horizon = options.Horizons[index];
            var regression = new RidgeRegression(fitted.Features);
            for (int pass = 0; pass < RidgeRegression.Passes; pass++)
            {
                for (int row = training.Start + options.Lags - 1; row < (long)training.End - horizon; row++)
                {
                    float target = series[((row + horizon) * columns) + options.TargetColumn];
                    if (fitted.Read(series, row, horizon, regression.Row) && !float.IsNaN(target))
                    {
                        regression.Add(pass, target);
                    }
                }
            }

            fitted._coefficients[index] = regression.Count > 0 ? regression.Solve(options.Ridge) : throw new ArgumentException(
                $"No row of {training.Start} to {training.End} has {options.Lags} values before it, its other columns and a value {horizon} ahead; at least one was expected.",
                nameof(series));
        }

        return fitted;
    }

    /// <summary>Forecasts from a row; allocates nothing where there are at most 256 features.</summary>
    /// <param name="series">[T, columns]: read are the lags up to the row, its other columns, and columns known in advance at the rows forecast.</param>
    /// <param name="row">The present row, at least <see cref="LinearForecastOptions.Lags"/> - 1.</param>
    /// <param name="forecast">[<see cref="Count"/>], written; NaN where something that is read is missing.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a row that would be read is not there.</exception>
    public void Forecast(ReadOnlySpan<float> series, int row, Span<float> forecast)
    {
        int rows = SeriesGuard.Rows(series.Length, _columns, nameof(series));
        int last = _options.KnownColumns.Count > 0 ? rows - 1 - _options.Horizons[^1] : rows - 1;
        if (row < _options.Lags - 1 || row > last)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row, $"A row from {_options.Lags - 1} to {last}, with all that is read of the {rows} rows, was expected.");
        }

        if (forecast.Length != Count)
        {
            throw new ArgumentException($"forecast has {forecast.Length} floats; {Count}, one for each horizon, were expected.", nameof(forecast));
        }

        Span<double> features = Features <= 256 ? stackalloc double[Features] : new double[Features];
        for (int index = 0; index < Count; index++)
        {
            double[] coefficients = _coefficients[index];
            double sum = coefficients[^1];
            bool whole = Read(series, row, _options.Horizons[index], features);
            for (int feature = 0; feature < features.Length; feature++)
            {
                sum += coefficients[feature] * features[feature];
            }

            forecast[index] = whole ? (float)sum : float.NaN;
        }
    }

    /// <summary>Reads the features of a row; false where one is missing.</summary>
    private bool Read(ReadOnlySpan<float> series, int row, int horizon, Span<double> features)
    {
        int at = 0;
        for (int lag = 0; lag < _options.Lags; lag++)
        {
            features[at++] = series[((row - lag) * _columns) + _options.TargetColumn];
        }

        for (int index = 0; index < _options.Columns.Count; index++)
        {
            features[at++] = series[(row * _columns) + _options.Columns[index]];
        }

        for (int index = 0; index < _options.KnownColumns.Count; index++)
        {
            features[at++] = series[((row + horizon) * _columns) + _options.KnownColumns[index]];
        }

        bool whole = true;
        foreach (double feature in features)
        {
            whole &= !double.IsNaN(feature);
        }

        return whole;
    }

    private static LinearForecastOptions Checked(LinearForecastOptions options, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Lags, 1, nameof(options.Lags));
        LstmOptionGuard.NotNegative(options.Ridge, nameof(options.Ridge));
        int[] horizons = [.. options.Horizons];
        for (int index = 0; index < horizons.Length || index == 0; index++)
        {
            int least = index == 0 ? 1 : horizons[index - 1] + 1;
            if (horizons.Length == 0 || horizons[index] < least || horizons[index] == int.MaxValue)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(options), $"Horizon {index} is {(horizons.Length == 0 ? "not there" : horizons[index])}; ascending numbers of rows from 1 on were expected.");
            }
        }

        int[] others = [.. options.Columns], known = [.. options.KnownColumns];
        SeriesGuard.RequireColumns([options.TargetColumn, .. others, .. known], columns, nameof(options));
        return options with { Horizons = horizons, Columns = others, KnownColumns = known };
    }
}
