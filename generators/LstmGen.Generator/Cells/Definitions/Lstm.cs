using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>
/// The LSTM of Hochreiter and Schmidhuber with the forget gate of Gers et al., as torch.nn.LSTM computes it:
/// c' = sigmoid(f) c + sigmoid(i) tanh(g), h' = sigmoid(o) tanh(c'). With peepholes (Gers and Schmidhuber) i and f also
/// see c and o sees c', each by a weight of its unit. Coupled gates forget what they add: i = 1 - f (Greff et al.) or f = 1 - i (ONNX). Gates, candidate
/// and c' may go through other activations, the former two and c' itself may be clipped.
/// </summary>
internal sealed record Lstm(CellSpec Spec) : Cell
{
    internal override EquatableArray<string> States => new(["h", "c"]);

    internal override EquatableArray<string> Sums => new([.. Spec.Gates.Select(gate => gate.ToString())]);

    internal override EquatableArray<string> Vectors => new(Spec.Peepholes ? [.. Sums.Where(gate => gate != "g")] : []);

    protected override Node[] Equations(Equations e)
    {
        Activation gate = Activation.Of(Spec.Gate, FunctionKind.Sigmoid);
        Activation candidate = Activation.Of(Spec.Candidate, FunctionKind.Tanh);
        Activation output = Activation.Of(Spec.Output, FunctionKind.Tanh);
        (string ofF, string ofI) = ($"{gate.Name}(f)", $"{gate.Name}(i)");
        Node before = e.Before("c");
        Node f, i;
        if (Spec.CoupledGates == CoupledKind.ForgetFromInput)
        {
            i = Gate("i", before);
            f = e.Subtract(e.One, i);
            ofF = $"1 - {ofI}";
        }
        else
        {
            f = Gate("f", before);
            bool coupled = Spec.CoupledGates == CoupledKind.InputFromForget;
            i = coupled ? e.Subtract(e.One, f) : Gate("i", before);
            ofI = coupled ? $"(1 - {ofF})" : ofI;
        }

        Node added = e.Multiply(i, Through(candidate, "g", e.Sum("g"))).As("added");
        Node sum = e.MultiplyAdd(f, before, added);
        Node c = e.Within(Spec.CellClip, sum, "cellClip").As("newC");
        Node h = e.Multiply(Gate("o", c), e.Apply(output, c)).As("newH");
        (f.Note, added.Note) = (ofF, $"{ofI} {candidate.Name}(g)");
        (c.Note, h.Note) = (Spec.CellClip == 0 ? "c" : "c, clipped", $"h = {gate.Name}(o) {output.Name}(c)");
        return [h, c];

        Node Gate(string name, Node seen)
            => Through(gate, name, Spec.Peepholes ? e.MultiplyAdd(e.Vector(name), seen, e.Sum(name)).As($"{name}Seen") : e.Sum(name));

        Node Through(Activation activation, string name, Node x)
        {
            Node y = e.Apply(activation, e.Within(Spec.Clip, x, "clip").As($"{name}Clipped"));
            e.Keep(name, Spec.Clip == 0 && activation.IsKnownByValue ? y : x);
            return y;
        }
    }
}
