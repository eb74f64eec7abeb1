using System.Globalization;
using LstmGen.Nightly.Activations;
using LstmGen.Nightly.Shapes;

namespace LstmGen.Nightly;

/// <summary>Checks that take too long for every build.</summary>
internal static class Program
{
    private const string Usage = """
        usage: LstmGen.Nightly activations [--stride N] | shapes [--seed N] | generator
          activations   error of sigmoid and tanh over all 2^32 floats (or every N-th), and the same bits from every instruction set
          shapes        layers of 1 to 64 units and eight larger ones, the rest random: error, and the same bits however they are run
          generator     time of the generator, and that an unrelated edit generates nothing anew
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
            case ["generator"]:
                return GeneratorCommand.Run();
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
