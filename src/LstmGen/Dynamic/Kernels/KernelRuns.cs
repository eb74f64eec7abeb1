using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LstmGen.Kernels;
using LstmGen.Training;

namespace LstmGen.Dynamic;

/// <summary>The run time of networks on one width of vectors.</summary>
internal abstract class KernelRuns
{
    private static readonly KernelRuns s_512 = new Of<Lanes512>("AVX-512"), s_256 = new Of<Lanes256>("AVX2"), s_128 = new Of<Lanes128>("NEON"), s_exact = new Of<ExactLanes>("Portable");

    /// <summary>Those that this processor can run, best first, by the names that generated classes have for them.</summary>
    internal static KernelRuns[] All { get; } =
    [
        .. Vector512.IsHardwareAccelerated ? [s_512] : (KernelRuns[])[],
        .. Vector256.IsHardwareAccelerated ? [s_256] : (KernelRuns[])[],
        .. RuntimeInformation.ProcessArchitecture == Architecture.Arm64 && Vector128.IsHardwareAccelerated ? [s_128] : (KernelRuns[])[],
        s_exact,
    ];

    private KernelRuns(string name) => Name = name;

    internal string Name { get; }

    /// <summary>One step of one sequence, from a row of inputs, or of a table of tokens.</summary>
    internal abstract void Step(NetworkKernels network, LstmPackedWeights weights, ref float x, LstmState state, Span<float> output);

    internal abstract void Run(NetworkKernels network, LstmPackedWeights weights, ReadOnlySpan<float> inputs, int steps, LstmState state, Span<float> outputs);

    internal abstract void Run(NetworkKernels network, LstmPackedWeights weights, ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, int steps, LstmState state, Span<float> outputs);

    internal abstract void Run(NetworkKernels network, LstmTokenTable table, ReadOnlySpan<int> tokens, int steps, LstmState state, Span<float> outputs);

    internal abstract void Run(NetworkKernels network, LstmTokenTable table, ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, int steps, LstmState state, Span<float> outputs);

    private sealed class Of<TLanes>(string name) : KernelRuns(name)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        internal override void Step(NetworkKernels network, LstmPackedWeights weights, ref float x, LstmState state, Span<float> output)
        {
            using KernelThread.Run run = KernelThread.Enter(network);
            ref float memory = ref state.Enter();
            StepRunner<TLanes>.Step(network, weights, state.Shape.Parts, ref x, ref memory, ref MemoryMarshal.GetReference(output));
            state.Leave();
        }

        internal override void Run(NetworkKernels network, LstmPackedWeights weights, ReadOnlySpan<float> inputs, int steps, LstmState state, Span<float> outputs)
        {
            using KernelThread.Run run = KernelThread.Enter(network);
            LstmRunner<DynamicNetwork<TLanes>>.Run(weights, inputs, steps, state, outputs);
        }

        internal override void Run(
            NetworkKernels network, LstmPackedWeights weights, ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, int steps, LstmState state, Span<float> outputs)
        {
            using KernelThread.Run run = KernelThread.Enter(network);
            LstmRunner<DynamicNetwork<TLanes>>.Run(weights, inputs, lengths, steps, state, outputs);
        }

        internal override void Run(NetworkKernels network, LstmTokenTable table, ReadOnlySpan<int> tokens, int steps, LstmState state, Span<float> outputs)
        {
            using KernelThread.Run run = KernelThread.Enter(network);
            LstmTokenRunner<DynamicNetwork<TLanes>>.Run(table, tokens, steps, state, outputs);
        }

        internal override void Run(
            NetworkKernels network, LstmTokenTable table, ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, int steps, LstmState state, Span<float> outputs)
        {
            using KernelThread.Run run = KernelThread.Enter(network);
            LstmTokenRunner<DynamicNetwork<TLanes>>.Run(table, tokens, lengths, steps, state, outputs);
        }
    }
}
