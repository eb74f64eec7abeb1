using System.Runtime.InteropServices;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// A model in ONNX Runtime, set up for latency as its documentation says (docs/performance/tune-performance): nodes one after the
/// other, all graph optimisations, memory pattern and arena on. Worker threads, where there are any, spin while they wait for work, but for 1 ms at
/// most: far longer than between calls in a row, and over before another engine is timed (by default it would be some 40 ms).
/// </summary>
internal sealed unsafe class OrtSession : IDisposable
{
    private const int Alignment = 64;
    private readonly Stack<Action> _release = [];
    private readonly nint _session;
    private readonly nint _memory;

    internal OrtSession(ReadOnlySpan<byte> model, int threads)
    {
        nint env = Own(Ort.CreateEnv(), Ort.ReleaseEnv);
        nint options = Own(Ort.CreateSessionOptions(), Ort.ReleaseSessionOptions);
        Ort.SetSessionExecutionMode(options, Ort.Sequential);
        Ort.SetSessionGraphOptimizationLevel(options, Ort.OptimizeAll);
        Ort.SetIntraOpNumThreads(options, threads);
        Ort.SetInterOpNumThreads(options, 1);
        Ort.EnableMemPattern(options);
        Ort.EnableCpuMemArena(options);
        Ort.AddSessionConfigEntry(options, "session.intra_op.allow_spinning"u8, threads > 1 ? "1"u8 : "0"u8);
        Ort.AddSessionConfigEntry(options, "session.intra_op.spin_duration_us"u8, "1000"u8);
        _memory = Own(Ort.CreateCpuMemoryInfo(), Ort.ReleaseMemoryInfo);
        _session = Own(Ort.CreateSessionFromArray(env, model, options), Ort.ReleaseSession);
    }

    /// <summary>A tensor of f32 zeros.</summary>
    internal OrtTensor Create(params ReadOnlySpan<long> dimensions) => Create(Ort.Float32, dimensions);

    /// <summary>A vector of integers.</summary>
    internal OrtTensor Create(int[] values)
    {
        OrtTensor tensor = Create(Ort.Int32, [values.Length]);
        Marshal.Copy(values, 0, tensor.Data, values.Length);
        return tensor;
    }

    /// <summary>What a call reads and writes, fixed once.</summary>
    internal nint Bind(IEnumerable<(string Name, OrtTensor Tensor)> inputs, IEnumerable<(string Name, OrtTensor Tensor)> outputs)
    {
        nint binding = Own(Ort.CreateIoBinding(_session), Ort.ReleaseIoBinding);
        foreach ((string name, OrtTensor tensor) in inputs)
        {
            Ort.BindInput(binding, name, tensor.Value);
        }

        foreach ((string name, OrtTensor tensor) in outputs)
        {
            Ort.BindOutput(binding, name, tensor.Value);
        }

        return binding;
    }

    internal void Run(nint binding) => Ort.RunWithBinding(_session, binding);

    public void Dispose()
    {
        while (_release.TryPop(out Action? release))
        {
            release();
        }
    }

    private OrtTensor Create(int type, ReadOnlySpan<long> dimensions)
    {
        int count = 1;
        foreach (long dimension in dimensions)
        {
            count = checked(count * (int)dimension);
        }

        long bytes = (long)count * sizeof(float); // both types have four
        nint data = Own((nint)NativeMemory.AlignedAlloc((nuint)bytes, Alignment), static memory => NativeMemory.AlignedFree((void*)memory));
        NativeMemory.Clear((void*)data, (nuint)bytes);
        return new(Own(Ort.CreateTensorWithData(_memory, data, bytes, dimensions, type), Ort.ReleaseValue), data, count);
    }

    private nint Own(nint thing, Action<nint> release)
    {
        _release.Push(() => release(thing));
        return thing;
    }
}
