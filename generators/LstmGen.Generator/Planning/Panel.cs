namespace LstmGen.Generator.Planning;

/// <summary>A group of units whose gates lie together: each row of weights is [i, f, g, o], or fewer gates, of these units.</summary>
/// <param name="FirstUnit">First unit of the panel.</param>
/// <param name="Lanes">Floats of the vectors that hold it.</param>
/// <param name="Vectors">Vectors of one gate.</param>
/// <param name="Units">Units that exist; the lanes past them are padding.</param>
/// <param name="Gates">Gates with weights.</param>
internal sealed record Panel(int FirstUnit, int Lanes, int Vectors, int Units, int Gates)
{
    /// <summary>Units with padding.</summary>
    internal int Width => Lanes * Vectors;

    /// <summary>Floats of one row of weights.</summary>
    internal int RowFloats => Gates * Width;

    /// <summary>Vectors of one row of weights.</summary>
    internal int RowVectors => Gates * Vectors;

    internal bool Padded => Units < Width;

    /// <summary>Whether a loop can treat both alike.</summary>
    internal bool SameKind(Panel other) => Lanes == other.Lanes && Vectors == other.Vectors && Padded == other.Padded;
}
