using LstmGen.TestKit.Reference;

namespace LstmGen.Conformance.Gradients;

/// <summary>
/// A small random case for the reference itself, all in double: parameters, inputs, states, lengths, masks and upstream
/// gradients, and the loss sum(outputs * their gradients) + sum(h * its) + sum(c * its) as a function of every number.
/// </summary>
internal sealed class ReferenceTrial
{
    private readonly int[] _lengths;
    private readonly ReferenceMasks? _masks;

    internal ReferenceTrial(LstmShape shape, int[] lengths, int steps, bool dropout, ulong seed)
    {
        var random = new SplitMix(seed);
        _lengths = lengths;
        Model = ReferenceModels.Of(TestWeights.Build(shape, length => random.Fill(length, 1)));
        int state = shape.Layers * lengths.Length * shape.Hidden;
        int sequence = steps * lengths.Length;
        double[] Draw(int length) => ReferenceModels.Widen(random.Fill(length, 1));
        (Inputs, Hidden, Cell) = (Draw(sequence * shape.Input), Draw(state), Draw(state));
        (OutputGradients, HiddenGradients, CellGradients) = (Draw(sequence * shape.OutputSize), Draw(state), Draw(state));
        if (dropout)
        {
            double[] Mask(int length) => [.. Enumerable.Range(0, length).Select(_ => random.Below(3) == 0 ? 0 : 1.5)];
            _masks = new ReferenceMasks(
                [.. Enumerable.Range(1, shape.Layers - 1).Select(_ => Mask(sequence * shape.Hidden))],
                [.. Enumerable.Range(0, shape.Layers).Select(_ => Mask(lengths.Length * shape.Hidden))],
                Mask(Inputs.Length),
                [.. Model.Layers.Select(layer => Mask(layer.WeightHh.Length))]);
        }
    }

    internal ReferenceLstm Model { get; }

    internal double[] Inputs { get; }

    internal double[] Hidden { get; }

    internal double[] Cell { get; }

    internal double[] OutputGradients { get; set; }

    internal double[] HiddenGradients { get; set; }

    internal double[] CellGradients { get; set; }

    /// <summary>Everything the loss depends on, by name.</summary>
    internal IEnumerable<(string Name, double[] Values)> Variables()
        => ReferenceModels.Parameters(Model.Layers, Model.Head).Concat([("inputs", Inputs), ("h0", Hidden), ("c0", Cell)]);

    /// <summary>The gradients of all <see cref="Variables"/>, in their order.</summary>
    internal List<(string Name, double[] Values)> Gradients()
    {
        ReferenceGradients gradients = ReferenceBackward.Run(Model, Run(), OutputGradients, HiddenGradients, CellGradients, _masks);
        return [.. gradients.Parameters(), ("inputs", gradients.Inputs), ("h0", gradients.Hidden), ("c0", gradients.Cell)];
    }

    internal double Loss()
    {
        ReferenceRun run = Run();
        return Dot(run.Outputs, OutputGradients) + Dot(run.Hidden, HiddenGradients) + Dot(run.Cell, CellGradients);
    }

    private ReferenceRun Run() => Model.Forward(Inputs, _lengths, Hidden, Cell, _masks);

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
