using System.Runtime.InteropServices;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// The functions of ONNX Runtime's C API that inference needs, with its names: entries of the table that OrtGetApiBase leads to. The
/// table only ever grows, so that an entry keeps its place in every version.
/// </summary>
internal static unsafe class Ort
{
    internal const int LogErrors = 3;
    internal const int Sequential = 0;
    internal const int OptimizeAll = 99;
    internal const int DeviceAllocator = 0;
    internal const int DefaultMemory = 0;
    internal const int Float32 = 1;
    internal const int Int32 = 6;

    /// <summary>The oldest version of the table that is asked for; the newest entry used is of version 3.</summary>
    private const uint ApiVersion = 14;

    private static readonly Lazy<(nint Table, string Version)> s_api = new(Open);

    /// <summary>The place of a function in the table.</summary>
    private enum Entry
    {
        GetErrorMessage = 2,
        CreateEnv = 3,
        CreateSessionFromArray = 8,
        CreateSessionOptions = 10,
        SetSessionExecutionMode = 13,
        EnableMemPattern = 16,
        EnableCpuMemArena = 18,
        SetSessionGraphOptimizationLevel = 23,
        SetIntraOpNumThreads = 24,
        SetInterOpNumThreads = 25,
        CreateTensorWithDataAsOrtValue = 49,
        CreateCpuMemoryInfo = 69,
        ReleaseEnv = 92,
        ReleaseStatus = 93,
        ReleaseMemoryInfo = 94,
        ReleaseSession = 95,
        ReleaseValue = 96,
        ReleaseSessionOptions = 100,
        AddSessionConfigEntry = 130,
        RunWithBinding = 133,
        CreateIoBinding = 134,
        ReleaseIoBinding = 135,
        BindInput = 136,
        BindOutput = 137,
    }

    /// <summary>Loads the library.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="PeerMissingException">It is not there, or is too old.</exception>
    internal static string Load() => s_api.Value.Version;

    internal static nint CreateEnv()
    {
        fixed (byte* name = "LstmGen"u8)
        {
            nint env;
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)At(Entry.CreateEnv))(LogErrors, name, &env), Entry.CreateEnv);
            return env;
        }
    }

    internal static nint CreateSessionOptions()
    {
        nint options;
        Check(((delegate* unmanaged<nint*, nint>)At(Entry.CreateSessionOptions))(&options), Entry.CreateSessionOptions);
        return options;
    }

    internal static void SetSessionExecutionMode(nint options, int mode) => Set(Entry.SetSessionExecutionMode, options, mode);

    internal static void SetSessionGraphOptimizationLevel(nint options, int level) => Set(Entry.SetSessionGraphOptimizationLevel, options, level);

    internal static void SetIntraOpNumThreads(nint options, int threads) => Set(Entry.SetIntraOpNumThreads, options, threads);

    internal static void SetInterOpNumThreads(nint options, int threads) => Set(Entry.SetInterOpNumThreads, options, threads);

    internal static void EnableMemPattern(nint options) => Set(Entry.EnableMemPattern, options);

    internal static void EnableCpuMemArena(nint options) => Set(Entry.EnableCpuMemArena, options);

    internal static void AddSessionConfigEntry(nint options, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyText = key, valueText = value)
        {
            Check(((delegate* unmanaged<nint, byte*, byte*, nint>)At(Entry.AddSessionConfigEntry))(options, keyText, valueText), Entry.AddSessionConfigEntry);
        }
    }

    internal static nint CreateSessionFromArray(nint env, ReadOnlySpan<byte> model, nint options)
    {
        fixed (byte* first = model)
        {
            nint session;
            Check(
                ((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)At(Entry.CreateSessionFromArray))(env, first, (nuint)model.Length, options, &session),
                Entry.CreateSessionFromArray);
            return session;
        }
    }

    internal static nint CreateCpuMemoryInfo()
    {
        nint info;
        Check(((delegate* unmanaged<int, int, nint*, nint>)At(Entry.CreateCpuMemoryInfo))(DeviceAllocator, DefaultMemory, &info), Entry.CreateCpuMemoryInfo);
        return info;
    }

    internal static nint CreateTensorWithData(nint info, nint data, long bytes, ReadOnlySpan<long> dimensions, int type)
    {
        fixed (long* first = dimensions)
        {
            nint value;
            Check(
                ((delegate* unmanaged<nint, nint, nuint, long*, nuint, int, nint*, nint>)At(Entry.CreateTensorWithDataAsOrtValue))(
                    info, data, (nuint)bytes, first, (nuint)dimensions.Length, type, &value),
                Entry.CreateTensorWithDataAsOrtValue);
            return value;
        }
    }

    internal static nint CreateIoBinding(nint session)
    {
        nint binding;
        Check(((delegate* unmanaged<nint, nint*, nint>)At(Entry.CreateIoBinding))(session, &binding), Entry.CreateIoBinding);
        return binding;
    }

    internal static void BindInput(nint binding, string name, nint value) => Bind(Entry.BindInput, binding, name, value);

    internal static void BindOutput(nint binding, string name, nint value) => Bind(Entry.BindOutput, binding, name, value);

    internal static void RunWithBinding(nint session, nint binding)
        => Check(((delegate* unmanaged<nint, nint, nint, nint>)At(Entry.RunWithBinding))(session, 0, binding), Entry.RunWithBinding);

    internal static void ReleaseEnv(nint env) => Release(Entry.ReleaseEnv, env);

    internal static void ReleaseSessionOptions(nint options) => Release(Entry.ReleaseSessionOptions, options);

    internal static void ReleaseSession(nint session) => Release(Entry.ReleaseSession, session);

    internal static void ReleaseMemoryInfo(nint info) => Release(Entry.ReleaseMemoryInfo, info);

    internal static void ReleaseValue(nint value) => Release(Entry.ReleaseValue, value);

    internal static void ReleaseIoBinding(nint binding) => Release(Entry.ReleaseIoBinding, binding);

    private static (nint Table, string Version) Open()
    {
        nint* functions = ((delegate* unmanaged<nint*>)OrtLibrary.Load())(); // OrtApiBase: GetApi and GetVersionString
        string version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)functions[1])()) ?? "?";
        nint table = ((delegate* unmanaged<uint, nint>)functions[0])(ApiVersion);
        return table != 0 ? (table, version) : throw new PeerMissingException($"ONNX Runtime {version} was found; 1.{ApiVersion} or later was expected");
    }

    private static nint At(Entry entry) => ((nint*)s_api.Value.Table)[(int)entry];

    private static void Set(Entry entry, nint options, int value)
        => Check(((delegate* unmanaged<nint, int, nint>)At(entry))(options, value), entry);

    private static void Set(Entry entry, nint options) => Check(((delegate* unmanaged<nint, nint>)At(entry))(options), entry);

    private static void Bind(Entry entry, nint binding, string name, nint value)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        nint status = ((delegate* unmanaged<nint, nint, nint, nint>)At(entry))(binding, text, value);
        Marshal.FreeCoTaskMem(text);
        Check(status, entry);
    }

    private static void Release(Entry entry, nint thing) => ((delegate* unmanaged<nint, void>)At(entry))(thing);

    private static void Check(nint status, Entry call)
    {
        if (status != 0)
        {
            nint text = ((delegate* unmanaged<nint, nint>)At(Entry.GetErrorMessage))(status);
            string message = Marshal.PtrToStringUTF8(text) ?? "no message";
            Release(Entry.ReleaseStatus, status);
            throw new InvalidOperationException($"ONNX Runtime's {call}: {message}");
        }
    }
}
