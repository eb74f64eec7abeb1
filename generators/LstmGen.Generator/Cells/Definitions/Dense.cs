using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>A layer without memory: y = W x + b (torch.nn.Linear). What is read of it is its one state.</summary>
internal sealed record Dense : Cell
{
    internal override EquatableArray<string> States => new(["outputs"]);

    internal override EquatableArray<string> Sums => new(["sum"]);

    internal override EquatableArray<string> Vectors => new([]);

    protected override Node[] Equations(Equations e) => [e.Keep("sum", e.Sum("sum"))];
}
