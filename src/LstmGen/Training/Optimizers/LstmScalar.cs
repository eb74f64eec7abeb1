namespace LstmGen.Training;

/// <summary>A named number that a checkpoint keeps: a part of the state of an optimiser or a schedule.</summary>
public sealed class LstmScalar
{
    internal LstmScalar(string name, double value) => (Name, Value) = (name, value);

    /// <summary>Such as <c>beta1_power</c>.</summary>
    public string Name { get; }

    /// <summary>The number; writing back what was read restores the state to the last bit.</summary>
    public double Value { get; set; }

    /// <summary>Name and value.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} = {Value:R}");
}
