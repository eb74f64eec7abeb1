namespace LstmGen.Generator.Weights;

/// <summary>One item <c>LstmWeights</c> of the project.</summary>
/// <param name="Model">The class it names, as it is written.</param>
/// <param name="File">The path, as it is written.</param>
/// <param name="Prefix">What the names of the layers' tensors start with.</param>
/// <param name="Head">What the names of the head's tensors start with.</param>
/// <param name="Project">The project file that has the item.</param>
/// <param name="Header">What is in the file.</param>
/// <param name="Reference">Inputs and outputs to compare the model with; null where the item names none.</param>
internal sealed record WeightFile(
    string Model, string File, string Prefix, string Head, string Project, WeightHeader Header, ReferenceFile? Reference = null)
{
    /// <summary>Of the text that LstmGen.Build writes for each weight file.</summary>
    internal const string Ending = ".lstmweights.json";

    /// <summary>The name under which the assembly holds the file; LstmGen.targets gives it.</summary>
    internal string Resource => $"LstmGen.Weights.{Model}";

    /// <summary>The file's name without its folders.</summary>
    internal string ShortName => File.Substring(File.LastIndexOfAny(['/', '\\']) + 1);
}
