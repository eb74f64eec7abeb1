using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.Dynamic;
using LstmGen.Benchmarks.Peers.OneDnn;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Peers.PyTorch;

namespace LstmGen.Benchmarks.Workloads;

/// <summary>Forward calls to time beside the peers.</summary>
/// <param name="Group">For <c>--only</c>.</param>
/// <param name="Input">I.</param>
/// <param name="Hidden">H.</param>
/// <param name="Layers">Layers.</param>
/// <param name="Batch">Rows.</param>
/// <param name="Steps">T of a call; 1 is a streaming step.</param>
internal sealed record InferenceWorkload(string Group, int Input, int Hidden, int Layers, int Batch, int Steps)
{
    internal const string Streaming = "streaming";

    /// <summary>Layers in both directions, and projections.</summary>
    internal const string OfNetworks = "networks";

    private const int SequenceSteps = 256;
    private const int BatchSteps = 64;
    private static readonly string[] _streamed =
    [
        LstmGenPeer.Title, LstmGenPeer.FastTitle, OnnxRuntimePeer.Title, OnnxRuntimePeer.TitleOfC, OneDnnPeer.Title,
        DynamicPeer.DotName, DynamicPeer.MultiplyAddName, DynamicPeer.NaiveName,
    ];
    private static readonly string[] _batched = [LstmGenPeer.Title, OnnxRuntimePeer.Title, OneDnnPeer.Title, PyTorchPeer.Title];
    private static readonly string[] _withDynamic = [.. _batched, DynamicPeer.DotName, DynamicPeer.MultiplyAddName];

    /// <summary>Everything that is timed, in the order of the tables.</summary>
    internal static InferenceWorkload[] All { get; } = [.. StreamingSteps(), .. Sequences(), .. Batches(), .. RaggedBatches(), .. TwoThreads(), .. Networks()];

    /// <summary>Names of the groups.</summary>
    internal static IEnumerable<string> Groups => All.Select(workload => workload.Group).Distinct();

    /// <summary>Lengths uniform in 1..T.</summary>
    internal bool Ragged { get; private init; }

    internal int Threads { get; private init; } = 1;

    internal LstmDirection Direction { get; private init; }

    /// <summary>What h is projected to; 0 for none.</summary>
    internal int Projection { get; private init; }

    /// <summary>Whether W x, R h and c are normalised.</summary>
    internal bool Normed { get; private init; }

    /// <summary>Who takes part, ours first.</summary>
    internal string[] Peers { get; private init; } = _batched;

    /// <summary>What we should reach, with every instruction set of the processor.</summary>
    internal SpeedBar[] Bars { get; private init; } = [];

    /// <summary>Without commas.</summary>
    internal string Name => $"{Group} {Input}x{Hidden}{(Layers > 1 ? $"x{Layers}" : "")}{(Projection > 0 ? $"p{Projection}" : "")}{(Direction == LstmDirection.Both ? "-both" : "")}{(Normed ? "-norm" : "")}{(Batch > 1 ? $" N={Batch}" : "")}";

    /// <summary>What a row of a table says: shape and batch.</summary>
    internal string Label
        => $"({Input}, {Hidden}){(Layers > 1 ? $" x {Layers}" : "")}{(Projection > 0 ? $" projected to {Projection}" : "")}{(Direction == LstmDirection.Both ? " both directions" : "")}{(Normed ? " normalised" : "")}{(Batch > 1 ? $", N = {Batch}" : "")}";

    internal LstmShape Shape => new(Input, Hidden, Layers, CellOptions: new() { Norm = Normed ? LstmNorm.Products : LstmNorm.None }) { Direction = Direction, Projection = Projection };

    /// <summary>Weights that a time step reads.</summary>
    internal long Bytes => Cost.Of(Shape, Batch, Steps > 1 && Batch == 1).Bytes;

    internal InferenceProblem Problem() => new(Name, Shape, Batch, Steps, Ragged);

    /// <summary>The time of a call that multiply-adds alone, or reading the weights alone, would take: the larger of the two.</summary>
    /// <param name="fmaPeak">GFLOP/s of a core.</param>
    /// <param name="readRate">GB/s of a core, on a block of the weights' size. Each thread reads them.</param>
    internal double LimitNanoseconds(double fmaPeak, double readRate)
    {
        int[]? lengths = Ragged ? Problem().Lengths : null;
        long rows = lengths?.Sum() ?? ((long)Steps * Batch);
        int steps = lengths?.Max() ?? Steps;
        return Math.Max(rows * Cost.Of(Shape, 1, false).Flops / (fmaPeak * Threads), steps * Bytes / readRate);
    }

    internal static InferenceWorkload Named(string name) => All.Single(workload => workload.Name == name);

    /// <summary>The workloads of groups whose name contains a text; all of them for an empty text.</summary>
    internal static IEnumerable<InferenceWorkload> Select(string only)
        => All.Where(workload => workload.Group.Contains(only, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<InferenceWorkload> StreamingSteps()
    {
        foreach ((int input, int hidden, int layers, double onnx, double? dynamic) in ((int, int, int, double, double?)[])
        [
            (1, 8, 1, 20, 4), (1, 16, 1, 20, 4), (1, 20, 1, 20, 4), (1, 40, 1, 20, 4), (8, 32, 1, 20, 4), (32, 32, 1, 20, 4),
            (64, 64, 1, 5, 2.7), (128, 128, 1, 2, 1.8), (256, 256, 1, 1.4, 1.6), (128, 128, 2, 2, null),
        ])
        {
            SpeedBar[] over = dynamic is { } times ? [SpeedBar.OverTensorPrimitives(times)] : [];
            yield return new(Streaming, input, hidden, layers, 1, 1) { Peers = _streamed, Bars = [SpeedBar.OverOnnxRuntime(onnx), .. over] };
        }
    }

    private static IEnumerable<InferenceWorkload> Sequences()
        => from one in ((int Input, int Hidden, int Layers, double Bar)[])[(16, 64, 1, 1.3), (64, 64, 1, 1.3), (128, 128, 2, 1.15), (256, 256, 1, 1.1)]
           select new InferenceWorkload("sequence", one.Input, one.Hidden, one.Layers, 1, SequenceSteps) { Peers = _withDynamic, Bars = [SpeedBar.OverBest(one.Bar)] };

    /// <summary>TensorPrimitives takes rows one by one, so that 64 show nothing that 16 do not, and more units take longer than a block should.</summary>
    private static IEnumerable<InferenceWorkload> Batches()
        => from batch in (int[])[16, 64]
           from one in ((int Size, int Layers, double Bar)[])[(64, 1, 1.08), (128, 1, 1.05), (128, 2, 1), (256, 1, 1), (512, 1, 1)]
           select new InferenceWorkload("batch", one.Size, one.Size, one.Layers, batch, BatchSteps)
           {
               Peers = batch == 16 && one.Size <= 128 ? _withDynamic : _batched,
               Bars = [SpeedBar.OverBest(one.Bar)],
           };

    private static IEnumerable<InferenceWorkload> RaggedBatches()
        => from batch in (int[])[16, 64]
           from size in (int[])[64, 128]
           select new InferenceWorkload("ragged", size, size, 1, batch, BatchSteps) { Ragged = true, Bars = [SpeedBar.OverBest(1.6)] };

    private static IEnumerable<InferenceWorkload> TwoThreads()
        => from one in ((int Size, int Layers)[])[(64, 1), (128, 2), (256, 1)]
           select new InferenceWorkload("threads", one.Size, one.Size, one.Layers, 64, BatchSteps) { Threads = 2 };

    /// <summary>ONNX has no projections, PyTorch alone has layer normalisation.</summary>
    private static IEnumerable<InferenceWorkload> Networks() =>
    [
        new(OfNetworks, 128, 128, 1, 16, BatchSteps) { Direction = LstmDirection.Both },
        new(OfNetworks, 128, 512, 1, 16, BatchSteps) { Projection = 128, Peers = [.. _batched.Where(peer => peer != OnnxRuntimePeer.Title)] },
        new(OfNetworks, 128, 128, 1, 16, BatchSteps) { Normed = true, Peers = [LstmGenPeer.Title, PyTorchPeer.Title] },
    ];
}
