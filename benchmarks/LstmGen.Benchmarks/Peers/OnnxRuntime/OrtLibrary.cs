using System.Runtime.InteropServices;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>Where the native library of ONNX Runtime is.</summary>
internal static class OrtLibrary
{
    /// <summary>Names a file that is taken instead of the one that the script fetched.</summary>
    internal const string Variable = "LSTMGEN_ONNXRUNTIME";

    private const string Script = "benchmarks/fetch-onnxruntime.sh";
    private const string Folder = "benchmarks/.peers/onnxruntime";

    private static string FileName
        => OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.1.dylib" : "libonnxruntime.so.1";

    /// <summary>The path of the library: what the variable names, else where the script puts it, in the repository that this program was built in.</summary>
    /// <exception cref="PeerMissingException">It is not there.</exception>
    internal static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? Path.GetFullPath(named) : throw new PeerMissingException($"{Variable} names {named}; there is no such file");
        }

        return SourceTree.Find($"{Folder}/{FileName}")
            ?? throw new PeerMissingException($"{Folder}/{FileName} was not found ({Script} fetches it) and {Variable} is not set");
    }

    /// <summary>Loads it and gives its entry point.</summary>
    /// <exception cref="PeerMissingException">It is not there or cannot be loaded.</exception>
    internal static nint Load()
    {
        string path = Find();
        try
        {
            return NativeLibrary.GetExport(NativeLibrary.Load(path), "OrtGetApiBase");
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new PeerMissingException($"{path}: {exception.Message}");
        }
    }
}
