using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>
/// The gated recurrent unit (Cho et al. 2014) as torch.nn.GRU and Keras with reset_after compute it: the reset gate scales what the recurrence gives,
/// n = tanh(x_n + r h_n), h' = (1 - z) n + z h.
/// </summary>
internal sealed record Gru(CellSpec Spec) : Cell
{
    internal override EquatableArray<string> States => new(["h"]);

    internal override EquatableArray<string> Sums => new(["r", "z", "n"]);

    internal override EquatableArray<string> Vectors => new([]);

    internal override bool TakesRows => true;

    protected override Node[] Equations(Equations e)
    {
        Activation gate = Activation.Of(Spec.Gate, FunctionKind.Sigmoid);
        Activation candidate = Activation.Of(Spec.Candidate, FunctionKind.Tanh);
        Node before = e.Before("h");
        Node r = Gate("r"), z = Gate("z");
        Node n = e.Apply(candidate, e.MultiplyAdd(r, e.OfHidden("n"), e.OfInputs("n")).As("reset")).As("candidate");
        Node h = e.MultiplyAdd(z, e.Subtract(before, n), n).As("newH");
        h.Note = "h = (1 - z) n + z h";
        return [h];

        Node Gate(string name) => e.Apply(gate, e.Add(e.OfInputs(name), e.OfHidden(name)).As($"sum{name.ToUpperInvariant()}")).As($"gate{name.ToUpperInvariant()}");
    }
}
