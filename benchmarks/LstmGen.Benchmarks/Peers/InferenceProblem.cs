using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Peers;

/// <summary>One forward call for every peer: the same numbers in every process.</summary>
internal sealed class InferenceProblem
{
    /// <summary>Name of the result [T, B, H]: h of the last layer of the last call; 0 after the end of a shorter row.</summary>
    internal const string Output = "output";

    /// <summary>Name of the results [layer, B, H]: the states after the last call. A ragged batch has none: padded peers run past the ends.</summary>
    internal const string Hidden = "h";

    /// <inheritdoc cref="Hidden"/>
    internal const string Cell = "c";

    private const int StreamedSamples = 16;

    /// <param name="name">For people.</param>
    /// <param name="shape">The model; it has no head.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="steps">T; 1 is a streaming step.</param>
    /// <param name="ragged">Lengths uniform in 1..T instead of T for every row.</param>
    internal InferenceProblem(string name, LstmShape shape, int batch, int steps, bool ragged = false)
    {
        (Name, Shape, Batch, Steps) = (name, shape, batch, steps);
        Calls = steps == 1 ? StreamedSamples : 1;
        Parameters = LstmWeights.Random(1).Bind(shape);
        Inputs = Feed.Uniform(Calls * Steps * Batch * Shape.Input, 2);
        HiddenStates = Feed.Uniform(Shape.Layers * Batch * Shape.Hidden, 3);
        CellStates = Feed.Uniform(Shape.Layers * Batch * Shape.Hidden, 4);
        if (ragged)
        {
            var random = new Random(5);
            Lengths = [.. Enumerable.Range(0, batch).Select(_ => random.Next(1, steps + 1))];
        }
    }

    internal string Name { get; }

    internal LstmShape Shape { get; }

    internal int Batch { get; }

    internal int Steps { get; }

    /// <summary>Calls with inputs of their own, taken in turn.</summary>
    internal int Calls { get; }

    /// <summary>Steps of each row in a ragged batch, in no order; null where all rows have T.</summary>
    internal int[]? Lengths { get; }

    /// <summary>Under PyTorch's names.</summary>
    internal LstmParameters Parameters { get; }

    /// <summary>[call, T, B, Input].</summary>
    internal float[] Inputs { get; }

    /// <summary>Initial h: [layer, B, H].</summary>
    internal float[] HiddenStates { get; }

    /// <summary>Initial c: [layer, B, H].</summary>
    internal float[] CellStates { get; }
}
