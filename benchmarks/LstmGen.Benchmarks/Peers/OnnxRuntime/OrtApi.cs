using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// The call of ONNX Runtime's C API that is timed, without the C# API around it: an entry of the table that OrtGetApiBase leads to. The table only ever grows, so that
/// an entry keeps its place in every version. Session, options and binding are those of the C# API.
/// </summary>
internal static unsafe class OrtApi
{
    private const string Library = "onnxruntime"; // as the C# API imports it
    private const uint Version = 14; // has all of these, and so has every later one
    private const int GetErrorMessage = 2;
    private const int ReleaseStatus = 93;
    private const int RunWithBindingEntry = 133;

    private static readonly nint* s_table = Open();
    private static readonly delegate* unmanaged<nint, nint, nint, nint> s_run = (delegate* unmanaged<nint, nint, nint, nint>)s_table[RunWithBindingEntry];

    internal static void RunWithBinding(InferenceSession session, RunOptions options, OrtIoBinding binding)
    {
        nint status = s_run(Handle(session), options.DangerousGetHandle(), binding.DangerousGetHandle());
        if (status != 0)
        {
            throw Error(status);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_nativeHandle")]
    private static extern ref nint Handle(InferenceSession session);

    private static nint* Open()
    {
        nint library = NativeLibrary.Load(Library, typeof(InferenceSession).Assembly, null);
        nint* functions = ((delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))(); // GetApi and GetVersionString
        return ((delegate* unmanaged<uint, nint*>)functions[0])(Version);
    }

    private static InvalidOperationException Error(nint status)
    {
        string message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)s_table[GetErrorMessage])(status)) ?? "no message";
        ((delegate* unmanaged<nint, void>)s_table[ReleaseStatus])(status);
        return new($"ONNX Runtime's RunWithBinding: {message}");
    }
}
