namespace LstmGen.Kernels;

/// <summary>
/// Where everything lies in the memory of a state, in floats. It depends on the shape and the batch alone, never on the
/// kernel set, so that a state moves freely between models of one shape.
/// </summary>
/// <remarks>
/// h [L, B, S] | c [L, B, S] | two buffers of layer outputs [chunk, B, S] | sums: projected inputs [chunk, G S] for batch 1,
/// else the pre-activations of one panel [LstmRows.Block, 16 G] | larger batches: h and c in the order of the lengths, and one step
/// of inputs in that order [B, I].
/// G is the number of gates with weights, S is Hidden rounded up to 16: the units past Hidden are padding lanes of the widest kernels and stay zero in h.
/// </remarks>
internal readonly struct LstmStateLayout
{
    internal LstmStateLayout(LstmShape shape, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        Stride = Round16(shape.Hidden);
        ChunkSteps = batch == 1 ? SequenceChunk : Math.Max(1, 64 / batch);
        long block = (long)shape.Layers * batch * Stride;
        long outputs = (long)ChunkSteps * batch * Stride;
        long cell = block;
        long outputs0 = cell + block;
        long outputs1 = outputs0 + outputs;
        long tail = outputs1 + outputs;
        long sorted = tail + (batch == 1 ? (long)ChunkSteps * shape.Gates * Stride : Math.Min(batch, LstmRows.Block) * 16L * shape.Gates);
        long gathered = sorted + (batch == 1 ? 0 : 2 * block);
        long length = gathered + (batch == 1 ? 0 : (long)batch * shape.Input);
        if (length > Array.MaxLength - 16)
        {
            throw new ArgumentOutOfRangeException(
                nameof(batch), batch, $"A state of {shape} for this batch would need {length} floats; at most {Array.MaxLength - 16} are possible.");
        }

        CellOffset = (int)cell;
        Outputs0 = (int)outputs0;
        Outputs1 = (int)outputs1;
        Sums = (int)tail;
        Sorted = (int)sorted;
        Gathered = (int)gathered;
        Length = (int)length;
    }

    /// <summary>Steps of one sequence whose inputs are projected together: whole tiles of 6, 3 or 2 rows.</summary>
    internal const int SequenceChunk = 48;

    /// <summary>Floats from one row of h, c or layer outputs to the next.</summary>
    internal int Stride { get; }

    /// <summary>Steps that are taken through one layer before the next layer follows.</summary>
    internal int ChunkSteps { get; }

    internal int CellOffset { get; }

    internal int Outputs0 { get; }

    internal int Outputs1 { get; }

    internal int Sums { get; }

    internal int Sorted { get; }

    internal int Gathered { get; }

    internal int Length { get; }

    internal static int Round16(int units) => (units + 15) & ~15;
}
