using System.Globalization;

namespace LstmGen.Conformance.Properties;

/// <summary>
/// Whose turn it is in the cases of a property: rounds of all models, of which large ones leave the later rounds out, so that every model has
/// its cases however few there are. LSTMGEN_CASES scales the rounds in percent.
/// </summary>
internal static class Turns
{
    private static readonly int Percent =
        int.Parse(Environment.GetEnvironmentVariable("LSTMGEN_CASES") ?? "100", CultureInfo.InvariantCulture);

    private static readonly (ModelCase Model, int Round)[] All =
    [
        .. ModelCases.All.SelectMany(model => Enumerable.Range(0, Rounds(model.Shape)).Select(round => (model, round))).OrderBy(turn => turn.round),
    ];

    internal static int Count => All.Length;

    /// <summary>The turn of the size-th case, from 1.</summary>
    internal static (ModelCase Model, int Round) At(int size) => All[(Math.Max(1, size) - 1) % All.Length];

    private static int Rounds(LstmShape shape)
    {
        int rounds = shape.MultiplyAddsPerStep switch
        {
            < 10_000 => 40,
            < 40_000 => 25,
            _ => 12,
        };
        return Math.Max(1, rounds * Percent / 100);
    }
}
