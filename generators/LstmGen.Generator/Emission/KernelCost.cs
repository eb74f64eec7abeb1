using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>How much source the kernels of one part are.</summary>
/// <param name="Name">As in <see cref="KernelFiles"/>.</param>
/// <param name="Lines">Of each file.</param>
/// <param name="Bytes">The same.</param>
internal sealed record KernelCost(string Name, EquatableArray<int> Lines, EquatableArray<int> Bytes)
{
    internal static KernelCost Of(KernelFiles kernels) => new(
        kernels.Name,
        new([.. kernels.Files.Select(file => file.Text.Count(each => each == '\n'))]),
        // Kernels are ASCII.
        new([.. kernels.Files.Select(file => file.Text.Length)]));
}
