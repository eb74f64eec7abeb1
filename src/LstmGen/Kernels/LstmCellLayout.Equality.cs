namespace LstmGen.Kernels;

public sealed partial class LstmCellLayout : IEquatable<LstmCellLayout>
{
    /// <inheritdoc/>
    public bool Equals(LstmCellLayout? other)
        => ReferenceEquals(this, other)
            || (other is not null && Sums == other.Sums && InputWeights == other.InputWeights && RecurrentWeights == other.RecurrentWeights
                && (Place, TakesRows, Heads, LearnsInitialStates) == (other.Place, other.TakesRows, other.Heads, other.LearnsInitialStates) && VectorRows.AsSpan().SequenceEqual(other.VectorRows)
                && Same(Biases, other.Biases) && Same(Vectors, other.Vectors) && Same(States, other.States));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LstmCellLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sums, InputWeights, RecurrentWeights, Biases.Length, Vectors.Length, States.Length);

    private static bool Same(string[] left, string[] right) => left.AsSpan().SequenceEqual(right);
}
