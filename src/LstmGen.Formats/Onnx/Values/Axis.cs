namespace LstmGen.Formats.Onnx;

/// <summary>What an axis is to the network.</summary>
internal enum AxisRole
{
    /// <summary>Not known yet.</summary>
    Free,

    /// <summary>The steps of a sequence.</summary>
    Time,

    /// <summary>The sequences.</summary>
    Batch,

    /// <summary>The values of a step, or a part of them.</summary>
    Feature,

    /// <summary>The two directions of a recurrent layer, a part of the values of a step.</summary>
    Direction,
}

/// <summary>An axis of a value that depends on the inputs: the same object in all values that have it, wherever it lies in them.</summary>
/// <param name="size">Its size; null where that is not known.</param>
/// <param name="name">What messages call it.</param>
/// <param name="role">What it is to the network.</param>
internal sealed class Axis(long? size, string name, AxisRole role = AxisRole.Free)
{
    internal long? Size { get; set; } = size;

    internal string Name { get; } = name;

    internal AxisRole Role { get; set; } = role;

    internal bool IsValues => Role is AxisRole.Feature or AxisRole.Direction;

    public override string ToString() => Role switch
    {
        AxisRole.Time => "time",
        AxisRole.Batch => "batch",
        AxisRole.Feature => "features",
        AxisRole.Direction => "directions",
        _ => Name,
    };
}
