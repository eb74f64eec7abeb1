using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>The rest of a gated recurrent unit whose reset gate comes before the product with R: n = tanh(x_n + R_n (r h)), h' = (1 - z) n + z h.</summary>
internal sealed record GruRest(CellSpec Spec) : Cell
{
    internal override EquatableArray<string> States => new(["h"]);

    internal override EquatableArray<string> Sums => new(["r", "z", "n"]);

    internal override EquatableArray<string> Vectors => new([]);

    internal override bool TakesRows => true;

    protected override Node[] Equations(Equations e)
    {
        Node z = e.Apply(Activation.Of(Spec.Gate, FunctionKind.Sigmoid), e.Add(e.OfInputs("z"), e.OfHidden("z")).As("sumZ")).As("gateZ");
        Node n = e.Apply(Activation.Of(Spec.Candidate, FunctionKind.Tanh), e.Add(e.OfInputs("n"), e.OfHidden("n")).As("sumN")).As("candidate");
        Node h = e.MultiplyAdd(z, e.Subtract(e.Before("h"), n), n).As("newH");
        h.Note = "h = (1 - z) n + z h";
        return [h];
    }
}
