using LstmGen.Kernels;

namespace LstmGen.Generator.Networks;

/// <summary>A part of a network with parameters of its own, as an equatable value. Biases make no difference to a network: where there are none they are packed as zeros; nor does what states begin with.</summary>
internal sealed class PartSpec(LstmPart part, Specs.CellSpec cell) : IEquatable<PartSpec>
{
    internal LstmPart Part => part;

    private Specs.CellSpec Cell => cell with { LearnedInitialState = false };

    public bool Equals(PartSpec? other)
        => other is not null && Cell.Equals(other.Cell)
            && (part.Prefix, part.Suffix, part.Features, part.Units, part.Outputs)
                .Equals((other.Part.Prefix, other.Part.Suffix, other.Part.Features, other.Part.Units, other.Part.Outputs));

    public override bool Equals(object? obj) => Equals(obj as PartSpec);

    public override int GetHashCode() => (part.Prefix, part.Suffix, part.Features, part.Units, part.Outputs).GetHashCode();
}
