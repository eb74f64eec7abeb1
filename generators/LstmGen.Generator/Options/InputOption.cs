using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Features of one input sample.</summary>
internal sealed class InputOption : SizeOption
{
    internal override string Argument => "input";

    protected override (int Least, int Most) Range => (1, 65536);

    protected override int Get(ModelSpec model) => model.Input;

    protected override ModelSpec Set(ModelSpec model, int value) => model with { Input = value };

    internal override string Words(ModelSpec model) => $"{Number(model.Input)} inputs";
}
