using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>
/// The LSTM with exponential gates (Beck et al. 2024, arXiv 2405.04517, equations 8 to 17): c' = f c + i tanh(z), n' = f n + i, h' = sigmoid(o) c' / n',
/// with i = exp(i) and f = sigmoid(f) or exp(f). Both are divided by exp(m'), m' = max(log f + m, i), which changes no h and keeps them at 1 or less; c, n and m are
/// states. Where n is 0 nothing has been seen, and m' is i: n' is 1 or more ever after.
/// </summary>
internal sealed record Slstm(CellSpec Spec) : Cell
{
    internal override EquatableArray<string> States => new(["h", "c", "n", "m"]);

    internal override EquatableArray<string> Sums => new(["i", "f", "z", "o"]);

    internal override EquatableArray<string> Vectors => new([]);

    internal override bool TakesRows => true;

    protected override Node[] Equations(Equations e)
    {
        Graph graph = e.Graph;
        Node zero = graph.Constant("zero", 0);
        Node i = Sum("i"), f = Sum("f");
        Node logF = Spec.ExponentialForget ? f : graph.Subtract(zero, e.Apply(new Softplus(), graph.Subtract(zero, f).As("minusF"))).As("logF");
        Node kept = e.Add(logF, e.Before("m")).As("kept");
        Node m = graph.Select(zero, e.Before("n"), graph.Max(kept, i), i).As("newM");
        Node input = graph.Exp(graph.Subtract(i, m).As("logInput")).As("input");
        Node forget = graph.Exp(graph.Subtract(kept, m).As("logForget")).As("forget");
        Node c = e.MultiplyAdd(forget, e.Before("c"), e.Multiply(input, e.Tanh(Sum("z")))).As("newC");
        Node n = e.MultiplyAdd(forget, e.Before("n"), input).As("newN");
        Node h = e.Multiply(e.Sigmoid(Sum("o")), graph.Divide(c, n)).As("newH");
        return [h, c, n, m];

        Node Sum(string name) => e.Add(e.OfInputs(name), e.OfHidden(name)).As($"sum{name.ToUpperInvariant()}");
    }
}
