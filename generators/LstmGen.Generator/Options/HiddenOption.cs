using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Units of a layer.</summary>
internal sealed class HiddenOption : SizeOption
{
    internal override string Argument => "hidden";

    protected override (int Least, int Most) Range => (1, 4096);

    protected override int Get(ModelSpec model) => model.Hidden;

    protected override ModelSpec Set(ModelSpec model, int value) => model with { Hidden = value };

    internal override string Words(ModelSpec model) => $"{Number(model.Layers)} x {Number(model.Hidden)} units";
}
