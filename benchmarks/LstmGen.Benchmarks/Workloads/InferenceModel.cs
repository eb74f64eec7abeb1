using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.Ours;

namespace LstmGen.Benchmarks.Workloads;

/// <summary>A class of ours by its shape.</summary>
/// <param name="Shape">What it was compiled for.</param>
/// <param name="Prepare">Makes the calls of a problem on one thread or two; gives the kernels that run too.</param>
internal sealed record InferenceModel(LstmShape Shape, Func<InferenceProblem, int, (IPrepared Calls, string KernelSet)> Prepare)
{
    private static readonly InferenceModel[] _all =
    [
        Of<Lstm1x8>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm1x16>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm1x20>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm1x40>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm8x32>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm32x32>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm64x64>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm128x128>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm256x256>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm128x128x2>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast1x8>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast1x16>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast1x20>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast1x40>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast8x32>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast32x32>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast64x64>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast128x128>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast256x256>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Fast128x128x2>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        Of<Lstm16x64>(),
        Of<Lstm512x512>(),
        Of<Both128x128>(),
        Of<Projected128x512>(),
        Of<Normed128x128>(),
    ];

    /// <summary>The class of a shape.</summary>
    internal static InferenceModel Of(LstmShape shape)
        => Array.Find(_all, model => model.Shape == shape) ?? throw new NotSupportedException($"{shape} has no class among the benchmarks.");

    private static InferenceModel Of<TModel>(StepLoop<TModel>? steps = null)
        where TModel : class, ILstmModel<TModel>
        => new(TModel.Shape, (problem, threads) =>
        {
            if (threads == 1)
            {
                var calls = new LstmGenInference<TModel>(problem, steps);
                return (calls, calls.KernelSet);
            }

            var pair = new LstmGenPair<TModel>(problem);
            return (pair, pair.KernelSet);
        });
}
