using LstmGen.Training;

namespace LstmGen.Benchmarks.Workloads;

/// <summary>One training step to time: forward with tape and backward, the gradients of everything, no optimiser.</summary>
/// <param name="Name">For people and for <c>--only</c>.</param>
/// <param name="Shape">The model.</param>
/// <param name="Batch">Sequences.</param>
/// <param name="Bars">What it should reach.</param>
/// <param name="CreateTape">Our implementation.</param>
internal sealed record TrainingWorkload(
    string Name, LstmShape Shape, int Batch, TrainingBars Bars, Func<LstmParameters, LstmTapeOptions, LstmTape> CreateTape)
{
    /// <summary>T of every workload.</summary>
    internal const int Steps = 64;

    /// <summary>Everything that is timed.</summary>
    internal static TrainingWorkload[] All { get; } =
    [
        Of<Lstm64x64>("64x64", 32, new() { Fma = 75 }),
        Of<Lstm128x128x2>("128x128x2", 32, new() { Fma = 82, Fma256 = 62, OverPyTorch = 2, OverOneDnn = 1.2, UpdatePercent = 5 }),
        Of<Lstm256x256>("256x256", 32, new() { Fma = 86 }),
        Of<Both128x128>("128x128-both", 32, new()),
        Of<Normed128x128>("128x128-norm", 32, new()),
        Of<Lstm16x32>("16x32-single", 1, new() { OverPyTorch = 20, OverOneDnn = 1.5 }),
    ];

    /// <summary>Three times the forward pass: the gradients of inputs and of weights cost as much again each.</summary>
    internal double Flops => 3.0 * Steps * Cost.Of(Shape, Batch, sequence: true).Flops;

    internal string Label => $"({Shape.Input},{Shape.Hidden}){(Shape.Layers > 1 ? $"x{Shape.Layers}" : "")}{(Shape.Direction == LstmDirection.Both ? " both directions" : "")}{(Shape.CellOptions.Norm != LstmNorm.None ? " normalised" : "")} N={Batch}";

    /// <summary>The workloads whose name contains a text; all of them for an empty text.</summary>
    internal static IEnumerable<TrainingWorkload> Select(string only)
        => All.Where(workload => workload.Name.Contains(only, StringComparison.OrdinalIgnoreCase));

    internal static TrainingWorkload Named(string name) => All.Single(workload => workload.Name == name);

    private static TrainingWorkload Of<TModel>(string name, int batch, TrainingBars bars)
        where TModel : class, ILstmTrainable<TModel>
        => new(name, TModel.Shape, batch, bars, TModel.CreateTape);
}
