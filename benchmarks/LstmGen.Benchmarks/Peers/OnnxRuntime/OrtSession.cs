using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// A session of the package Microsoft.ML.OnnxRuntime, set up for latency (ONNX Runtime's documentation on performance): nodes one after the
/// other, all graph optimisations, memory pattern and arena on. Worker threads, where there are any, spin while they wait for work, but for 1 ms at
/// most: far longer than between calls in a row, and over before another engine is timed (by default it would be some 40 ms).
/// </summary>
internal sealed class OrtSession : IDisposable
{
    private readonly Stack<IDisposable> _owned = [];
    private readonly InferenceSession _session;
    private readonly RunOptions _options;

    /// <exception cref="PeerMissingException">The package has no native library for this machine.</exception>
    internal OrtSession(byte[] model, int threads)
    {
        Version();
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            EnableMemoryPattern = true,
            EnableCpuMemArena = true,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", threads > 1 ? "1" : "0");
        options.AddSessionConfigEntry("session.intra_op.spin_duration_us", "1000");
        _session = Own(new InferenceSession(model, options));
        _options = Own(new RunOptions());
    }

    /// <summary>The version of the native library.</summary>
    /// <exception cref="PeerMissingException">The package has none for this machine.</exception>
    internal static string Version()
    {
        try
        {
            return OrtEnv.Instance().GetVersionString();
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or BadImageFormatException)
        {
            throw new PeerMissingException($"the package's native library could not be loaded: {exception.GetBaseException().Message.Split('\n')[0]}");
        }
    }

    /// <summary>A tensor of f32 zeros.</summary>
    internal OrtTensor Create(params ReadOnlySpan<long> dimensions) => Own(new OrtTensor(dimensions));

    /// <summary>A vector of integers.</summary>
    internal OrtValue Create(int[] values) => Own(OrtValue.CreateTensorValueFromMemory(values, [values.Length]));

    /// <summary>What a call reads and writes, fixed once.</summary>
    internal OrtIoBinding Bind(IEnumerable<(string Name, OrtValue Value)> inputs, IEnumerable<(string Name, OrtValue Value)> outputs)
    {
        OrtIoBinding binding = Own(_session.CreateIoBinding());
        foreach ((string name, OrtValue value) in inputs)
        {
            binding.BindInput(name, value);
        }

        foreach ((string name, OrtValue value) in outputs)
        {
            binding.BindOutput(name, value);
        }

        return binding;
    }

    /// <summary>One call by the C# API: the one of its ways that makes no objects.</summary>
    internal void Run(OrtIoBinding binding) => _session.RunWithBinding(_options, binding);

    /// <summary>The same call by the C API.</summary>
    internal void RunByC(OrtIoBinding binding) => OrtApi.RunWithBinding(_session, _options, binding);

    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? thing))
        {
            thing.Dispose();
        }
    }

    private T Own<T>(T thing)
        where T : IDisposable
    {
        _owned.Push(thing);
        return thing;
    }
}
