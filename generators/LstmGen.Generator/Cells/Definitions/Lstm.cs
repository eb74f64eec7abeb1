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

    internal override EquatableArray<string> Vectors => new([.. Gains, .. Spec.Peepholes ? Sums.Where(gate => gate != "g") : [], .. Spec.Norm > NormKind.Gates ? ["gain_c", "shift_c"] : (string[])[]]);

    internal override bool TakesRows => Spec.TakesRows;

    /// <summary>Weights of the normalised sums, in the order of LstmCells: biases that the cell adds come first.</summary>
    private IEnumerable<string> Gains
        => (Spec.Norm switch
        {
            NormKind.None => [],
            NormKind.Gates => ["bias", "gain"],
            NormKind.Sums => ["gain", "shift"],
            _ => (string[])["bias", "gain_ih", "gain_hh"],
        }).SelectMany(name => Sums.Select(gate => $"{name}_{gate}"));

    protected override Node[] Equations(Equations e)
    {
        Activation gate = Activation.Of(Spec.Gate, FunctionKind.Sigmoid);
        Activation candidate = Activation.Of(Spec.Candidate, FunctionKind.Tanh);
        Activation output = Activation.Of(Spec.Output, FunctionKind.Tanh);
        (string ofF, string ofI) = ($"{gate.Name}(f)", $"{gate.Name}(i)");
        Node before = e.Before("c");
        Dictionary<string, Node> whole = Spec.Norm > NormKind.Gates ? Normalized(e) : [];
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

        Node added = e.Multiply(i, Through(candidate, "g", Argument("g", null))).As("added");
        Node sum = e.MultiplyAdd(f, before, added);
        Node c = e.Within(Spec.CellClip, sum, "cellClip").As("newC");
        Node read = Spec.Norm > NormKind.Gates ? e.MultiplyAdd(e.Vector("gain_c"), Normalize("C", c)[0], e.Vector("shift_c")).As("normalC") : c;
        c = Spec.Norm == NormKind.ProductsAndCell ? read : c;
        Node h = e.Multiply(Gate("o", c), e.Apply(output, read)).As("newH");
        (f.Note, added.Note) = (ofF, $"{ofI} {candidate.Name}(g)");
        (c.Note, h.Note) = (Spec.CellClip == 0 ? "c" : "c, clipped", $"h = {gate.Name}(o) {output.Name}(c)");
        return [h, c];

        Node Gate(string name, Node seen) => Through(gate, name, Argument(name, seen));

        Node Argument(string name, Node? seen)
        {
            if (whole.TryGetValue(name, out Node? argument))
            {
                return argument;
            }

            Node x = TakesRows ? e.Add(e.OfInputs(name), e.OfHidden(name)).As($"sum{name.ToUpperInvariant()}") : e.Sum(name);
            x = Spec.Peepholes && seen is not null ? e.MultiplyAdd(e.Vector(name), seen, x).As($"{name}Seen") : x;
            return Spec.Norm == NormKind.Gates ? e.MultiplyAdd(e.Vector($"gain_{name}"), Normalize(name, x)[0], e.Vector($"bias_{name}")).As($"normal{name.ToUpperInvariant()}") : x;
        }

        Node[] Normalize(string name, params Node[] x) => Normalization.Of(e.Graph, Spec.NormEpsilon ?? CellSpec.DefaultNormEpsilon, name, x);

        Node Through(Activation activation, string name, Node x)
        {
            Node y = e.Apply(activation, e.Within(Spec.Clip, x, "clip").As($"{name}Clipped"));
            if (!TakesRows)
            {
                e.Keep(name, Spec.Clip == 0 && activation.IsKnownByValue ? y : x);
            }

            return y;
        }
    }

    /// <summary>What gates and candidate go into their activations with, where all are normalised together.</summary>
    private Dictionary<string, Node> Normalized(Equations e)
    {
        float epsilon = Spec.NormEpsilon ?? CellSpec.DefaultNormEpsilon;
        Node[] inputs = [.. Sums.Select(e.OfInputs)], hidden = [.. Sums.Select(e.OfHidden)];
        if (Spec.Norm == NormKind.Sums)
        {
            Node[] all = Normalization.Of(e.Graph, epsilon, "", [.. inputs.Zip(hidden, (x, h) => e.Add(x, h).As($"sum{x.Suffix()}"))]);
            return Sums.Zip(all, (gate, x) => (gate, x)).ToDictionary(each => each.gate, each => e.MultiplyAdd(e.Vector($"gain_{each.gate}"), each.x, e.Vector($"shift_{each.gate}")).As($"normal{each.gate.ToUpperInvariant()}"));
        }

        (inputs, hidden) = (Normalization.Of(e.Graph, epsilon, "X", inputs), Normalization.Of(e.Graph, epsilon, "H", hidden));
        return Sums.Select((gate, at) => (gate, at)).ToDictionary(each => each.gate, each => e.MultiplyAdd(
            e.Vector($"gain_ih_{each.gate}"), inputs[each.at], e.MultiplyAdd(e.Vector($"gain_hh_{each.gate}"), hidden[each.at], e.Vector($"bias_{each.gate}"))).As($"normal{each.gate.ToUpperInvariant()}"));
    }
}
