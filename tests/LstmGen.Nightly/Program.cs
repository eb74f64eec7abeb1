using System.Globalization;
using LstmGen.Nightly.Activations;
using LstmGen.Nightly.Combinations;
using LstmGen.Nightly.Fuzz;
using LstmGen.Nightly.FuzzBuild;
using LstmGen.Nightly.Shapes;
using LstmGen.Nightly.Soak;

namespace LstmGen.Nightly;

/// <summary>Checks that take too long for every build.</summary>
internal static class Program
{
    private const string Usage = """
        usage: LstmGen.Nightly activations [--stride N] | shapes [--seed N] | combinations [--count N] [--seed S] | generator
                 | fuzz [--cases N] [--minutes M] [--seed S] | fuzz --seed S --case K | soak [--steps N]
          activations   error of sigmoid and tanh over all 2^32 floats (or every N-th), and the same bits from every instruction set
          shapes        layers of 1 to 64 units and eight larger ones, the rest random: error, and the same bits however they are run
          combinations  N classes (200) of all options in random combinations, of seeds from S on: error of runs and gradients, and the same bits however they run
          generator     time of the generator, and that an unrelated edit generates nothing anew
          fuzz          files from outside, wrong in every way, to every reader: at least N cases (10,000,000) and M minutes (10)
          soak          N steps (60,480,000: a week at 100 a second) of one stream: no allocation, no drift, no growth
        """;

    /// <summary>0 where all checks pass, 1 where one fails, 2 for wrong arguments.</summary>
    private static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        switch (args)
        {
            case ["activations"]:
                return ActivationsCommand.Run(stride: 1);
            case ["activations", "--stride", string text]
                when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint stride) && stride > 0:
                return ActivationsCommand.Run(stride);
            case ["shapes"]:
                return ShapesCommand.Run((ulong)Environment.TickCount64);
            case ["shapes", "--seed", string text] when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed):
                return ShapesCommand.Run(seed);
            case ["fuzz", "--seed", string text, "--case", string number]
                when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long one):
                return FuzzCommand.RunOne(Readers, seed, one);
            case ["fuzz", .. string[] options] when Options(options, "--cases", "--minutes", "--seed") is { } given:
                return FuzzCommand.Run(Readers, (long)(given[0] ?? FuzzCommand.Cases), given[1] ?? FuzzCommand.Minutes, (ulong)(given[2] ?? Environment.TickCount64));
            case ["soak", .. string[] options] when Options(options, "--steps") is { } given:
                return SoakCommand.Run((long)(given[0] ?? SoakCommand.Steps));
            case ["combinations", .. string[] options] when Options(options, "--count", "--seed") is { } given:
                return CombinationsCommand.Run((int)(given[0] ?? CombinationsCommand.Count), (ulong)(given[1] ?? Environment.TickCount64));
            case ["generator"]:
                return GeneratorCommand.Run();
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static FuzzTarget[] Readers() => [.. FuzzCommand.Targets(), new BuildTarget()];

    /// <summary>The values of options, each a number that is not negative, at most once and in any order; null where they are anything else.</summary>
    private static double?[]? Options(string[] arguments, params string[] names)
    {
        var values = new double?[names.Length];
        for (int index = 0; index < arguments.Length; index += 2)
        {
            int name = Array.IndexOf(names, arguments[index]);
            if (name < 0 || values[name] is not null || index + 1 == arguments.Length
                || !double.TryParse(arguments[index + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) || !(value < 1e15))
            {
                return null;
            }

            values[name] = value;
        }

        return values;
    }
}
