using LstmGen.TestKit.Models;
using LstmGen.TestKit.Reference;

namespace LstmGen.Generator.Tests.Combinations;

/// <summary>The reference's own backward pass of every kind of node, against differences of its forward pass.</summary>
public sealed class ReferenceTests
{
    private const int Input = 5, Steps = 4;

    private static readonly int[] s_lengths = [4, 0, 3];

    private static readonly LstmShape[] s_layers =
    [
        new(Input, 4, 2),
        new(Input, 4, 2) { Projection = 3 },
        new(Input, 4, 2, 3) { Direction = LstmDirection.Reverse },
        .. Enum.GetValues<LstmMerge>().Select(merge => new LstmShape(Input, 4, 2, 3, merge != LstmMerge.Sum) { Direction = LstmDirection.Both, Merge = merge }),
        new(Input, 5, 2, CellOptions: new() { Peepholes = true, CellClip = 0.75f }) { Direction = LstmDirection.Both, Merge = LstmMerge.Multiply, Projection = 2 },
    ];

    public static TheoryData<LstmActivation, bool> Activations
        => [.. Enum.GetValues<LstmActivation>().SelectMany(function => new[] { (function, false), (function, true) })];

    public static TheoryData<int> Layers => [.. Enumerable.Range(0, s_layers.Length)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Gradients_of_dense_layers_are_slopes(LstmActivation function, bool residual)
    {
        var activation = new ReferenceActivation(function);
        var dense = new ReferenceDense("dense.", Input, activation.Value, activation.Slope);
        var random = new SplitMix((ulong)function);
        Check(
            residual ? new ReferenceResidual(dense) : dense, Input, [], [],
            [("dense.weight", random.Fill(Input * Input, 1)), ("dense.bias", random.Fill(Input, 1))], random);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Gradients_of_layers_of_all_directions_and_merges_are_slopes(int index)
    {
        LstmShape shape = s_layers[index];
        Check(
            ReferenceNetworks.Of(shape), shape.OutputSize, ReferenceNetworks.Hidden(shape), ReferenceNetworks.Cells(shape),
            [.. LstmWeights.Random((ulong)index).Bind(shape).ToTensors().Select(tensor => (tensor.Name, tensor.ToFloats()))], new SplitMix((ulong)index));
    }

    private static void Check(ReferenceNode node, int output, int[] hidden, int[] cells, IEnumerable<(string Name, float[] Values)> tensors, SplitMix random)
    {
        int batch = s_lengths.Length;
        int allHidden = batch * hidden.Sum(), allCells = batch * cells.Sum();
        ReferenceSlopes.Check(
            new ReferenceProblem(node, Input, output, hidden, cells, s_lengths)
            {
                Variables =
                [
                    .. tensors.Select(tensor => (tensor.Name, ReferenceModels.Widen(tensor.Values))),
                    ("inputs", Fill(Steps * batch * Input)), ("h0", Fill(allHidden)), ("c0", Fill(allCells)),
                ],
                OutputGradients = Fill(Steps * batch * output),
                HiddenGradients = Fill(allHidden),
                CellGradients = Fill(allCells),
            },
            random);

        double[] Fill(int count) => ReferenceModels.Widen(random.Fill(count, 1));
    }
}
