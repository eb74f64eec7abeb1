namespace LstmGen.Kernels;

/// <summary>
/// Where the states of a cell lie, in floats: those of the first, h, [L, B, S], then those of the next. It depends on the shape and the batch alone, never on the
/// kernel set, so that a state moves freely between models of one shape.
/// </summary>
/// <remarks>S is Hidden rounded up to 16: the units past Hidden are padding lanes of the widest kernels and stay zero in h.</remarks>
internal static class LstmStateLayout
{
    // Room for the sums of a run and for more than one step of a chunk: how much they are is the kernels' matter, and little beside a state of this size.
    private const int Reserve = 1 << 20;

    /// <summary>Floats from one row of h, c or layer outputs to the next.</summary>
    internal static int Stride(LstmShape shape) => Round16(shape.Hidden);

    /// <summary>Floats of a state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than an array can hold.</exception>
    internal static int Floats(LstmShape shape, int batch)
    {
        long floats = (long)shape.Cell.States.Length * shape.Layers * batch * Stride(shape);
        long needed = Math.Max(floats, LstmScratch.FloatsOf(shape, buffers: 2, batch, 1) + Reserve);
        if (needed > Array.MaxLength - CacheLine.Floats)
        {
            throw new ArgumentOutOfRangeException(
                nameof(batch), batch, $"A state of {shape} for this batch and the memory to run it would need {needed} floats; at most {Array.MaxLength - CacheLine.Floats} are possible.");
        }

        return (int)floats;
    }

    internal static int Round16(int units) => (units + 15) & ~15;
}
