namespace LstmGen;

/// <summary>In which order of time a layer reads its inputs. With lengths, the end of a row is its own.</summary>
public enum LstmDirection
{
    /// <summary>From the first step to the last.</summary>
    Forward = 0,

    /// <summary>From the last step to the first; outputs stand where their inputs stood. Such a model reads whole sequences and has no <c>Step</c>.</summary>
    Reverse = 1,

    /// <summary>Two layers, one in each direction, whose outputs are merged (<c>bidirectional=True</c>, <c>Bidirectional</c>).</summary>
    Both = 2,

    /// <summary>Two stacks of layers, one in each direction, each layer reading its own direction alone; their outputs are merged after the last layer.</summary>
    BothApart = 3,
}
