using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>h and c of every layer, which one call writes and the next reads.</summary>
internal sealed class OrtStates(OrtSession session, int layers, int batch, int hidden, int directions = 1)
{
    /// <summary>h, [D, B, H] each; zeros at first.</summary>
    internal OrtTensor[] Hidden { get; } = Create(session, layers, batch, hidden, directions);

    /// <summary>c, [D, B, H] each; zeros at first.</summary>
    internal OrtTensor[] Cell { get; } = Create(session, layers, batch, hidden, directions);

    /// <summary>These as what a call reads.</summary>
    internal IEnumerable<(string Name, OrtValue Value)> Inputs => Named(OnnxNames.HiddenIn, OnnxNames.CellIn);

    /// <summary>These as what a call writes.</summary>
    internal IEnumerable<(string Name, OrtValue Value)> Outputs => Named(OnnxNames.HiddenOut, OnnxNames.CellOut);

    /// <summary>Takes values [layer and direction, B, H].</summary>
    internal void Set(ReadOnlySpan<float> hidden, ReadOnlySpan<float> cells)
    {
        for (int layer = 0; layer < Hidden.Length; layer++)
        {
            int count = Hidden[layer].Count;
            hidden.Slice(layer * count, count).CopyTo(Hidden[layer].Floats);
            cells.Slice(layer * count, count).CopyTo(Cell[layer].Floats);
        }
    }

    private IEnumerable<(string Name, OrtValue Value)> Named(Func<int, string> hidden, Func<int, string> cell)
        => [.. Hidden.Select((tensor, layer) => (hidden(layer), tensor.Value)), .. Cell.Select((tensor, layer) => (cell(layer), tensor.Value))];

    private static OrtTensor[] Create(OrtSession session, int layers, int batch, int hidden, int directions)
        => [.. Enumerable.Range(0, layers).Select(_ => session.Create(directions, batch, hidden))];
}
