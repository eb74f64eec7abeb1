namespace LstmGen.TestKit.Comparing;

/// <summary>What a run gave: outputs [T, B, O] and final states [L, B, H].</summary>
internal sealed record Result(float[] Outputs, float[] Hidden, float[] Cell)
{
    internal static Result Of(float[] outputs, LstmState state)
    {
        int floats = state.Shape.Layers * state.Batch * state.Shape.Hidden;
        return Of(outputs, state, floats, floats);
    }

    /// <summary>The same for a state of so many floats of h and of c.</summary>
    internal static Result Of(float[] outputs, LstmState state, int hidden, int cell)
    {
        Result result = new(outputs, new float[hidden], new float[cell]);
        FurtherStates.ExportHidden(state, result.Hidden);
        FurtherStates.Export(state, result.Cell);
        return result;
    }

    /// <summary>One row of a time-major or layer-major buffer [.., B, features].</summary>
    internal static float[] RowOf(float[] values, int features, int batch, int row)
    {
        var alone = new float[values.Length / batch];
        for (int index = 0; index * features < alone.Length; index++)
        {
            values.AsSpan(((index * batch) + row) * features, features).CopyTo(alone.AsSpan(index * features));
        }

        return alone;
    }

    /// <summary>A buffer full of a value that nothing may leave behind.</summary>
    internal static float[] Poisoned(int length)
    {
        var values = new float[length];
        Array.Fill(values, 12345.678f);
        return values;
    }

    /// <summary>One row of a batch, alone.</summary>
    internal Result Row(LstmShape shape, int batch, int row) => new(
        RowOf(Outputs, shape.OutputSize, batch, row),
        RowOf(Hidden, shape.Hidden, batch, row),
        RowOf(Cell, shape.Hidden, batch, row));

    internal void AssertSame(Result other, string what)
    {
        Bits.AssertSame(Outputs, other.Outputs, $"outputs, {what}");
        Bits.AssertSame(Hidden, other.Hidden, $"h, {what}");
        Bits.AssertSame(Cell, other.Cell, $"c, {what}");
    }
}
