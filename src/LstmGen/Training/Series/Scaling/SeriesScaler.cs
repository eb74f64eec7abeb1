using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>Scales each column of a series: scaled = (value - offset) / scale. Fitted on the training rows alone, saved with the model.</summary>
public sealed partial class SeriesScaler
{
    private readonly float[] _offset;
    private readonly float[] _scale;

    /// <summary>A scaler of known numbers.</summary>
    /// <param name="offset">One for each column, finite.</param>
    /// <param name="scale">One for each column, finite, not 0.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a value is not finite, or a scale is 0.</exception>
    public SeriesScaler(ReadOnlySpan<float> offset, ReadOnlySpan<float> scale)
    {
        if (offset.Length != scale.Length || offset.IsEmpty)
        {
            throw new ArgumentException($"There are {offset.Length} offsets and {scale.Length} scales; as many of both, at least 1, were expected.");
        }

        for (int column = 0; column < offset.Length; column++)
        {
            if (!float.IsFinite(offset[column]) || !float.IsFinite(scale[column]) || scale[column] == 0)
            {
                throw new ArgumentException(
                    $"Column {column} has offset {offset[column]} and scale {scale[column]}; finite numbers and a scale other than 0 were expected.");
            }
        }

        (_offset, _scale) = (offset.ToArray(), scale.ToArray());
    }

    /// <summary>Number of columns.</summary>
    public int Columns => _offset.Length;

    /// <summary>What is subtracted from each column.</summary>
    public ReadOnlySpan<float> Offset => _offset;

    /// <summary>What each column is divided by.</summary>
    public ReadOnlySpan<float> Scale => _scale;

    /// <summary>
    /// Mean 0 and standard deviation 1 over the training rows. A column that is constant there gets scale 1. NaN is a value that is missing, and
    /// left out; it stays NaN when it is scaled.
    /// </summary>
    /// <param name="series">[T, columns].</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="training">The rows to fit to.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a value of these rows is infinite, or a column has none.</exception>
    public static SeriesScaler Standard(ReadOnlySpan<float> series, int columns, SeriesPart training)
    {
        series = Rows(series, columns, training);
        var (offset, scale) = (new float[columns], new float[columns]);
        for (int column = 0; column < columns; column++)
        {
            PartialSums values = default, squares = default;
            int present = 0;
            for (int row = 0; row < training.Count; row++)
            {
                float value = series[(row * columns) + column];
                if (!float.IsNaN(value))
                {
                    values.Add(row, value);
                    present++;
                }
            }

            double mean = values.Fold() / Some(present, column, training);
            for (int row = 0; row < training.Count; row++)
            {
                double difference = series[(row * columns) + column] - mean;
                squares.Add(row, double.IsNaN(difference) ? 0 : difference * difference);
            }

            offset[column] = (float)mean;
            scale[column] = OneIfNone((float)Math.Sqrt(squares.Fold() / present));
        }

        return new SeriesScaler(offset, scale);
    }

    /// <summary>
    /// From 0, the least value of the training rows, to 1, the largest. A column that is constant there gets scale 1. NaN is a value that is
    /// missing, and left out; it stays NaN when it is scaled.
    /// </summary>
    /// <param name="series">[T, columns].</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="training">The rows to fit to.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a value of these rows is infinite, or a column has none.</exception>
    public static SeriesScaler MinMax(ReadOnlySpan<float> series, int columns, SeriesPart training)
    {
        series = Rows(series, columns, training);
        var (offset, scale) = (new float[columns], new float[columns]);
        for (int column = 0; column < columns; column++)
        {
            float least = float.PositiveInfinity, most = float.NegativeInfinity;
            for (int row = 0; row < training.Count; row++)
            {
                float value = series[(row * columns) + column];
                (least, most) = float.IsNaN(value) ? (least, most) : (Math.Min(least, value), Math.Max(most, value));
            }

            Some(least <= most ? 1 : 0, column, training);
            offset[column] = least;
            scale[column] = OneIfNone(most - least);
        }

        return new SeriesScaler(offset, scale);
    }

    /// <summary>Scales rows; allocates nothing.</summary>
    /// <param name="values">[n, columns].</param>
    /// <param name="scaled">[n, columns], written; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of the columns.</exception>
    public void Transform(ReadOnlySpan<float> values, Span<float> scaled)
    {
        CheckRows(values.Length, scaled.Length);
        for (int at = 0; at < values.Length; at++)
        {
            scaled[at] = Transform(at % Columns, values[at]);
        }
    }

    /// <summary>Undoes <see cref="Transform(ReadOnlySpan{float}, Span{float})"/>; allocates nothing.</summary>
    /// <param name="scaled">[n, columns].</param>
    /// <param name="values">[n, columns], written; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of the columns.</exception>
    public void Inverse(ReadOnlySpan<float> scaled, Span<float> values)
    {
        CheckRows(scaled.Length, values.Length);
        for (int at = 0; at < scaled.Length; at++)
        {
            values[at] = Inverse(at % Columns, scaled[at]);
        }
    }

    /// <summary>Scales one value of a column.</summary>
    public float Transform(int column, float value) => (value - _offset[column]) / _scale[column];

    /// <summary>The value that a scaled one of a column stands for.</summary>
    public float Inverse(int column, float scaled) => (scaled * _scale[column]) + _offset[column];

    /// <summary>A scaler of some of the columns, such as those that are forecast.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public SeriesScaler Select(params ReadOnlySpan<int> columns)
    {
        var (offset, scale) = (new float[columns.Length], new float[columns.Length]);
        for (int index = 0; index < columns.Length; index++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)columns[index], (uint)Columns, nameof(columns));
            (offset[index], scale[index]) = (_offset[columns[index]], _scale[columns[index]]);
        }

        return new SeriesScaler(offset, scale);
    }

    /// <summary>
    /// The numbers as two F32 tensors, <c>series_offset</c> and <c>series_scale</c> [Columns] after a prefix, to be written to one file with those of
    /// the model: <c>SafetensorsWriter.Write(path, [.. parameters.ToTensors(), .. scaler.ToTensors()])</c>. <see cref="LstmWeights.Load(string, string, string)"/>
    /// reads the weights of such a file and leaves its scalings alone.
    /// </summary>
    /// <param name="prefix">What their names start with.</param>
    public IReadOnlyList<SafetensorsTensor> ToTensors(string prefix = "scaler.")
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return
        [
            SafetensorsTensor.FromFloats(prefix + ScalingTensors.Offset, [Columns], _offset),
            SafetensorsTensor.FromFloats(prefix + ScalingTensors.Scale, [Columns], _scale),
        ];
    }

    /// <summary>Reads what <see cref="ToTensors"/> gave.</summary>
    /// <param name="file">The file.</param>
    /// <param name="prefix">What the names of the tensors start with.</param>
    /// <exception cref="LstmFormatException">A tensor is missing, of another dtype or shape, or a value cannot be used.</exception>
    public static SeriesScaler From(SafetensorsFile file, string prefix = "scaler.")
    {
        ArgumentNullException.ThrowIfNull(file);
        SafetensorsTensor offset = file[prefix + ScalingTensors.Offset], scale = file[prefix + ScalingTensors.Scale];
        if (offset.Shape.Count != 1 || scale.Shape.Count != 1)
        {
            throw new LstmFormatException($"{file.Source}: found {offset} and {scale}; one dimension each was expected.");
        }

        try
        {
            return new SeriesScaler(offset.ToFloats(), scale.ToFloats());
        }
        catch (ArgumentException error)
        {
            throw new LstmFormatException($"{file.Source}: {SafetensorsTensor.Quote(prefix)}: {error.Message}", error);
        }
    }

    /// <summary>Checks the lengths, the part and its values, and cuts the part out.</summary>
    private static ReadOnlySpan<float> Rows(ReadOnlySpan<float> series, int columns, SeriesPart training)
    {
        int rows = SeriesGuard.Rows(series.Length, columns, nameof(series));
        training.Check(rows, nameof(training));
        series = series[(training.Start * columns)..(training.End * columns)];
        SeriesGuard.RequireFiniteOrMissing(series, columns, training.Start, nameof(series));
        return series;
    }

    private static int Some(int present, int column, SeriesPart training) => present > 0 ? present : throw new ArgumentException(
        $"Column {column} has no value in rows {training.Start} to {training.End}, all are NaN; at least one was expected.", "series");

    private static float OneIfNone(float scale) => scale > 0 ? scale : 1;

    private void CheckRows(int from, int to)
    {
        if (from != to || from % Columns != 0)
        {
            throw new ArgumentException($"There are {from} values to read and {to} to write; as many of both, a multiple of {Columns}, were expected.");
        }
    }
}
