using LstmGen.TestKit.Properties;

namespace LstmGen.Conformance.Properties;

/// <summary>Every property of the assembly that takes a <see cref="Case"/> has all models in turn.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
#pragma warning disable xUnit3003 // PropertiesAttribute has no constructor with source information
public sealed class ModelPropertiesAttribute : SeededPropertiesAttribute
{
    public ModelPropertiesAttribute()
    {
        MaxTest = Turns.Count;
        StartSize = 0;
        EndSize = Turns.Count; // one more each case
        Arbitrary = [typeof(Case)];
    }
}
