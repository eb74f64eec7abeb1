using LstmGen.Generator.Dialects;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>The kernels of one part of the models, a layer or a head, for one purpose: a file for each instruction set.</summary>
/// <param name="Name">Such as <c>Layer_1x128</c> or <c>Layer_1x128.Training</c>.</param>
/// <param name="Files">In the order of the instruction sets.</param>
internal sealed record KernelFiles(string Name, EquatableArray<GeneratedFile> Files)
{
    internal static KernelFiles Of<T>(T part, EquatableArray<Dialect> dialects, Func<T, Dialect, GeneratedFile> emit, CancellationToken cancellation)
    {
        var files = new List<GeneratedFile>();
        foreach (Dialect dialect in dialects)
        {
            cancellation.ThrowIfCancellationRequested();
            files.Add(emit(part, dialect));
        }

        string first = files[0].HintName;
        return new(first.Substring(0, first.Length - ".g.cs".Length).Replace("LstmGen.", "").Replace($"_{dialects[0].Suffix}", ""), new([.. files]));
    }
}
