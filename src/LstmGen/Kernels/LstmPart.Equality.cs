namespace LstmGen.Kernels;

public sealed partial class LstmPart : IEquatable<LstmPart>
{
    /// <inheritdoc/>
    public bool Equals(LstmPart? other)
        => ReferenceEquals(this, other)
            || (other is not null && (Prefix, Suffix, Features, Units, Outputs, Bias) == (other.Prefix, other.Suffix, other.Features, other.Units, other.Outputs, other.Bias)
                && Cell.Equals(other.Cell));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LstmPart);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Prefix, Suffix, Features, Units, Outputs, Bias);
}
