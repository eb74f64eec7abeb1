namespace LstmGen.Formats;

/// <summary>
/// The tensors of a recurrent layer in one direction, row-major, in PyTorch's shapes and order of rows: i, f, g, o of an LSTM, those of three gates where two are coupled; r, z, n of a GRU.
/// </summary>
internal sealed record LayerTensors
{
    /// <summary>[rows, features].</summary>
    internal required float[] InputWeights { get; init; }

    /// <summary>[rows, values of h].</summary>
    internal required float[] RecurrentWeights { get; init; }

    /// <summary>[rows]; null where the layer has no bias.</summary>
    internal float[]? InputBias { get; init; }

    /// <summary>[rows]; null for zeros, where there is the other.</summary>
    internal float[]? RecurrentBias { get; init; }

    /// <summary>[values of h, units].</summary>
    internal float[]? Projection { get; init; }

    /// <summary>[units] each, of the gates that have weights.</summary>
    internal float[]? InputPeephole { get; init; }

    internal float[]? ForgetPeephole { get; init; }

    internal float[]? OutputPeephole { get; init; }

    /// <summary>h before the first step, [values of h], where the layer says so.</summary>
    internal float[]? InitialHidden { get; init; }

    /// <summary>c before the first step, [units].</summary>
    internal float[]? InitialCell { get; init; }

    /// <summary>Further tensors by the beginning of their names, such as <c>gain_ih</c> of a layer with normalisation; a bias of such a layer is here alone.</summary>
    internal IReadOnlyDictionary<string, float[]> Others { get; init; } = new Dictionary<string, float[]>();
}
