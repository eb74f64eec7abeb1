using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>
/// A scale for each of many series that one model forecasts, so that a series of tens and one of thousands look alike to it: the mean size of
/// its values in its training rows. scaled = value / level, so that 0 stays 0 (Salinas et al. 2020, DeepAR).
/// </summary>
public sealed class SeriesLevels
{
    private const string Kind = "series_levels";

    private readonly float[] _levels;

    /// <summary>Known levels.</summary>
    /// <param name="levels">One for each series, finite, above 0.</param>
    /// <exception cref="ArgumentException">There is none, or one is out of range.</exception>
    public SeriesLevels(params ReadOnlySpan<float> levels)
    {
        if (levels.IsEmpty)
        {
            throw new ArgumentException("There are no levels; one for each series was expected.", nameof(levels));
        }

        for (int index = 0; index < levels.Length; index++)
        {
            if (!(levels[index] > 0 && float.IsFinite(levels[index])))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The level of series {index} is {levels[index]}; a finite number above 0 was expected."), nameof(levels));
            }
        }

        _levels = levels.ToArray();
    }

    /// <summary>Number of series.</summary>
    public int Count => _levels.Length;

    /// <summary>One for each series.</summary>
    public ReadOnlySpan<float> Levels => _levels;

    /// <summary>The levels of series that are parts of one array.</summary>
    /// <param name="series">[T, columns].</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="column">The one that counts.</param>
    /// <param name="training">The rows of each series to go by.</param>
    /// <exception cref="ArgumentException">The lengths or parts do not fit, or there is no such column.</exception>
    public static SeriesLevels Of(ReadOnlySpan<float> series, int columns, int column, IReadOnlyList<SeriesPart> training)
    {
        ArgumentNullException.ThrowIfNull(training);
        int rows = SeriesGuard.Rows(series.Length, columns, nameof(series));
        SeriesGuard.RequireColumns([column], columns, nameof(column));
        var levels = new float[training.Count];
        for (int index = 0; index < levels.Length; index++)
        {
            training[index].Check(rows, nameof(training));
            levels[index] = LevelOf(series[(training[index].Start * columns)..(training[index].End * columns)], columns, column);
        }

        return new SeriesLevels(levels);
    }

    /// <summary>The level of one series, such as a new one: the mean of the absolute values that are not missing; 1 where that is 0 or there are none.</summary>
    /// <param name="rows">[n, columns].</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="column">The one that counts.</param>
    /// <exception cref="ArgumentException">The length does not fit, there is no such column, or a value is infinite.</exception>
    public static float LevelOf(ReadOnlySpan<float> rows, int columns = 1, int column = 0)
    {
        int count = rows.IsEmpty ? 0 : SeriesGuard.Rows(rows.Length, columns, nameof(rows));
        SeriesGuard.RequireColumns([column], columns, nameof(column));
        SeriesGuard.RequireFiniteOrMissing(rows, columns, 0, nameof(rows));
        PartialSums sum = default;
        int present = 0;
        for (int row = 0; row < count; row++)
        {
            float value = rows[(row * columns) + column];
            if (!float.IsNaN(value))
            {
                sum.Add(row, Math.Abs((double)value));
                present++;
            }
        }

        float mean = present > 0 ? (float)(sum.Fold() / present) : 0;
        return mean > 0 ? mean : 1;
    }

    /// <summary>Scales a value of a series.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such series.</exception>
    public float Transform(int series, float value) => value / _levels[series];

    /// <summary>The value that a scaled one of a series stands for.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such series.</exception>
    public float Inverse(int series, float scaled) => scaled * _levels[series];

    /// <summary>The levels, exact, and the names of their series as an entry of a weight file's metadata.</summary>
    /// <param name="series">What each series is called, in order; each once.</param>
    /// <param name="name">Of these levels, where a file has several.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than series, or one occurs twice.</exception>
    public KeyValuePair<string, string> ToMetadata(IReadOnlyList<string> series, string name = "series")
    {
        ArgumentNullException.ThrowIfNull(name);
        SeriesMetadata.CheckNames(series, Count, nameof(series));
        return SeriesMetadata.Entry(Kind, name, json =>
        {
            SeriesMetadata.Write(json, "series", series);
            SeriesMetadata.Write(json, "level", _levels);
        });
    }

    /// <summary>Reads what <see cref="ToMetadata"/> gave.</summary>
    /// <param name="file">The file.</param>
    /// <param name="series">The names of the series, in order.</param>
    /// <param name="name">Of the levels.</param>
    /// <exception cref="LstmFormatException">The file has no such levels, or their text is damaged.</exception>
    public static SeriesLevels FromMetadata(SafetensorsFile file, out IReadOnlyList<string> series, string name = "series")
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(name);
        List<string> names = [];
        SeriesLevels levels = SeriesMetadata.Read(file, Kind, name, json =>
        {
            names = SeriesMetadata.Names(json, "series");
            var found = new SeriesLevels(SeriesMetadata.Floats(json, "level"));
            SeriesMetadata.CheckNames(names, found.Count, "series");
            return found;
        });
        series = names;
        return levels;
    }
}
