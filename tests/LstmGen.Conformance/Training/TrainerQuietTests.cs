using LstmGen.Conformance.Compiled;
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
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create(mode, TrainingCase.Options with { Epochs = 4 });
        int epoch = 0;
        while (epoch < 2)
        {
            epoch = trainer.Step().Epoch; // the first epochs compile what is called
        }

        Assert.True(GC.TryStartNoGCRegion(1 << 20)); // a collection would retire this thread's buffer, which counts
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (!trainer.Finished)
        {
            trainer.Step();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.EndNoGCRegion();
        Assert.Equal(0, allocated);
    }
}
