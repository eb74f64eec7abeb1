using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>
/// What a checkpoint holds: weights, best weights, optimiser, schedule, the carried state of a stream, and the position, of which the
/// seed, the epoch, the batch and the pass are all there is of random state.
/// </summary>
/// <remarks>
/// Tensors: <c>weights.*</c> and <c>best.*</c> with PyTorch's names, <c>optimizer.*</c>, <c>state.hidden</c> and <c>state.cell</c>
/// [Layers, B, Hidden]. Numbers are in the metadata, fractions as the 16 hexadecimal digits of their bits.
/// </remarks>
internal sealed class TrainingCheckpoint(TrainingStep step, WeightsCopy best, TrainerOptions options, LstmBatches data)
{
    private const string Format = "LstmGen checkpoint 1";

    private IReadOnlyList<LstmTrainable> Trainables => step.Tape.Trainables;

    private IReadOnlyList<LstmScalar> ScheduleScalars => step.Schedule?.Scalars ?? [];

    /// <summary>Writes everything, complete or not at all.</summary>
    internal void Save(string path, TrainingPosition at)
    {
        var file = new CheckpointWriter();
        foreach ((string key, string value) in Identity())
        {
            file.Text(key, value);
        }

        file.Integer("epoch", at.Epoch);
        file.Integer("batch", at.Batch);
        file.Integer("step", at.Step);
        file.Integer("pass", step.Tape.Pass);
        file.Integer("best_epoch", at.BestEpoch);
        file.Integer("finished", at.Finished ? 1 : 0);
        file.Number("loss_sum", at.LossSum);
        file.Number("loss_weight", at.LossWeight);
        file.Number("last_loss", at.LastLoss);
        file.Number("best_loss", at.BestLoss);
        file.Integer("optimizer.steps", step.Optimizer.Steps);
        file.Number("optimizer.learning_rate", step.Optimizer.LearningRate);
        WriteScalars(file, "optimizer.", step.Optimizer.Scalars);
        WriteScalars(file, "schedule.", ScheduleScalars);
        for (int index = 0; index < Trainables.Count; index++)
        {
            file.Tensor("weights." + Trainables[index].Name, Trainables[index].Dimensions, Trainables[index].Values);
        }

        for (int index = 0; index < Trainables.Count && at.BestEpoch > 0; index++)
        {
            file.Tensor("best." + Trainables[index].Name, Trainables[index].Dimensions, best[index]);
        }

        foreach (LstmOptimizerState state in step.Optimizer.States)
        {
            file.Tensor("optimizer." + state.Name, state.Dimensions, state.Values);
        }

        if (data.CarriesState)
        {
            (float[] hidden, float[] cell) = (new float[StateLength], new float[StateLength]);
            step.State.Export(hidden, cell);
            file.Tensor("state.hidden", StateDimensions, hidden);
            file.Tensor("state.cell", StateDimensions, cell);
        }

        file.Save(path);
    }

    /// <summary>Reads and checks everything, and only then changes the trainer.</summary>
    /// <returns>Where training stood.</returns>
    /// <exception cref="LstmFormatException">The file is damaged or was written by another trainer.</exception>
    internal TrainingPosition Load(string path)
    {
        var file = new CheckpointReader(SafetensorsFile.Load(path));
        foreach ((string key, string value) in Identity())
        {
            file.Same(key, value);
        }

        var at = new TrainingPosition
        {
            Epoch = (int)file.Integer("epoch", int.MaxValue),
            Batch = (int)file.Integer("batch", data.Count - 1),
            Step = file.Integer("step"),
            BestEpoch = (int)file.Integer("best_epoch", int.MaxValue),
            Finished = file.Integer("finished", 1) == 1,
            LossSum = file.Number("loss_sum"),
            LossWeight = file.Number("loss_weight"),
            LastLoss = file.Number("last_loss"),
            BestLoss = file.Number("best_loss"),
        };
        long pass = file.Integer("pass"), optimizerSteps = file.Integer("optimizer.steps");
        float learningRate = file.LearningRate("optimizer.learning_rate");
        double[] optimizerScalars = ReadScalars(file, "optimizer.", step.Optimizer.Scalars), scheduleScalars = ReadScalars(file, "schedule.", ScheduleScalars);
        float[][] weights = [.. Trainables.Select(trainable => file.Tensor("weights." + trainable.Name, trainable.Dimensions))];
        float[][] bestWeights = at.BestEpoch == 0 ? [] : [.. Trainables.Select(trainable => file.Tensor("best." + trainable.Name, trainable.Dimensions))];
        float[][] states = [.. step.Optimizer.States.Select(state => file.Tensor("optimizer." + state.Name, state.Dimensions))];
        float[] hidden = data.CarriesState ? file.Tensor("state.hidden", StateDimensions) : [];
        float[] cell = data.CarriesState ? file.Tensor("state.cell", StateDimensions) : [];
        file.End();

        for (int index = 0; index < Trainables.Count; index++)
        {
            Trainables[index].CopyFrom(weights[index]);
        }

        step.LastGood.Take();
        for (int index = 0; index < bestWeights.Length; index++)
        {
            bestWeights[index].CopyTo(best[index].AsSpan());
        }

        for (int index = 0; index < states.Length; index++)
        {
            states[index].CopyTo(step.Optimizer.States[index].Values);
        }

        if (data.CarriesState)
        {
            step.State.Import(hidden, cell);
        }

        step.Tape.Pass = pass;
        (step.Optimizer.Steps, step.Optimizer.LearningRate) = (optimizerSteps, learningRate);
        Set(step.Optimizer.Scalars, optimizerScalars);
        Set(ScheduleScalars, scheduleScalars);
        return at;
    }

    private int StateLength => step.Tape.Shape.Layers * data.Batch * step.Tape.Shape.Hidden;

    private long[] StateDimensions => [step.Tape.Shape.Layers, data.Batch, step.Tape.Shape.Hidden];

    /// <summary>What must be the same where training goes on. The rest of the options may differ.</summary>
    private (string Key, string Value)[] Identity()
    {
        LstmShape shape = step.Tape.Shape;
        return
        [
            ("format", Format),
            ("model", FormattableString.Invariant(
                $"input {shape.Input}, hidden {shape.Hidden}, layers {shape.Layers}, output {shape.Output}, bias {shape.Bias}, {shape.Activations}, peepholes {shape.Peepholes}, coupled gates {shape.CoupledGates}")),
            ("optimizer", step.Optimizer.GetType().Name),
            ("schedule", step.Schedule?.GetType().Name ?? "none"),
            ("data", FormattableString.Invariant(
                $"{data.Count} batches of {data.Batch} sequences, {data.Steps} steps{(data.CarriesState ? ", state carried" : "")}")),
            ("seed", FormattableString.Invariant($"{options.Seed}")),
        ];
    }

    private static void WriteScalars(CheckpointWriter file, string prefix, IReadOnlyList<LstmScalar> scalars)
    {
        foreach (LstmScalar scalar in scalars)
        {
            file.Number(prefix + scalar.Name, scalar.Value);
        }
    }

    private static double[] ReadScalars(CheckpointReader file, string prefix, IReadOnlyList<LstmScalar> scalars)
        => [.. scalars.Select(scalar => file.Number(prefix + scalar.Name))];

    private static void Set(IReadOnlyList<LstmScalar> scalars, double[] values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            scalars[index].Value = values[index];
        }
    }
}
