using System.Diagnostics;
using System.Globalization;
using LstmGen.Training;

namespace LstmGen.Samples;

/// <summary>
/// Shows how far training is: on a terminal a bar, which the losses of the epoch take the place of when it ends; elsewhere the line of each
/// epoch alone.
/// </summary>
internal sealed class TrainingBar(TextWriter output, bool terminal, int width) : IProgress<TrainingProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100); // between two pictures of the bar

    private long _drawn;
    private bool _open; // a bar is on the line

    /// <summary>On standard output; redirected, it is quiet within an epoch.</summary>
    public static TrainingBar OnConsole()
        => new(Console.Out, !Console.IsOutputRedirected, Console.IsOutputRedirected ? 0 : Math.Max(Console.BufferWidth, 40));

    public void Report(TrainingProgress now)
    {
        if (now.EndsEpoch)
        {
            Clear();
            output.WriteLine(Epoch(now));
        }
        else if (terminal && (!_open || Stopwatch.GetElapsedTime(_drawn) >= s_pause))
        {
            string text = Bar(now);
            output.Write($"\r{text[..Math.Min(text.Length, width - 1)].PadRight(width - 1)}");
            (_drawn, _open) = (Stopwatch.GetTimestamp(), true);
        }
    }

    /// <summary>Leaves no half bar behind where training was cancelled.</summary>
    public void Dispose() => Clear();

    internal static string Bar(TrainingProgress now)
    {
        int full = (int)((long)BarWidth * now.Batch / now.Batches);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Place(now)}  {new string('█', full)}{new string('░', BarWidth - full)} {now.Batch}/{now.Batches}  loss {now.TrainingLoss:G4}");
    }

    internal static string Epoch(TrainingProgress now)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{Place(now)}  loss {now.TrainingLoss,-9:G4}");
        return (now.ValidationLoss is double validation
            ? string.Create(CultureInfo.InvariantCulture, $"{line}  validation {validation,-9:G4}{(validation <= now.BestLoss ? "  best so far" : "")}")
            : line).TrimEnd();
    }

    private static string Place(TrainingProgress now)
        => string.Create(CultureInfo.InvariantCulture, $"epoch {now.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(Digits(now.Epochs))}/{now.Epochs}");

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private void Clear()
    {
        if (_open)
        {
            output.Write($"\r{new string(' ', width - 1)}\r");
            _open = false;
        }
    }
}
