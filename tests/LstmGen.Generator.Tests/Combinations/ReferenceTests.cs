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
        .. Enum.GetValues<LstmNorm>().Where(norm => norm != LstmNorm.None).Select(
            norm => new LstmShape(Input, 4, 2, CellOptions: new() { Norm = norm, NormEpsilon = 0.25f, Peepholes = norm == LstmNorm.Gates, CoupledGates = (LstmCoupledGates)((int)norm % 3) })
            {
                Projection = norm == LstmNorm.Sums ? 3 : 0,
            }),
        .. Enum.GetValues<LstmOutputs>().SelectMany(outputs => Enum.GetValues<LstmDirection>().Select(
            direction => new LstmShape(Input, 4, 2, 3) { Outputs = outputs, Direction = direction, Merge = direction >= LstmDirection.Both ? LstmMerge.Multiply : LstmMerge.Concat })),
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
            [.. LstmWeights.Random((ulong)index).Bind(shape).ToTensors().Select(tensor => (tensor.Name, tensor.ToFloats()))], new SplitMix((ulong)index), outputs: shape.Outputs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_of_a_GRU_are_slopes(bool resetAfter)
        => Check(
            ReferenceNetworks.Gru("", "_l0", 0, Input, 4, candidate: new(LstmActivation.Softsign), resetAfter: resetAfter), 4, [4], [0],
            [.. Matrices(3, "", 1)], new SplitMix(1));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_of_an_LSTM_with_exponential_gates_are_slopes(bool exponentialForget)
        => Check(
            ReferenceNetworks.Slstm("", "_l0", 0, Input, 4, exponentialForget), 4, [4], [12],
            [.. Matrices(4, "_ifzo", 2)], new SplitMix(2), at => at % 12 is >= 4 and < 8 ? 2 : 0);

    private static (string, float[])[] Matrices(int sums, string rows, ulong seed)
    {
        var random = new SplitMix(seed);
        return
        [
            ($"weight_ih{rows}_l0", random.Fill(sums * 4 * Input, 1)), ($"weight_hh{rows}_l0", random.Fill(sums * 4 * 4, 1)),
            ($"bias_ih{rows}_l0", random.Fill(sums * 4, 1)), ($"bias_hh{rows}_l0", random.Fill(sums * 4, 1)),
        ];
    }

    private static void Check(ReferenceNode node, int output, int[] hidden, int[] cells, IEnumerable<(string Name, float[] Values)> tensors, SplitMix random, Func<int, double>? more = null,
        LstmOutputs outputs = default)
    {
        int batch = s_lengths.Length;
        int allHidden = batch * hidden.Sum(), allCells = batch * cells.Sum();
        ReferenceSlopes.Check(
            new ReferenceProblem(node, Input, output, hidden, cells, s_lengths)
            {
                Pools = outputs != default,
                Variables =
                [
                    .. tensors.Select(tensor => (tensor.Name, ReferenceModels.Widen(tensor.Values))),
                    ("inputs", Fill(Steps * batch * Input)), ("h0", Fill(allHidden)), ("c0", [.. Fill(allCells).Select((value, at) => value + (more?.Invoke(at) ?? 0))]),
                ],
                OutputGradients = Fill((outputs == default ? Steps : 1) * batch * output),
                HiddenGradients = Fill(allHidden),
                CellGradients = Fill(allCells),
            },
            random);

        double[] Fill(int count) => ReferenceModels.Widen(random.Fill(count, 1));
    }
}
