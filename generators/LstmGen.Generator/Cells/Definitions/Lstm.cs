using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>
/// The LSTM of Hochreiter and Schmidhuber with the forget gate of Gers et al., as torch.nn.LSTM computes it:
/// c' = sigmoid(f) c + sigmoid(i) tanh(g), h' = sigmoid(o) tanh(c'). With peepholes (Gers and Schmidhuber) i and f also
/// see c and o sees c', each by a weight of its unit. Coupled gates (Greff et al.) forget what they add: i = 1 - f. Gates may go through
/// another activation than sigmoid.
/// </summary>
internal sealed record Lstm(bool Peepholes, bool CoupledGates, GateActivationKind GateActivation = default) : Cell
{
    private Activation Activation => Activation.OfGates(GateActivation);

    internal override EquatableArray<string> States => new(["h", "c"]);

    internal override EquatableArray<string> Sums => new(CoupledGates ? ["f", "g", "o"] : ["i", "f", "g", "o"]);

    internal override EquatableArray<string> Vectors => new(!Peepholes ? [] : CoupledGates ? ["f", "o"] : ["i", "f", "o"]);

    protected override Node[] Equations(Equations e)
    {
        Node before = e.Before("c");
        Node f = Gate("f", before);
        Node i = CoupledGates ? e.Subtract(e.One, f) : Gate("i", before);
        Node added = e.Multiply(i, e.Keep("g", e.Tanh(e.Sum("g")))).As("added");
        Node c = e.MultiplyAdd(f, before, added).As("newC");
        Node h = e.Multiply(Gate("o", c), e.Tanh(c)).As("newH");
        (f.Note, added.Note) = ($"{Activation.Name}(f)", CoupledGates ? $"(1 - {Activation.Name}(f)) tanh(g)" : $"{Activation.Name}(i) tanh(g)");
        (c.Note, h.Note) = ("c", $"h = {Activation.Name}(o) tanh(c)");
        return [h, c];

        Node Gate(string name, Node seen)
            => e.Keep(name, e.Apply(Activation, Peepholes ? e.MultiplyAdd(e.Vector(name), seen, e.Sum(name)).As($"{name}Seen") : e.Sum(name)));
    }
}
