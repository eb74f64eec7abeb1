using System.Diagnostics;
using System.Globalization;

namespace LstmGen.Deployment;

/// <summary>
/// What every deployed program does once its model is there: it answers with the first output, then takes requests until its input ends: "steps"
/// and a number does so many more and answers with the bytes that it allocated a step; "time" answers with the nanoseconds of a step. Fields are separated by tabs.
/// </summary>
internal static class Serving
{
    /// <summary>The model's one feature, in every step.</summary>
    internal const float Input = 0.5f;

    private const char Separator = '\t';

    /// <param name="details">What else a reader must know of this program.</param>
    /// <param name="step">Does a step and gives the first of its outputs.</param>
    internal static void Run(string details, Func<float> step)
    {
        Answer(Text(step()), details);
        while (Console.ReadLine() is { } line)
        {
            string[] request = line.Split(Separator);
            if (request is ["steps", var text] && int.TryParse(text, CultureInfo.InvariantCulture, out int steps) && steps > 0)
            {
                Answer(Text(AllocatedPerStep(step, steps)));
            }
            else if (request is ["time"])
            {
                Answer(Text(NanosecondsPerStep(step)));
            }
            else
            {
                Console.WriteLine($"error{Separator}request '{line}'; time, or steps and a number above 0 was expected");
            }
        }
    }

    private static double AllocatedPerStep(Func<float> step, int steps)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < steps; i++)
        {
            step();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)steps;
    }

    // Of the fastest tenth of the blocks: other programs disturb the others.
    private static double NanosecondsPerStep(Func<float> step)
    {
        const int blocks = 2000;
        const int steps = 20;
        var times = new double[blocks];
        for (int block = 0; block < blocks; block++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < steps; i++)
            {
                step();
            }

            times[block] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / steps;
        }

        Array.Sort(times);
        return times[blocks / 20];
    }

    private static void Answer(params string[] fields) => Console.WriteLine("ok" + Separator + string.Join(Separator, fields));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
