using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Outputs of a linear head; 0 for none.</summary>
internal sealed class OutputOption : SizeOption
{
    internal override string Argument => "output";

    protected override (int Least, int Most) Range => (0, 65536);

    protected override int Get(ModelSpec model) => model.Output;

    protected override ModelSpec Set(ModelSpec model, int value) => model with { Output = value };

    internal override string Words(ModelSpec model) => model.Output > 0 ? $"{Number(model.Output)} outputs" : "no head";
}
