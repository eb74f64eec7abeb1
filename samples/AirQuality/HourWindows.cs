using LstmGen.Training;

namespace LstmGen.Samples.AirQuality;

/// <summary>Windows of eight days, each hour's target the change to the next. Hours whose reading or whose next one is missing do not count.</summary>
/// <param name="inputs">Scaled features [T, 14].</param>
/// <param name="pm">PM2.5 [T], NaN where missing.</param>
/// <param name="step">Unit of the targets.</param>
/// <param name="first">First hour.</param>
/// <param name="end">Hour after the last.</param>
/// <param name="stride">Hours from one window to the next.</param>
internal sealed class HourWindows(float[] inputs, float[] pm, float step, int first, int end, int stride)
    : LstmExamples(((end - first - Hours - 1) / stride) + 1, batch: 32, Hours, Pm25.Shape.Input, targetSize: 1)
{
    public const int Hours = 192;

    /// <summary>Hours that a window's state takes to settle; they do not count.</summary>
    public const int WarmUp = 24;

    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        int start = first + (example * stride);
        for (int hour = 0; hour < Hours; hour++)
        {
            int t = start + hour;
            inputs.AsSpan(t * InputSize, InputSize).CopyTo(batch.Input(hour, row));
            float change = (pm[t + 1] - pm[t]) / step;
            bool counts = hour >= WarmUp && !float.IsNaN(change);
            batch.Target(hour, row)[0] = counts ? change : 0;
            batch.MaskOf(hour, row) = counts ? 1 : 0;
        }
    }
}
