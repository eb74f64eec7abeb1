using System.Runtime.CompilerServices;
using LstmGen.Kernels;

namespace LstmGen.Training;

/// <summary>
/// The right factor of products in the order in which tiles read it: blocks of <see cref="Block"/> terms, in each the panels of columns, in each the
/// terms. The last panel is filled up with zeros.
/// </summary>
internal sealed class PackedMatrix(int mostTerms, int mostColumns, int panel)
{
    /// <summary>Terms of a chain of multiply-adds.</summary>
    internal const int Block = 128;

    private readonly AlignedMemory _memory = new(checked(mostTerms * Padded(mostColumns, panel)));
    private int _padded;

    internal int Terms { get; private set; }

    internal int Columns { get; private set; }

    internal int Panels => _padded / panel;

    /// <summary>Before it is packed.</summary>
    internal void Resize(int terms, int columns)
    {
        (Terms, Columns, _padded) = (terms, columns, Padded(columns, panel));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)terms * _padded, _memory.Length);
    }

    /// <summary>The first term of a block in a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float At(int firstTerm, int ofPanel)
        => ref Unsafe.Add(ref _memory.Reference, ((nint)firstTerm * _padded) + ((nint)ofPanel * panel * Math.Min(Block, Terms - firstTerm)));

    private static int Padded(int columns, int panel) => (columns + panel - 1) / panel * panel;
}
