using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>Cells of users' literature that the generator does not offer: what a cell may be is more than what is there.</summary>
internal static class SomeCells
{
    /// <summary>Every cell, of the generator and of here.</summary>
    internal static Cell[] All { get; } =
    [
        .. new[] { false, true }.SelectMany(peepholes => Enum.GetValues<CoupledKind>().Select(coupled => (Cell)new Lstm(new(peepholes, coupled)))),
        .. ActivationTests.Specs.SelectMany(activation => (Cell[])
        [
            new Lstm(new(true, CoupledKind.ForgetFromInput, Gate: activation, Clip: 0.95f)), new Lstm(new(true, default, activation, activation, activation)),
            new Lstm(new(false, CoupledKind.InputFromForget, Candidate: activation, CellClip: 0.6f)), new Lstm(new(Output: activation, Clip: 0.65f, CellClip: 5)),
        ]),
        new LinearCandidate(), new Exponential(),
    ];

    /// <summary>A candidate that goes through no activation: what the tape keeps of it is the sum itself.</summary>
    internal sealed record LinearCandidate : Cell
    {
        internal override EquatableArray<string> States => new(["h", "c"]);

        internal override EquatableArray<string> Sums => new(["i", "f", "g", "o"]);

        internal override EquatableArray<string> Vectors => default;

        protected override Node[] Equations(Equations e)
        {
            Node c = e.MultiplyAdd(e.Keep("f", e.Sigmoid(e.Sum("f"))), e.Before("c"), e.Multiply(e.Keep("i", e.Sigmoid(e.Sum("i"))), e.Keep("g", e.Sum("g"))));
            return [e.Multiply(e.Keep("o", e.Sigmoid(e.Sum("o"))), e.Tanh(c)), c];
        }
    }

    /// <summary>An exponential input gate over a divided state, with one activation for two values: as in sLSTM.</summary>
    internal sealed record Exponential : Cell
    {
        internal override EquatableArray<string> States => new(["h", "c"]);

        internal override EquatableArray<string> Sums => new(["i", "g"]);

        internal override EquatableArray<string> Vectors => new(["scale"]);

        protected override Node[] Equations(Equations e)
        {
            Node i = e.Keep("i", e.Graph.Exp(e.Sum("i")));
            Node g = e.Keep("g", e.Tanh(e.Sum("g")));
            Node c = e.Graph.Divide(e.MultiplyAdd(i, g, e.Before("c")), e.Graph.Add(e.One, i));
            return [e.Multiply(e.Vector("scale"), e.Graph.Max(c, g)), c];
        }
    }
}
