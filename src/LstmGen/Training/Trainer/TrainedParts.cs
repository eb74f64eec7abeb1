namespace LstmGen.Training;

/// <summary>A model of several parts in training; its parts and their threads are its owner's.</summary>
internal sealed class TrainedParts(TrainableModel model) : TrainedModel
{
    internal override IReadOnlyList<LstmTrainable> Trainables => model.Trainables;

    internal override long Pass
    {
        get => model.Pass;
        set => model.Pass = value;
    }

    internal override string Identity => model.Description;

    internal override string LossDescription => "that of the model";

    internal override int OutputSize => model.OutputSize;

    internal override ReadOnlySpan<float> Outputs => model.Outputs;

    internal override TrainingData Open(LstmBatches data, string name) => TrainingData.OfParts(data, name, model);

    internal override void Backward() => model.Backward();

    public override void Dispose()
    {
    }

    private protected override double Compute(TrainingData data, int index, bool trains) => model.Forward(data.Batch, trains);
}
