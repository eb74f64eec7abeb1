namespace LstmGen.Training;

/// <summary>Checks of <see cref="SeriesWindowOptions"/>, before anything is made of them.</summary>
internal static class SeriesWindowCheck
{
    internal static void Sizes(SeriesWindowOptions options, int[] targets, int targetColumns, int[] known, int inputColumns)
    {
        AtLeast(1, options.Steps, nameof(options.Steps));
        AtLeast(1, options.Batch, nameof(options.Batch));
        AtLeast(1, options.Stride, nameof(options.Stride));
        AtLeast(0, options.Horizon, nameof(options.Horizon));
        AtLeast(1, options.ForecastRows, nameof(options.ForecastRows));
        if (targets.Length == 0)
        {
            throw new ArgumentException("TargetColumns is empty; at least one column, or null for all, was expected.", nameof(options));
        }

        Columns(targets, targetColumns, nameof(options.TargetColumns));
        Columns(known, inputColumns, nameof(options.KnownColumns));
        Horizons(options);
    }

    /// <summary>Which rows are forecast, in words.</summary>
    internal static string Ahead(SeriesWindowOptions options) => options.Horizons is null
        ? $"{options.ForecastRows} from {options.Horizon} ahead" : $"{string.Join(", ", options.Horizons)} ahead";

    /// <summary>Throws unless a part has room for a row and its targets.</summary>
    internal static void Room(SeriesWindowOptions options, string ahead, int rows)
    {
        long need = 1 + (options.Horizons is { } horizons ? horizons[^1] : (long)options.Horizon + options.ForecastRows - 1);
        if (rows < need)
        {
            throw new ArgumentException($"The part has {rows} rows; a row and its targets ({ahead}) need {need}.", nameof(options));
        }
    }

    internal static void Widths(int forecastRows, int targets, int known, int inputColumns)
    {
        if ((long)forecastRows * targets > Array.MaxLength || ((long)forecastRows * known) + inputColumns > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                "options",
                $"{forecastRows} rows are forecast with {targets} target columns and {known} known ones; at most {Array.MaxLength} numbers of a step are possible.");
        }
    }

    private static void Horizons(SeriesWindowOptions options)
    {
        if (options.Horizons is not { } horizons)
        {
            return;
        }

        if (options.Horizon != 1 || options.ForecastRows != 1)
        {
            throw new ArgumentException(
                $"Horizons are set beside Horizon {options.Horizon} and ForecastRows {options.ForecastRows}; one or the other was expected.", nameof(options));
        }

        if (horizons.Count == 0)
        {
            throw new ArgumentException("Horizons is empty; at least one, or null, was expected.", nameof(options));
        }

        for (int index = 0, least = 0; index < horizons.Count; index++)
        {
            if (horizons[index] < least || horizons[index] == int.MaxValue)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(options), $"Horizon {index} is {horizons[index]}; ascending numbers of rows, each once, here from {least} on, were expected.");
            }

            least = horizons[index] + 1;
        }
    }

    private static void Columns(int[] chosen, int columns, string name)
    {
        foreach (int column in chosen)
        {
            if ((uint)column >= (uint)columns)
            {
                throw new ArgumentOutOfRangeException("options", $"{name} has {column}; 0 to {columns - 1} were expected.");
            }
        }
    }

    private static void AtLeast(int least, int value, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException("options", $"{name} is {value}; at least {least} was expected.");
        }
    }
}
