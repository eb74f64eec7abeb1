using LstmGen.Benchmarks.Workloads;
using LstmGen.Formats;

namespace LstmGen.Benchmarks.Peers;

/// <summary>One training step for every peer: the same numbers in every process.</summary>
internal sealed class TrainingProblem
{
    internal const string Output = "output";
    internal const string Input = "input";
    internal const string Hidden = "h0";
    internal const string Cell = "c0";
    private const string OutputGradient = "output_gradient";

    internal TrainingProblem(TrainingWorkload workload)
    {
        Workload = workload;
        Parameters = LstmWeights.Random(1).Bind(Shape);
        Inputs = Feed.Uniform(Steps * Batch * Shape.Input, 2);
        HiddenStates = Feed.Uniform(Shape.States() * Batch * Shape.Given(), 3);
        CellStates = Feed.Uniform(Shape.States() * Batch * Shape.Hidden, 4);
        OutputGradients = Feed.Uniform(Steps * Batch * Shape.OutputSize, 5);
    }

    internal TrainingWorkload Workload { get; }

    internal LstmShape Shape => Workload.Shape;

    internal int Batch => Workload.Batch;

    internal int Steps => TrainingWorkload.Steps;

    internal LstmParameters Parameters { get; }

    /// <summary>[T, B, Input].</summary>
    internal float[] Inputs { get; }

    /// <summary>Initial h: [layer and direction, B, values].</summary>
    internal float[] HiddenStates { get; }

    /// <summary>Initial c: [layer, B, H].</summary>
    internal float[] CellStates { get; }

    /// <summary>[T, B, values]; the final states do not enter the loss.</summary>
    internal float[] OutputGradients { get; }

    /// <summary>Everything, for another process: the parameters under PyTorch's names.</summary>
    internal void Save(string path)
    {
        SafetensorsWriter.Write(path,
        [
            .. Parameters.ToTensors(),
            SafetensorsTensor.FromFloats(Input, [Steps, Batch, Shape.Input], Inputs),
            SafetensorsTensor.FromFloats(Hidden, [Shape.States(), Batch, Shape.Given()], HiddenStates),
            SafetensorsTensor.FromFloats(Cell, [Shape.States(), Batch, Shape.Hidden], CellStates),
            SafetensorsTensor.FromFloats(OutputGradient, [Steps, Batch, Shape.OutputSize], OutputGradients),
        ]);
    }
}
