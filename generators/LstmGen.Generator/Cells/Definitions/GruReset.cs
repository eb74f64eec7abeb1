using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>
/// What the candidate of a gated recurrent unit reads where the reset gate comes before the product with R (Cho et al. 2014, ONNX, Keras without reset_after): r h.
/// </summary>
internal sealed record GruReset(CellSpec Spec) : Cell
{
    internal override EquatableArray<string> States => new(["h"]);

    internal override EquatableArray<string> Sums => new(["r", "z", "n"]);

    internal override EquatableArray<string> Vectors => new([]);

    internal override bool TakesRows => true;

    protected override Node[] Equations(Equations e)
    {
        Node r = e.Apply(Activation.Of(Spec.Gate, FunctionKind.Sigmoid), e.Add(e.OfInputs("r"), e.OfHidden("r")).As("sumR")).As("gateR");
        return [e.Multiply(r, e.Before("h")).As("reset")];
    }
}
