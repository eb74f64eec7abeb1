namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>DNNL_ARG_...: what a memory is to a primitive.</summary>
internal enum DnnlRole
{
    SourceLayer = 1,
    From = SourceLayer,
    SourceHidden = 2,
    SourceCell = 3,
    DestinationLayer = 17,
    To = DestinationLayer,
    DestinationHidden = 18,
    DestinationCell = 19,
    WeightsLayer = 33,
    WeightsIteration = 34,
    WeightsProjection = 36,
    Bias = 41,
    Workspace = 64,
    DiffSourceLayer = 129,
    DiffSourceHidden = 130,
    DiffSourceCell = 131,
    DiffDestinationLayer = 145,
    DiffDestinationHidden = 146,
    DiffDestinationCell = 147,
    DiffWeightsLayer = 161,
    DiffWeightsIteration = 162,
    DiffBias = 169,
}

/// <summary>dnnl_format_tag_t: the order of dimensions in memory. Letters as in the library: t, n, c; l, d, i, g, o.</summary>
internal enum DnnlLayout
{
    /// <summary>The primitive chooses.</summary>
    Any = 1,

    /// <summary>Steps, rows, features.</summary>
    Tnc = 4,

    /// <summary>Layers, directions, rows, features.</summary>
    Ldnc = 5,

    /// <summary>Layers, directions, gates, units: the same order of four dimensions.</summary>
    Ldgo = Ldnc,

    /// <summary>Layers, directions, units, outputs: of a projection.</summary>
    Ldio = Ldnc,

    /// <summary>Layers, directions, inputs, gates, units.</summary>
    Ldigo = 7,
}

/// <summary>dnnl_query_t: the memories of a primitive descriptor.</summary>
internal enum DnnlQuery
{
    Weights = 131,
    DiffWeights = 132,
    Workspace = 135,
}
