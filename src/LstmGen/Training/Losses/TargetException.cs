namespace LstmGen.Training;

/// <summary>A target that a loss cannot use, and where it is: the trainer knows what the row is to its user.</summary>
internal sealed class TargetException(int row, int column, float found, string objection)
    : ArgumentException(FormattableString.Invariant($"The target of row {row}, column {column} is {found}; {objection}."), "targets")
{
    internal int Row => row;

    /// <summary>The same at a place with another name than the row.</summary>
    internal string At(string place) => FormattableString.Invariant($"The target of {place}, column {column} is {found}; {objection}.");
}
