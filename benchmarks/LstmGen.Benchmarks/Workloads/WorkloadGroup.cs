namespace LstmGen.Benchmarks.Workloads;

/// <summary>Kernels timed in one go, between two measurements of the limits they need.</summary>
internal sealed record WorkloadGroup(string Name, Workload[] Workloads)
{
    private const int SequenceSteps = 256;
    private const int BatchSteps = 64;

    /// <summary>Everything that is timed.</summary>
    internal static WorkloadGroup[] All { get; } =
    [
        new("step-small",
        [
            Workload.Step<Lstm1x8>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }, Bar.Fma(9)),
            Workload.Step<Lstm1x16>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }, Bar.Fma(26)),
            Workload.Step<Lstm1x20>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }, Bar.Fma(28)),
        ]),
        new("step-middle",
        [
            Workload.Step<Lstm1x40>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }, Bar.Fma(50)),
            Workload.Step<Lstm8x32>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }, Bar.Fma(55)),
            Workload.Step<Lstm32x32>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }, Bar.Fma(62)),
        ]),
        new("step-large",
        [
            Workload.Step<Lstm64x64>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }, Bar.Read(90), Bar.Read(80)),
            Workload.Step<Lstm128x128>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }, Bar.Read(90)),
            Workload.Step<Lstm256x256>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }, Bar.Read(90)),
            Workload.Step<Lstm128x128x2>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        ]),
        new("sequence",
        [
            Workload.Run<Lstm64x64>(1, SequenceSteps),
            Workload.Run<Lstm128x128>(1, SequenceSteps),
            Workload.Run<Lstm256x256>(1, SequenceSteps),
        ]),
        new("batch-16",
        [
            Workload.Run<Lstm64x64>(16, BatchSteps, Bar.Fma(72)),
            Workload.Run<Lstm128x128>(16, BatchSteps, Bar.Fma(78)),
        ]),
        new("batch-64",
        [
            Workload.Run<Lstm64x64>(64, BatchSteps, Bar.Fma(75)),
            Workload.Run<Lstm128x128>(64, BatchSteps, Bar.Fma(82), Bar.Fma(65)),
            Workload.Run<Lstm256x256>(64, BatchSteps, Bar.Fma(86)),
        ]),
        new("fast",
        [
            Workload.Step<Fast1x8>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
            Workload.Step<Fast1x16>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
            Workload.Step<Fast1x20>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
            Workload.Step<Fast1x40>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
            Workload.Step<Fast8x32>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
            Workload.Step<Fast32x32>(static (m, f, n) => { while (n-- > 0) { m.Step(f.Next(), f.State, f.Output); } }),
        ]),
    ];

    /// <summary>The groups whose name contains a text; all of them for an empty text.</summary>
    internal static IEnumerable<WorkloadGroup> Select(string only)
        => All.Where(group => group.Name.Contains(only, StringComparison.OrdinalIgnoreCase));
}
