using System.Runtime.CompilerServices;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>What a thread has for kernels of networks: which network it runs, since kernels are static and know it from here alone, and memory for one call.</summary>
internal sealed class KernelThread
{
    [ThreadStatic]
    private static KernelThread? t_own;

    private NetworkKernels? _network;
    private AlignedMemory _memory;

    /// <summary>That of a thread that runs a network.</summary>
    internal static KernelThread Own => t_own!;

    /// <summary>The network that runs.</summary>
    internal NetworkKernels Network => _network!;

    /// <summary>Registers of cells.</summary>
    internal ref float Registers => ref _memory.Reference;

    /// <summary>Sums of one row.</summary>
    internal ref float Sums => ref At(_network!.Registers);

    /// <summary>Values of the nodes of a step.</summary>
    internal ref float Values => ref At(_network!.Registers + _network.Sums);

    /// <summary>What a layer of a step needs besides.</summary>
    internal ref float Scratch => ref At(_network!.Registers + _network.Sums + _network.Values);

    /// <summary>A row of inputs as integers.</summary>
    internal ref float Rounded => ref At(_network!.Registers + _network.Sums + _network.Values + _network.Scratch);

    /// <summary>Lets this thread run a network until the result is disposed.</summary>
    internal static Run Enter(NetworkKernels network)
    {
        KernelThread thread = t_own ??= new KernelThread();
        int floats = network.Registers + network.Sums + network.Values + network.Scratch + network.Rounded;
        if (thread._memory.Length < floats)
        {
            thread._memory = new AlignedMemory(floats);
        }

        var run = new Run(thread, thread._network);
        thread._network = network;
        return run;
    }

    private ref float At(int floats) => ref Unsafe.Add(ref _memory.Reference, floats);

    /// <summary>What a thread ran before.</summary>
    internal readonly ref struct Run(KernelThread thread, NetworkKernels? before)
    {
        public void Dispose() => thread._network = before;
    }
}
