using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>Where the biases of a cell are added.</summary>
/// <remarks>The generator compiles this file too, where the type is not public.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
#if NETSTANDARD2_0
internal
#else
public
#endif
enum LstmBiasPlace
{
    /// <summary>Their sum is where sums start.</summary>
    Summed = 0,

    /// <summary>The first is where sums over the inputs start, the second where those over h do, which the cell has apart.</summary>
    Apart = 1,

    /// <summary>The cell adds them to what it makes of the sums: a weight a unit for each sum.</summary>
    Cell = 2,
}
