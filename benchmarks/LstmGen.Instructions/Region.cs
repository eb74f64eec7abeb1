using System.Runtime.InteropServices;

namespace LstmGen.Instructions;

/// <summary>
/// Marks a region for an emulator that counts executed instructions: getpriority with an argument that no real call has, which fails
/// and changes nothing.
/// </summary>
internal static partial class Region
{
    private const int Mark = 0x5EED;

    /// <param name="number">Of the region, above 0: the emulator prints it with the counts.</param>
    internal static void Enter(int number) => _ = GetPriority(Mark, number);

    internal static void Leave() => _ = GetPriority(Mark, 0);

    [LibraryImport("libc", EntryPoint = "getpriority")]
    private static partial int GetPriority(int which, int who);
}
