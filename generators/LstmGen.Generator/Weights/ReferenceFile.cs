namespace LstmGen.Generator.Weights;

/// <summary>The reference that an item <c>LstmWeights</c> names.</summary>
/// <param name="Model">The class that the item names, as it is written.</param>
/// <param name="File">The path, as it is written.</param>
/// <param name="Header">What is in the file.</param>
internal sealed record ReferenceFile(string Model, string File, WeightHeader Header)
{
    /// <summary>Of the text that LstmGen.Build writes for each reference.</summary>
    internal const string Ending = ".lstmreference.json";

    /// <summary>The name under which the assembly holds the file; LstmGen.targets gives it.</summary>
    internal string Resource => $"LstmGen.References.{Model}";
}
