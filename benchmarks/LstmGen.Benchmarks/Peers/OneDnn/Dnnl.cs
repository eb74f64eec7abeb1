using System.Reflection;
using System.Runtime.InteropServices;

namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>
/// The functions of oneDNN's C API, version 2, that an LSTM needs, with its names. Descriptors are opaque here: memory of
/// their size that only the library reads and writes.
/// </summary>
internal static unsafe partial class Dnnl
{
    internal const int Major = 2;

    /// <summary>sizeof(dnnl_memory_desc_t).</summary>
    internal const int MemoryDescriptorBytes = 696;

    /// <summary>sizeof(dnnl_rnn_desc_t).</summary>
    internal const int RnnDescriptorBytes = 15344;

    internal const int Float32 = 3;
    internal const int Int8 = 5;
    internal const int UInt8 = 6;
    internal const int Cpu = 1;
    internal const int InOrder = 1;
    internal const int ForwardTraining = 64;
    internal const int ForwardInference = 96;
    internal const int Backward = 128;
    internal const int LeftToRight = 0;
    internal const int BothConcatenated = 2;

    private const string Library = "dnnl";

    private static readonly Lazy<nint> _handle = new(static () =>
    {
        string[] names = OperatingSystem.IsWindows() ? ["dnnl.dll"] : OperatingSystem.IsMacOS() ? ["libdnnl.2.dylib"] : ["libdnnl.so.2"];
        return names.Select(name => NativeLibrary.TryLoad(name, out nint handle) ? handle : 0).FirstOrDefault(handle => handle != 0);
    });

    /// <summary>Loads the library.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="PeerMissingException">It is not there, or is of another major version, whose API differs.</exception>
    internal static Version Load()
    {
        if (_handle.Value == 0)
        {
            throw new PeerMissingException("libdnnl.so.2 was not found (Debian: libdnnl2)");
        }

        DnnlVersion* version = GetVersion();
        return version->Major == Major
            ? new(version->Major, version->Minor, version->Patch)
            : throw new PeerMissingException($"oneDNN {version->Major}.{version->Minor} was found; {Major}.x was expected");
    }

    internal static void Check(int status, string call)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"oneDNN's {call} gave status {status}; 0 was expected.");
        }
    }

    [LibraryImport(Library, EntryPoint = "dnnl_engine_create")]
    internal static partial int CreateEngine(out nint engine, int kind, nuint index);

    [LibraryImport(Library, EntryPoint = "dnnl_engine_destroy")]
    internal static partial int DestroyEngine(nint engine);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_create")]
    internal static partial int CreateStream(out nint stream, nint engine, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_wait")]
    internal static partial int WaitStream(nint stream);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_destroy")]
    internal static partial int DestroyStream(nint stream);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_init_by_tag")]
    internal static partial int InitMemoryDescriptor(nint descriptor, int count, long* dimensions, int type, int tag);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_get_size")]
    internal static partial nuint GetMemorySize(nint descriptor);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_create")]
    internal static partial int CreateMemory(out nint memory, nint descriptor, nint engine, nint handle);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_destroy")]
    internal static partial int DestroyMemory(nint memory);

    [LibraryImport(Library, EntryPoint = "dnnl_lstm_forward_desc_init")]
    internal static partial int InitForward(
        nint descriptor, int kind, int direction, nint source, nint sourceHidden, nint sourceCell, nint weightsLayer, nint weightsIteration,
        nint bias, nint destination, nint destinationHidden, nint destinationCell, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_lstm_forward_desc_init_v3")]
    internal static partial int InitProjectedForward(
        nint descriptor, int kind, int direction, nint source, nint sourceHidden, nint sourceCell, nint weightsLayer, nint weightsIteration,
        nint weightsPeephole, nint weightsProjection, nint bias, nint destination, nint destinationHidden, nint destinationCell, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_lstm_backward_desc_init")]
    internal static partial int InitBackward(
        nint descriptor, int kind, int direction, nint source, nint sourceHidden, nint sourceCell, nint weightsLayer, nint weightsIteration,
        nint bias, nint destination, nint destinationHidden, nint destinationCell, nint diffSource, nint diffSourceHidden, nint diffSourceCell,
        nint diffWeightsLayer, nint diffWeightsIteration, nint diffBias, nint diffDestination, nint diffDestinationHidden,
        nint diffDestinationCell, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_create")]
    internal static partial int CreatePrimitiveDescriptor(out nint result, nint operation, nint attributes, nint engine, nint forwardHint);

    [LibraryImport(Library, EntryPoint = "dnnl_reorder_primitive_desc_create")]
    internal static partial int CreateReorderDescriptor(
        out nint result, nint source, nint sourceEngine, nint destination, nint destinationEngine, nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_create")]
    internal static partial int CreateAttributes(out nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_destroy")]
    internal static partial int DestroyAttributes(nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_set_rnn_data_qparams")]
    internal static partial int SetDataScale(nint attributes, float scale, float shift);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_set_rnn_weights_qparams")]
    internal static partial int SetWeightScales(nint attributes, long count, int mask, float* scales);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_query_md")]
    internal static partial nint QueryMemoryDescriptor(nint primitiveDescriptor, int what, int index);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_destroy")]
    internal static partial int DestroyPrimitiveDescriptor(nint primitiveDescriptor);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_create")]
    internal static partial int CreatePrimitive(out nint primitive, nint primitiveDescriptor);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_execute")]
    internal static partial int Execute(nint primitive, nint stream, int count, DnnlArgument* arguments);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_destroy")]
    internal static partial int DestroyPrimitive(nint primitive);

    [LibraryImport(Library, EntryPoint = "dnnl_version")]
    private static partial DnnlVersion* GetVersion();

    static Dnnl() => NativeLibrary.SetDllImportResolver(
        Assembly.GetExecutingAssembly(), static (name, _, _) => name == Library ? _handle.Value : 0);

    /// <summary>Start of dnnl_version_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct DnnlVersion
    {
        internal int Major;
        internal int Minor;
        internal int Patch;
    }
}

/// <summary>dnnl_exec_arg_t: a memory in one role of a primitive.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DnnlArgument(DnnlRole role, nint memory)
{
    private readonly int _role = (int)role;
    private readonly nint _memory = memory;
}
