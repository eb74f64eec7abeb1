using System.Globalization;
using System.Text.RegularExpressions;

namespace LstmGen.Samples.Tests;

/// <summary>Runs a sample as its command line does, and reads the tables it prints.</summary>
internal static partial class Sampled
{
    public static (int Code, string Output, string Errors) Run(Func<string[], int> job, params string[] args)
    {
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        using StringWriter written = new(), failed = new();
        try
        {
            Console.SetOut(written);
            Console.SetError(failed);
            return (job(args), written.ToString(), failed.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }

    /// <summary>The numbers of the rows of a name, those of a dash left out.</summary>
    public static double[][] Rows(string output, string name)
        => [.. output.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line =>
            (double[])[.. Numbers().Matches(line).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))])];

    [GeneratedRegex(@" {3,}([0-9.]+)")]
    private static partial Regex Numbers();
}
