namespace LstmGen.Training;

/// <summary>Values of a series that are missing, which is NaN: counted, marked, filled, and passed over by a loss.</summary>
public static class SeriesMissing
{
    /// <summary>A series with a column more for each of some columns: 1 where that is missing, else 0. To be called before <see cref="Fill"/>.</summary>
    /// <param name="series">[T, columns].</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="marked">The columns to mark.</param>
    /// <returns>[T, columns + marked].</returns>
    /// <exception cref="ArgumentException">The length does not fit, or there is no such column.</exception>
    public static float[] WithIndicators(ReadOnlySpan<float> series, int columns, params ReadOnlySpan<int> marked)
    {
        int rows = SeriesGuard.Rows(series.Length, columns, nameof(series));
        SeriesGuard.RequireColumns(marked, columns, nameof(marked));
        int width = checked(columns + marked.Length);
        float[] result = new float[checked(rows * width)];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = series.Slice(row * columns, columns);
            Span<float> wider = result.AsSpan(row * width, width);
            values.CopyTo(wider);
            for (int index = 0; index < marked.Length; index++)
            {
                wider[columns + index] = float.IsNaN(values[marked[index]]) ? 1 : 0;
            }
        }

        return result;
    }

    /// <summary>The mean of each column over some rows, what is missing left out.</summary>
    /// <param name="series">[T, columns].</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="training">The rows.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a value is infinite, or a column has none in these rows.</exception>
    public static float[] Means(ReadOnlySpan<float> series, int columns, SeriesPart training)
        => SeriesScaler.Standard(series, columns, training).Offset.ToArray();

    /// <summary>Fills what is missing, in place; allocates nothing.</summary>
    /// <param name="series">[T, columns]; NaN is filled, all else stays.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="fill">With what.</param>
    /// <param name="values">
    /// [columns]: for <see cref="SeriesFill.Mean"/>, and for the others where a gap has no value beside it to go by. Empty: 0, which is the mean of
    /// a series that <see cref="SeriesScaler.Standard"/> scaled.
    /// </param>
    /// <exception cref="ArgumentException">A length does not fit, or a value is infinite, or one of <paramref name="values"/> is not finite.</exception>
    public static void Fill(Span<float> series, int columns, SeriesFill fill = SeriesFill.Last, ReadOnlySpan<float> values = default)
    {
        int rows = SeriesGuard.Rows(series.Length, columns, nameof(series));
        if (!Enum.IsDefined(fill))
        {
            throw new ArgumentOutOfRangeException(nameof(fill), fill, "One of SeriesFill was expected.");
        }

        if (!values.IsEmpty && values.Length != columns)
        {
            throw new ArgumentException($"values has {values.Length} numbers; {columns}, one for each column, or none were expected.", nameof(values));
        }

        SeriesGuard.RequireFinite(values, columns, 0, nameof(values));
        SeriesGuard.RequireFiniteOrMissing(series, columns, 0, nameof(series));
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows;)
            {
                int end = row;
                while (end < rows && float.IsNaN(series[(end * columns) + column]))
                {
                    end++;
                }

                FillGap(series, columns, column, row, end, fill, values.IsEmpty ? 0 : values[column]);
                row = end + 1;
            }
        }
    }

    /// <summary>
    /// A loss that passes over targets that are missing: of a row the mean over the outputs of the others. With the mask that
    /// <see cref="SeriesWindowOptions.MissingTargets"/> gives, the mean over rows is then that over all targets that are there.
    /// </summary>
    /// <param name="loss">One that is a mean over outputs, such as <see cref="LstmLoss.MeanSquared"/>, Huber, BinaryCrossEntropy or Quantile.</param>
    /// <exception cref="ArgumentException">The loss is another.</exception>
    public static LstmLoss Skip(LstmLoss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.SkippingMissing() ?? throw new ArgumentException(
            $"{loss.Description} is no mean over outputs; such a loss was expected, of which a target can be left out.", nameof(loss));
    }

    /// <summary>How many values are not missing.</summary>
    internal static int Present(ReadOnlySpan<float> values)
    {
        int present = 0;
        foreach (float value in values)
        {
            present += float.IsNaN(value) ? 0 : 1;
        }

        return present;
    }

    private static void FillGap(Span<float> series, int columns, int column, int start, int end, SeriesFill fill, float value)
    {
        int rows = series.Length / columns;
        float before = start > 0 ? series[((start - 1) * columns) + column] : float.NaN;
        float after = end < rows ? series[(end * columns) + column] : float.NaN;
        for (int row = start; row < end; row++)
        {
            series[(row * columns) + column] = fill switch
            {
                SeriesFill.Mean => value,
                SeriesFill.Linear when start > 0 && end < rows => Between(before, after, (double)(row - start + 1) / (end - start + 1)),
                SeriesFill.Linear when start == 0 && end < rows => after,
                _ => start > 0 ? before : value,
            };
        }
    }

    private static float Between(double before, double after, double share) => (float)(before + ((after - before) * share));
}
