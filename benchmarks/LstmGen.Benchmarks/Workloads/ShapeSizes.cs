namespace LstmGen.Benchmarks.Workloads;

/// <summary>Sizes of a shape that the peers need.</summary>
internal static class ShapeSizes
{
    internal static int Directions(this LstmShape shape) => shape.Direction == LstmDirection.Both ? 2 : 1;

    /// <summary>Layers, each direction counted.</summary>
    internal static int States(this LstmShape shape) => shape.Layers * shape.Directions();

    /// <summary>Values of h.</summary>
    internal static int Given(this LstmShape shape) => shape.Projection > 0 ? shape.Projection : shape.Hidden;

    /// <summary>What names of tensors end with, in the order of the states.</summary>
    internal static string Suffix(this LstmShape shape, int state)
        => $"_l{state / shape.Directions()}{(state % shape.Directions() == 1 ? "_reverse" : "")}";
}
