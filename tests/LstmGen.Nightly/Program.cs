using System.Globalization;
using LstmGen.Nightly.Activations;

namespace LstmGen.Nightly;

/// <summary>Checks that take too long for every build.</summary>
internal static class Program
{
    private const string Usage = """
        usage: LstmGen.Nightly activations [--stride N]
          activations   error of sigmoid and tanh over all 2^32 floats (or every N-th), and the same bits from every instruction set
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
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
