namespace LstmGen.Kernels;

/// <summary>How much memory the states of a model take; where each lies in it <see cref="LstmParts"/> says.</summary>
internal static class LstmStateLayout
{
    // Room for the sums of a run and for more than one step of a chunk: how much they are is the kernels' matter, and little beside a state of this size.
    private const int Reserve = 1 << 20;

    /// <summary>Floats of a state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than an array can hold.</exception>
    internal static int Floats(LstmShape shape, int batch)
    {
        LstmParts parts = shape.Parts;
        long floats = (long)parts.RowFloats * batch;
        long needed = floats + LstmScratch.RowsFloats(shape, batch) + Reserve;
        foreach (LstmPart part in parts.All)
        {
            needed += (long)batch * Round16(part.Outputs);
        }

        if (needed > Array.MaxLength - CacheLine.Floats)
        {
            throw new ArgumentOutOfRangeException(
                nameof(batch), batch, $"A state of {shape} for this batch and the memory to run it would need {needed} floats; at most {Array.MaxLength - CacheLine.Floats} are possible.");
        }

        return (int)floats;
    }

    internal static int Round16(int units) => (units + 15) & ~15;
}
