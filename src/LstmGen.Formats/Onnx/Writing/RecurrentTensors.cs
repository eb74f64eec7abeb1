namespace LstmGen.Formats.Onnx.Writing;

/// <summary>The weights of recurrent layers of one attribute, in the order of ONNX.</summary>
internal sealed class RecurrentTensors(WrittenLayers layers, WrittenLayer layer, RecurrentOptions options)
{
    internal bool IsLstm => options.IsLstm;

    internal string Name => layer.Name;

    internal int Layers => options.Layers;

    internal int Hidden => options.Hidden;

    internal bool IsReverse => options.Direction == LstmDirection.Reverse;

    internal int Directions => options.Direction == LstmDirection.Both ? 2 : 1;

    internal LstmMerge Merge => options.Merge;

    internal bool Residual => options.Residual;

    /// <summary>Rows of ONNX, and of the tensors.</summary>
    private (string To, string From, string Infix) Rows => options.IsLstm ? options.Coupled ? ("iofg", "igo", "_igo") : ("iofg", Gates.PyTorch, "") : ("zrn", "rzn", "");

    internal IEnumerable<(string Name, object Value)> Attributes() => options.Attributes(Directions);

    /// <summary>W, R, and B or nothing.</summary>
    internal IEnumerable<string> Weights(GraphWriter graph, int at, int width, string number)
    {
        int height = Rows.To.Length * Hidden;
        yield return graph.Floats($"W_{number}", [Directions, height, width], Both(at, "weight_ih", width));
        yield return graph.Floats($"R_{number}", [Directions, height, Hidden], Both(at, "weight_hh", Hidden));
        yield return options.Bias ? graph.Floats($"B_{number}", [Directions, 2 * height], Biases(at)) : "";
    }

    /// <summary>P of i, o, f; nothing where there are none.</summary>
    internal string Peepholes(GraphWriter graph, int at, string number)
    {
        if (!options.Peepholes)
        {
            return "";
        }

        float[] values = [.. Sides(at).SelectMany(suffix => (float[])
        [
            .. layers.Take($"{layer.Prefix}peephole_i{suffix}", Hidden), .. layers.Take($"{layer.Prefix}peephole_o{suffix}", Hidden),
            .. options.Coupled ? new float[Hidden] : layers.Take($"{layer.Prefix}peephole_f{suffix}", Hidden),
        ])];
        return graph.Floats($"P_{number}", [Directions, 3 * Hidden], values);
    }

    /// <summary>[directions, units] of a state; null where it is not learned.</summary>
    internal float[]? Initial(int at, string name) => options.LearnedInitialState ? [.. Sides(at).SelectMany(suffix => layers.Take(layer.Prefix + name + suffix, Hidden))] : null;

    private string[] Sides(int at) => Directions == 2 ? [$"_l{Text.Number(at)}", $"_l{Text.Number(at)}_reverse"] : [$"_l{Text.Number(at)}"];

    private float[] Both(int at, string name, int columns) => [.. Sides(at).SelectMany(suffix => Ordered($"{layer.Prefix}{name}{Rows.Infix}{suffix}", columns))];

    private float[] Biases(int at) => [.. Sides(at).SelectMany(suffix => (float[])
        [.. Ordered($"{layer.Prefix}bias_ih{Rows.Infix}{suffix}", 1), .. Ordered($"{layer.Prefix}bias_hh{Rows.Infix}{suffix}", 1)])];

    private float[] Ordered(string name, int columns)
    {
        float[] values = layers.Take(name, (long)Rows.From.Length * Hidden * columns);
        return options.Coupled ? Gates.Reorder([.. values, .. new float[Hidden * columns]], Rows.From + "f", Rows.To) : Gates.Reorder(values, Rows.From, Rows.To);
    }
}
