namespace LstmGen.Formats;

/// <summary>Matrices of a weight file as I8: beside NAME lies NAME.scale, F32, a scale for each row; a value is its integer times the scale of its row.</summary>
/// <remarks>The generator compiles this file too.</remarks>
internal static class RowScales
{
    private const string Ending = ".scale";

    /// <summary>The name of the scales of a matrix.</summary>
    internal static string Of(string matrix) => matrix + Ending;
}
