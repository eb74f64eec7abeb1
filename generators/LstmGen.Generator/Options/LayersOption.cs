using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Layers, one above the other; in words with the units of each.</summary>
internal sealed class LayersOption : SizeOption
{
    internal override string Argument => "layers";

    protected override (int Least, int Most) Range => (1, 16);

    protected override int Get(ModelSpec model) => model.Layers;

    protected override ModelSpec Set(ModelSpec model, int value) => model with { Layers = value };
}
