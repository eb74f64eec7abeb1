using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace LstmGen.Kernels;

/// <summary>What a step needs besides the state: a thread has it once, for all models and states.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmStepScratch
{
    [ThreadStatic]
    private static AlignedMemory t_memory;

    [ThreadStatic]
    private static bool t_fromEnd;

    /// <summary>
    /// Whether the next step begins with the last units: every other step of a thread does, whatever its state, since the cache that keeps the
    /// weights read last is the thread's.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool FromEnd() => t_fromEnd = !t_fromEnd;

    /// <summary>At least so many floats of undefined contents, for as long as one step takes; a null reference for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Take(int floats)
    {
        if (floats == 0)
        {
            return ref Unsafe.NullRef<float>();
        }

        if (t_memory.Length < floats)
        {
            Grow(floats);
        }

        return ref t_memory.Reference;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Grow(int floats) => t_memory = new AlignedMemory(floats);
}
