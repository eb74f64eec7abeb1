namespace LstmGen.Training;

/// <summary>What a linear forecast is made from.</summary>
public sealed record LinearForecastOptions
{
    /// <summary>The column that is forecast.</summary>
    public int TargetColumn { get; init; }

    /// <summary>How many of its last values are read, at least 1: that of the present row and those before.</summary>
    public int Lags { get; init; } = 1;

    /// <summary>How many rows ahead each forecast lies, at least 1, ascending: a regression of its own for each.</summary>
    public IReadOnlyList<int> Horizons { get; init; } = [1];

    /// <summary>Columns whose value of the present row is read besides.</summary>
    public IReadOnlyList<int> Columns { get; init; } = [];

    /// <summary>Columns that are known in advance: their value of the row that is forecast is read.</summary>
    public IReadOnlyList<int> KnownColumns { get; init; } = [];

    /// <summary>
    /// The penalty on the squares of the coefficients, at least 0, with every feature scaled to standard deviation 1 and errors as their mean square. 0: least squares.
    /// </summary>
    public double Ridge { get; init; }
}
