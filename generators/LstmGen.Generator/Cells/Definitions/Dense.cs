using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>A layer without memory: f(W x + b) (torch.nn.Linear and an activation), within a bound if there is one. What is read of it is its one state.</summary>
internal sealed record Dense(ActivationSpec Activation, float Clip = 0) : Cell
{
    internal override EquatableArray<string> States => new(["outputs"]);

    internal override EquatableArray<string> Sums => new(["sum"]);

    internal override EquatableArray<string> Vectors => new([]);

    protected override Node[] Equations(Equations e)
    {
        Node sum = e.Sum("sum");
        if (Activation.Function is null)
        {
            return [e.Within(Clip, e.Keep("sum", sum), "clip")];
        }

        Activation activation = Cells.Activation.Of(Activation, FunctionKind.Affine);
        Node y = e.Apply(activation, sum);
        e.Keep("sum", activation.IsKnownByValue ? y : sum);
        return [e.Within(Clip, y, "clip")];
    }
}
