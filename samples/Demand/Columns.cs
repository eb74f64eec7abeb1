using LstmGen.Training;

namespace LstmGen.Samples.Demand;

/// <summary>
/// What the model reads of a product: logarithms, in which products of all sizes are alike, beside what is usual for the row, which is the mean of
/// the same row of the last seasons and thus known a season ahead.
/// </summary>
/// <param name="Rows">[rows, Names]; the first row is the second season of the product.</param>
/// <param name="Usual">[rows].</param>
/// <param name="First">Row of the product that the first of these is.</param>
internal sealed record Columns(float[] Rows, float[] Usual, int First)
{
    public static readonly string[] Names = ["log_sales", "above_usual", "usual_above_recent", "promoted", "usual_promoted", "season_sin", "season_cos"];

    /// <summary>The column that is forecast: how far a row lies above what is usual.</summary>
    public const int Target = 1;

    /// <summary>Columns that are known so far ahead as is forecast.</summary>
    public static readonly int[] KnownAhead = [2, 3, 4];

    public int Count => Usual.Length;

    public static Columns Of(Product product, Panel panel)
    {
        int season = panel.Season;
        CalendarColumns calendar = season == 7 ? CalendarColumns.Weekday : CalendarColumns.Month;
        float[] rows = new float[Math.Max(product.Rows - season, 0) * Names.Length], usual = new float[Math.Max(product.Rows - season, 0)];
        float[] logs = [.. product.Sales.Select(sales => (float)Math.Log(1 + sales))];
        for (int at = 0; at < usual.Length; at++)
        {
            int row = at + season, seasons = Math.Min(panel.Seasons, row / season);
            int[] same = [.. Enumerable.Range(1, seasons).Select(back => row - (back * season))];
            usual[at] = same.Average(before => logs[before]);
            Span<float> columns = rows.AsSpan(at * Names.Length, Names.Length);
            (columns[0], columns[Target]) = (logs[row], logs[row] - usual[at]);
            columns[2] = logs[row - season] - usual[at]; // was the last season's row itself unusual?
            (columns[3], columns[4]) = (product.Promoted[row], same.Average(before => product.Promoted[before]));
            SeriesCalendar.Write(product.Times[row], calendar, columns[5..]);
        }

        return new Columns(rows, usual, season);
    }
}
