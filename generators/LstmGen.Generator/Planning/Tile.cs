using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>Panels whose accumulators are in registers together, and how often a loop repeats the tile.</summary>
/// <param name="Panels">The panels of the first repetition, in order.</param>
/// <param name="Trips">Repetitions over the panels that follow; each is of the same kind.</param>
internal sealed record Tile(EquatableArray<Panel> Panels, int Trips)
{
    internal int FirstUnit => Panels[0].FirstUnit;

    /// <summary>Units of one repetition.</summary>
    internal int Units => Panels.Sum(panel => panel.Width);

    /// <summary>Vectors of one row of weights of one repetition.</summary>
    internal int RowVectors => Panels.Sum(panel => panel.RowVectors);
}
