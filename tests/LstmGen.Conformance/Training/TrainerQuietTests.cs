using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>A step allocates nothing, the validation at the end of an epoch included.</summary>
[Collection(nameof(Alone))]
public sealed class TrainerQuietTests
{
    [Theory]
    [MemberData(nameof(TrainingCase.Modes), MemberType = typeof(TrainingCase))]
    public void AStepAllocatesNothing(string mode)
    {
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create(mode, TrainingCase.Options with { Epochs = 400 });
        int epochs = 0;
        Allocated.Nothing(() =>
        {
            for (epochs += 2; trainer.Step().Epoch < epochs;)
            {
            }
        });
        Assert.False(trainer.Finished);
    }
}
