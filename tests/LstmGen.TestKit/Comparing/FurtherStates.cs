namespace LstmGen.TestKit.Comparing;

/// <summary>What layers carry beside h: layer after layer, row after row, each state of a row. Of an LSTM that is c, as <see cref="LstmState.Export(Span{float}, Span{float})"/> has it.</summary>
internal static class FurtherStates
{
    /// <summary>Copies them out of a state.</summary>
    internal static void Export(LstmState state, float[] values)
    {
        int at = 0;
        foreach ((string name, int layer, int row) in All(state))
        {
            float[] one = state.Get(name, layer, row);
            one.CopyTo(values, at);
            at += one.Length;
        }

        RequireAll(values, at);
    }

    /// <summary>Copies them into a state.</summary>
    internal static void Import(LstmState state, float[] values)
    {
        int at = 0;
        foreach ((string name, int layer, int row) in All(state))
        {
            int length = state.Get(name, layer, row).Length;
            state.Set(name, layer, row, values.AsSpan(at, length));
            at += length;
        }

        RequireAll(values, at);
    }

    /// <summary>All of a state: h, layer after layer, then what is further.</summary>
    internal static void Import(LstmState state, float[] hidden, float[] further)
    {
        int at = 0;
        for (int layer = 0; layer < state.LayerCount; layer++)
        {
            for (int row = 0; row < state.Batch; row++)
            {
                int length = state.Hidden(layer, row).Length;
                state.SetHidden(layer, row, hidden.AsSpan(at, length));
                at += length;
            }
        }

        RequireAll(hidden, at);
        Import(state, further);
    }

    /// <summary>h of all layers.</summary>
    internal static void ExportHidden(LstmState state, float[] values)
    {
        int at = 0;
        for (int layer = 0; layer < state.LayerCount; layer++)
        {
            for (int row = 0; row < state.Batch; row++)
            {
                float[] one = state.Hidden(layer, row);
                one.CopyTo(values, at);
                at += one.Length;
            }
        }

        RequireAll(values, at);
    }

    /// <summary>Random values turned into some that a layer can have: a normaliser is 1 or more.</summary>
    internal static float[] Valid(LstmShape shape, int batch, float[] values)
    {
        int at = 0;
        var state = new LstmState(shape, batch);
        foreach ((string name, int layer, int row) in All(state))
        {
            int length = state.Get(name, layer, row).Length;
            foreach (ref float value in values.AsSpan(at, length))
            {
                value = name == "normalizer" ? 1 + Math.Abs(value) : value;
            }

            at += length;
        }

        return values;
    }

    /// <summary>Without the test framework: programs compiled ahead of time have this too.</summary>
    private static void RequireAll(float[] values, int at)
    {
        if (at != values.Length)
        {
            throw new ArgumentException($"The states are {at} values, not {values.Length}.", nameof(values));
        }
    }

    private static IEnumerable<(string Name, int Layer, int Row)> All(LstmState state)
        => Enumerable.Range(0, state.LayerCount).SelectMany(layer => Enumerable.Range(0, state.Batch).SelectMany(
            row => state.NamesOf(layer).Skip(1).Select(name => (name, layer, row))));
}
