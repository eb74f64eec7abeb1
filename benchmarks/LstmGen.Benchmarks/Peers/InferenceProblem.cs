using LstmGen.Benchmarks.Workloads;
using LstmGen.Formats;

namespace LstmGen.Benchmarks.Peers;

/// <summary>One forward call for every peer: the same numbers in every process.</summary>
internal sealed class InferenceProblem
{
    /// <summary>Name of the result [T, B, values]: h of the last layer of the last call; 0 after the end of a shorter row.</summary>
    internal const string Output = "output";

    /// <summary>Name of the results [layer and direction, B, values]: the states after the last call. A ragged batch has none: padded peers run past the ends.</summary>
    internal const string Hidden = "h";

    /// <inheritdoc cref="Hidden"/>
    internal const string Cell = "c";

    /// <summary>Of <see cref="LstmWeights.Random"/>, which gives <see cref="Parameters"/>.</summary>
    internal const ulong Seed = 1;

    private const string InputName = "input";
    private const string InitialHidden = "h0";
    private const string InitialCell = "c0";
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
        Parameters = LstmWeights.Random(Seed).Bind(shape);
        Inputs = Feed.Uniform(Calls * Steps * Batch * Shape.Input, 2);
        HiddenStates = Feed.Uniform(Shape.States() * Batch * Shape.Given(), 3);
        CellStates = Feed.Uniform(Shape.States() * Batch * Shape.Hidden, 4);
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

    /// <summary>Initial h: [layer and direction, B, values].</summary>
    internal float[] HiddenStates { get; }

    /// <summary>Initial c: [layer, B, H].</summary>
    internal float[] CellStates { get; }

    /// <summary>Results under their names; a ragged batch leaves the states out.</summary>
    internal IReadOnlyDictionary<string, float[]> Results(float[] outputs, float[] hidden, float[] cells)
        => Lengths is null
            ? new Dictionary<string, float[]> { [Output] = outputs, [Hidden] = hidden, [Cell] = cells }
            : new Dictionary<string, float[]> { [Output] = outputs };

    /// <summary>For a peer that ran all rows to T: outputs [T, B, H] past the end of a row become 0.</summary>
    internal void ClearPastEnds(Span<float> outputs)
    {
        for (int row = 0; Lengths is not null && row < Batch; row++)
        {
            for (int step = Lengths[row]; step < Steps; step++)
            {
                outputs.Slice(((step * Batch) + row) * Shape.OutputSize, Shape.OutputSize).Clear();
            }
        }
    }

    /// <summary>Parameters, inputs [call, T, B, Input] and initial states, for another process.</summary>
    internal void Save(string path)
    {
        SafetensorsWriter.Write(path,
        [
            .. Parameters.ToTensors(),
            SafetensorsTensor.FromFloats(InputName, [Calls, Steps, Batch, Shape.Input], Inputs),
            SafetensorsTensor.FromFloats(InitialHidden, [Shape.States(), Batch, Shape.Given()], HiddenStates),
            SafetensorsTensor.FromFloats(InitialCell, [Shape.States(), Batch, Shape.Hidden], CellStates),
        ]);
    }
}
