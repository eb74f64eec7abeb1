using LstmGen.Formats;
using LstmGen.Kernels;

namespace LstmGen.Training;

/// <summary>
/// What a checkpoint holds: weights, best weights, optimiser, schedule, the carried state of a stream, and the position, of which the
/// seed, the epoch, the batch and the pass are all there is of random state.
/// </summary>
/// <remarks>
/// Tensors: <c>weights.*</c>, the weights of the trainer, with PyTorch's names; <c>best.*</c>, those of the best epoch, or, where training is
/// over and these (or the averaged ones) are the trainer's, <c>last.*</c>, those of the last step; <c>average.*</c>, where weights are averaged; <c>optimizer.*</c>; <c>state.*</c>, the states of the cell by their
/// names, [Layers, B, Hidden], and with learned initial states <c>state.begun</c>, [B], 1 where a row has had no step yet. Numbers are in the metadata, fractions as the 16 hexadecimal digits of their bits.
/// </remarks>
internal sealed class TrainingCheckpoint(
    TrainingStep step, WeightsCopy best, TrainerOptions options, TrainingData data, TrainingData? validation)
{
    private const string Cure = "; LoadCheckpoint(path, newOptions: true) goes on with what the trainer has";

    private IReadOnlyList<LstmTrainable> Trainables => step.Model.Trainables;

    private IReadOnlyList<LstmScalar> ScheduleScalars => step.Schedule?.Scalars ?? [];

    /// <summary>Writes everything, complete or not at all.</summary>
    internal void Save(string path, TrainingPosition at)
    {
        var file = new CheckpointWriter();
        foreach ((string key, string value) in TrainingIdentity.Required(step, options, data).Concat(TrainingIdentity.Options(step, options, data, validation)))
        {
            file.Text(key, value);
        }

        file.Integer("epoch", at.Epoch);
        file.Integer("batch", at.Batch);
        file.Integer("step", at.Step);
        file.Integer("pass", step.Model.Pass);
        file.Integer("best_epoch", at.BestEpoch);
        file.Integer("best_is_back", at.BestIsBack ? 1 : 0);
        file.Number("loss_sum", at.LossSum);
        file.Number("loss_weight", at.LossWeight);
        file.Number("step_loss", at.StepLoss);
        file.Number("last_loss", at.LastLoss);
        file.Number("best_loss", at.BestLoss);
        file.Number("best_score", at.BestScore);
        file.Integer("optimizer.steps", step.Optimizer.Steps);
        file.Number("optimizer.learning_rate", step.Optimizer.LearningRate);
        WriteScalars(file, "optimizer.", step.Optimizer.Scalars);
        WriteScalars(file, "schedule.", ScheduleScalars);
        for (int index = 0; index < Trainables.Count; index++)
        {
            file.Tensor("weights." + Trainables[index].Name, Trainables[index].Dimensions, Trainables[index].Values);
        }

        (string prefix, WeightsCopy other) = at.BestIsBack ? ("last.", step.LastGood) : ("best.", best);
        for (int index = 0; index < Trainables.Count && (at.BestEpoch > 0 || at.BestIsBack); index++)
        {
            file.Tensor(prefix + Trainables[index].Name, Trainables[index].Dimensions, other[index]);
        }

        for (int index = 0; index < Trainables.Count && step.Average is not null; index++)
        {
            file.Tensor("average." + Trainables[index].Name, Trainables[index].Dimensions, step.Average[index]);
        }

        foreach (LstmOptimizerState state in step.Optimizer.States)
        {
            file.Tensor("optimizer." + state.Name, state.Dimensions, state.Values);
        }

        if (data.CarriesState)
        {
            for (int state = 0; state < StateNames.Length; state++)
            {
                float[] values = new float[step.Model.State.Total(state)];
                step.Model.State.Export(state, values);
                file.Tensor("state." + StateNames[state], StateDimensions(state), values);
            }

            if (HasBegun)
            {
                bool[] begun = new bool[step.Model.State.Batch];
                step.Model.State.CopyBegun(begun);
                file.Tensor("state.begun", [begun.Length], Array.ConvertAll(begun, each => each ? 1f : 0f));
            }
        }

        file.Save(path);
    }

    /// <summary>Reads and checks everything, and only then changes the trainer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="newOptions">Whether options that differ are those of the trainer from now on; an error otherwise.</param>
    /// <returns>Where training stood; the weights are those of its last step.</returns>
    /// <exception cref="LstmFormatException">The file is damaged or was written by another trainer.</exception>
    internal TrainingPosition Load(string path, bool newOptions)
    {
        var file = new CheckpointReader(SafetensorsFile.Load(path));
        foreach ((string key, string value) in TrainingIdentity.Required(step, options, data))
        {
            file.Same(key, value);
        }

        bool sameRate = true, sameSchedule = true;
        foreach ((string key, string value) in TrainingIdentity.Options(step, options, data, validation))
        {
            if (newOptions)
            {
                bool same = file.Text(key) == value;
                sameRate &= same || key != TrainingIdentity.LearningRate;
                sameSchedule &= same || key != TrainingIdentity.Schedule;
            }
            else
            {
                file.Same(key, value, Cure);
            }
        }

        var at = new TrainingPosition
        {
            Epoch = (int)file.Integer("epoch", int.MaxValue),
            Batch = (int)file.Integer("batch", data.Count),
            Step = file.Integer("step"),
            BestIsBack = file.Integer("best_is_back", 1) == 1,
            LossSum = file.Number("loss_sum"),
            LossWeight = file.Number("loss_weight"),
            StepLoss = file.Number("step_loss"),
            LastLoss = file.Number("last_loss"),
            BestLoss = file.Number("best_loss"),
            BestScore = file.Number("best_score"),
        };
        at.BestEpoch = (int)file.Integer("best_epoch", at.Epoch);
        long pass = file.Integer("pass"), optimizerSteps = file.Integer("optimizer.steps");
        float learningRate = file.LearningRate("optimizer.learning_rate");
        double[] optimizerScalars = ReadScalars(file, "optimizer.", step.Optimizer.Scalars);
        double[] scheduleScalars = sameSchedule ? ReadScalars(file, "schedule.", ScheduleScalars) : [];
        float[][] weights = Weights(file, "weights."), others = at.BestEpoch == 0 && !at.BestIsBack ? [] : Weights(file, at.BestIsBack ? "last." : "best.");
        float[][] averages = step.Average is null ? [] : Weights(file, "average.");
        float[][] states = [.. step.Optimizer.States.Select(state => file.Tensor("optimizer." + state.Name, state.Dimensions))];
        float[][] carried = data.CarriesState ? [.. StateNames.Select((name, state) => file.Tensor("state." + name, StateDimensions(state)))] : [];
        float[] begun = data.CarriesState && HasBegun ? file.Tensor("state.begun", [step.Model.State.Batch]) : [];
        file.End();

        (float[][] last, float[][] bests) = at.BestIsBack ? (others, at.BestEpoch > 0 ? weights : []) : (weights, others);
        at.BestIsBack = false;
        for (int index = 0; index < Trainables.Count; index++)
        {
            Trainables[index].CopyFrom(last[index]);
        }

        step.LastGood.Take();
        for (int index = 0; index < bests.Length; index++)
        {
            bests[index].CopyTo(best[index].AsSpan());
        }

        for (int index = 0; index < averages.Length; index++)
        {
            averages[index].CopyTo(step.Average![index].AsSpan());
        }

        for (int index = 0; index < states.Length; index++)
        {
            states[index].CopyTo(step.Optimizer.States[index].Values);
        }

        for (int state = 0; state < carried.Length; state++)
        {
            step.Model.State.Import(state, carried[state]);
        }

        for (int row = 0; row < begun.Length; row++)
        {
            if (begun[row] != 0)
            {
                step.Model.State.MarkBegun(row);
            }
        }

        step.Model.Pass = pass;
        (step.Optimizer.Steps, step.Optimizer.LearningRate) = (optimizerSteps, sameRate ? learningRate : step.Optimizer.InitialLearningRate);
        Set(step.Optimizer.Scalars, optimizerScalars);
        Set(ScheduleScalars, scheduleScalars);
        return at;
    }

    /// <summary>Whether rows that have just begun, such as those of length 0 so far, are others than those that hold the same values.</summary>
    private bool HasBegun => step.Model.Shape!.Parts.LearnsInitialStates;

    private string[] StateNames => step.Model.Shape!.Parts.Recurrent.MaxBy(part => part.Cell.States.Length)!.Cell.States;

    /// <summary>[layers, batch, units] where all layers are of one width, else the number of values.</summary>
    private long[] StateDimensions(int state)
    {
        LstmPart[] layers = step.Model.Shape!.Parts.Recurrent;
        return layers.All(layer => layer.Cell.States.Length > state && layer.Width(state) == layers[0].Width(state))
            ? [layers.Length, step.Model.State.Batch, layers[0].Width(state)]
            : [step.Model.State.Total(state)];
    }

    private float[][] Weights(CheckpointReader file, string prefix)
        => [.. Trainables.Select(trainable => file.Tensor(prefix + trainable.Name, trainable.Dimensions))];

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
