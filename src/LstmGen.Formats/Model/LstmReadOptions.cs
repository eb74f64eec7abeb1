namespace LstmGen.Formats;

/// <summary>What the reader of a file is told because the file cannot say it.</summary>
public sealed record LstmReadOptions
{
    /// <summary>
    /// The network, of files that hold tensors alone (PyTorch, safetensors, HDF5 weights): null for what names and shapes of the tensors show, plain LSTMs or GRUs and linear layers in
    /// the order of the file.
    /// </summary>
    public LstmNetworkDescription? Network { get; init; }

    /// <summary>What names of tensors begin with that belong to the network, of files that hold others too; null for all tensors.</summary>
    public string? Prefix { get; init; }

    /// <summary>Name of the value of a graph that the network begins with; null for the graph's own inputs.</summary>
    public string? From { get; init; }

    /// <summary>Name of the value of a graph that the network ends with; null for the graph's own outputs.</summary>
    public string? To { get; init; }
}
