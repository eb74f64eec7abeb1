namespace LstmGen.Formats;

/// <summary>How the graph of a file is fed, by other programs that run it.</summary>
/// <param name="Input">Name of the input that the network reads.</param>
/// <param name="Dimensions">Its dimensions.</param>
/// <param name="Output">Name of the output that is the network's.</param>
internal sealed record ModelGraph(string Input, IReadOnlyList<GraphDimension> Dimensions, string Output);

/// <summary>A dimension of an input.</summary>
/// <param name="Role">What it is to the network.</param>
/// <param name="Size">Its size where the graph says one.</param>
internal readonly record struct GraphDimension(GraphRole Role, long? Size);

/// <summary>What a dimension is to a network.</summary>
internal enum GraphRole
{
    /// <summary>The steps.</summary>
    Steps,

    /// <summary>The values of a step.</summary>
    Features,

    /// <summary>Sequences, and dimensions of size 1.</summary>
    Other,
}
