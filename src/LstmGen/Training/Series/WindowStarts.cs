namespace LstmGen.Training;

/// <summary>The first row of every window: a rule where there is one, else a list.</summary>
internal readonly struct WindowStarts
{
    private readonly int[]? _starts;
    private readonly int _first;
    private readonly int _stride;

    internal WindowStarts(SeriesTargets series, SeriesWindowOptions options)
    {
        if (options.ScoredSteps is int few && (few < 1 || few > options.Steps))
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"ScoredSteps is {few}; 1 to {options.Steps}, the steps of a window, or null were expected.");
        }

        if (series.Parts.Length == 1 && !options.MissingTargets)
        {
            (_first, _stride, Count) = (series.Parts[0].Start, options.Stride, NumberIn(series, series.Parts[0], options));
        }
        else
        {
            var starts = new List<int>();
            foreach (SeriesPart part in series.Parts)
            {
                int windows = NumberIn(series, part, options);
                for (int window = 0; window < windows; window++)
                {
                    int start = part.Start + (window * options.Stride);
                    if (!options.MissingTargets || HasTarget(series, start, options))
                    {
                        starts.Add(start);
                    }
                }
            }

            (_starts, Count) = ([.. starts], starts.Count);
        }

        if (Count == 0)
        {
            throw new ArgumentException(Nothing(series, options), nameof(options));
        }
    }

    internal int Count { get; }

    internal int this[int window] => _starts is null ? _first + (window * _stride) : _starts[window];

    private static int NumberIn(SeriesTargets series, SeriesPart part, SeriesWindowOptions options)
        => series.Usable(part) >= options.Steps ? ((series.Usable(part) - options.Steps) / options.Stride) + 1 : 0;

    private static bool HasTarget(SeriesTargets series, int start, SeriesWindowOptions options)
    {
        for (int step = options.Steps - (options.ScoredSteps ?? options.Steps); step < options.Steps; step++)
        {
            if (series.Present(start + step) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string Nothing(SeriesTargets series, SeriesWindowOptions options)
    {
        int longest = series.Parts.Max(part => part.Count);
        long need = (long)options.Steps + series.LookAhead;
        return longest >= need
            ? "No window has a target that is not missing; at least one was expected."
            : $"{(series.Parts.Length == 1 ? "The part has" : "The longest part has")} {longest} rows; a window of {options.Steps} rows and its targets "
                + $"({series.Ahead}) need {need}.";
    }
}
