namespace LstmGen.Generator.Emission;

/// <summary>
/// Names of types as generated code writes them where it stands in a namespace of the user: in full, so that nothing the user has can
/// hide them.
/// </summary>
internal static class Names
{
    internal const string ArgumentException = System + "ArgumentException";
    internal const string ArgumentNullException = System + "ArgumentNullException";
    internal const string Lazy = System + "Lazy";
    internal const string ReadOnlySpan = System + "ReadOnlySpan";
    internal const string Span = System + "Span";
    internal const string ReadOnlyList = System + "Collections.Generic.IReadOnlyList";
    internal const string List = System + "Collections.Generic.List";
    internal const string MethodImpl = System + "Runtime.CompilerServices.MethodImpl";
    internal const string MethodImplOptions = System + "Runtime.CompilerServices.MethodImplOptions";
    internal const string MemoryMarshal = System + "Runtime.InteropServices.MemoryMarshal";
    internal const string GeneratedCode = System + "CodeDom.Compiler.GeneratedCode";
    internal const string ExcludeFromCodeCoverage = System + "Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage";

    internal const string FormatException = Library + "LstmFormatException";
    internal const string Model = Library + "ILstmModel";
    internal const string StreamingModel = Library + "ILstmStreamingModel";
    internal const string LowLatencyModel = Library + "ILstmLowLatencyModel";
    internal const string TokenModel = Library + "ILstmTokenModel";
    internal const string StreamingTokenModel = Library + "ILstmStreamingTokenModel";
    internal const string Parameters = Library + "LstmParameters";
    internal const string Reference = Library + "LstmReference";
    internal const string Shape = Library + "LstmShape";
    internal const string State = Library + "LstmState";
    internal const string Weights = Library + "LstmWeights";

    internal const string Contract = Kernels + "LstmContract";
    internal const string Guard = Kernels + "LstmGuard";
    internal const string PackedWeights = Kernels + "LstmPackedWeights";
    internal const string Runner = Kernels + "LstmRunner";
    internal const string StepTeam = Kernels + "LstmStepTeam";
    internal const string StepScratch = Kernels + "LstmStepScratch";
    internal const string TokenGuard = Kernels + "LstmTokenGuard";
    internal const string TokenRunner = Kernels + "LstmTokenRunner";
    internal const string TokenTable = Kernels + "LstmTokenTable";

    internal const string Trainable = Library + "Training.ILstmTrainable";
    internal const string Tape = Library + "Training.LstmTape";
    internal const string TapeOptions = Library + "Training.LstmTapeOptions";
    internal const string KernelTape = Library + "Training.Kernels.LstmKernelTape";

    /// <summary>The namespace of kernels, for types in it.</summary>
    internal const string Generated = Library + GeneratedPart;

    private const string System = "global::System.";
    private const string Library = "global::LstmGen.";
    private const string Kernels = Library + "Kernels.";
    private const string GeneratedPart = "Generated.";
}
