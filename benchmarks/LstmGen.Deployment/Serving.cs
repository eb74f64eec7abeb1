using System.Globalization;

namespace LstmGen.Deployment;

/// <summary>
/// What every deployed program does once its model is there: it answers with the first output, then takes "steps" and a number on a line, does so many
/// more and answers with the bytes that it allocated a step, until its input ends. Fields are separated by tabs.
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
            else
            {
                Console.WriteLine($"error{Separator}request '{line}'; steps and a number above 0 was expected");
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

    private static void Answer(params string[] fields) => Console.WriteLine("ok" + Separator + string.Join(Separator, fields));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
