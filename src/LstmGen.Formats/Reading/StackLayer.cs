namespace LstmGen.Formats;

/// <summary>A layer of a network that is being read, in PyTorch's shapes and order of rows.</summary>
/// <param name="Attribute">What it is.</param>
/// <param name="Width">Values that it gives.</param>
internal sealed record StackLayer(ILstmLayer Attribute, int Width)
{
    /// <summary>Of a dense layer: [units, features].</summary>
    internal float[] Weight { get; init; } = [];

    /// <summary>Of a dense layer: [units].</summary>
    internal float[] Bias { get; init; } = [];

    /// <summary>Of a recurrent layer, one for each direction.</summary>
    internal IReadOnlyList<LayerTensors> Recurrent { get; init; } = [];

    /// <summary>Whether it remembers anything.</summary>
    internal bool IsRecurrent => Recurrent.Count > 0;

    /// <summary>Whether it is a dense layer whose outputs go through nothing.</summary>
    internal bool IsLinear => Attribute is DenseAttribute { Activation: LstmActivation.Affine, Softmax: false };

    /// <summary>Whether what was multiplied in left all weights finite.</summary>
    internal bool IsFinite => InputWeights.All(float.IsFinite) && Bias.All(float.IsFinite);

    /// <summary>W of the inputs, of the forward direction.</summary>
    internal float[] InputWeights => IsRecurrent ? Recurrent[0].InputWeights : Weight;

    /// <summary>A dense layer that gives what it reads.</summary>
    internal static StackLayer Identity(int width)
    {
        var weight = new float[width * width];
        for (int at = 0; at < width; at++)
        {
            weight[(at * width) + at] = 1;
        }

        return new StackLayer(new DenseAttribute(width), width) { Weight = weight, Bias = new float[width] };
    }

    /// <summary>Multiplies what a dense layer gives and adds to it.</summary>
    internal void Scale(Func<int, double> factor, Func<int, double> addend)
    {
        int features = Weight.Length / Width;
        for (int row = 0; row < Width; row++)
        {
            double by = factor(row);
            foreach (ref float value in Weight.AsSpan(row * features, features))
            {
                value = (float)(by * value);
            }

            Bias[row] = (float)((by * Bias[row]) + addend(row));
        }
    }

    internal void AddTo(ModelBuilder builder)
    {
        switch (Attribute)
        {
            case LstmAttribute lstm:
                builder.AddLstm(lstm, Recurrent);
                break;
            case GruAttribute gru:
                builder.AddGru(gru, Recurrent);
                break;
            default:
                builder.AddDense((DenseAttribute)Attribute, Weight, Bias);
                break;
        }
    }
}
