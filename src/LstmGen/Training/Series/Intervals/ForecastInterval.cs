namespace LstmGen.Training;

/// <summary>Where a value is expected to lie.</summary>
/// <param name="Lower">The least.</param>
/// <param name="Upper">The largest.</param>
public readonly record struct ForecastInterval(float Lower, float Upper)
{
    /// <summary>Upper - lower.</summary>
    public float Width => Upper - Lower;

    /// <summary>Whether a value lies between the two, or is one of them.</summary>
    public bool Contains(float value) => value >= Lower && value <= Upper;
}
