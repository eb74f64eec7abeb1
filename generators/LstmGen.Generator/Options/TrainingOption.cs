using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Whether the class can be trained. It changes no kernel: those for training are there or not.</summary>
internal sealed class TrainingOption : FlagOption
{
    internal override string Argument => "Training";

    protected override ModelSpec Set(ModelSpec model, bool value) => model with { Training = value };
}
