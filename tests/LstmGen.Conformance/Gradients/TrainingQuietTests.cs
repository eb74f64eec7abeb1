using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>A training step allocates nothing, on the caller's thread or any other.</summary>
[Collection(nameof(Alone))]
public sealed class TrainingQuietTests
{
    private const int Steps = 9;
    private const int Batch = 7;

    public static TheoryData<string> Models => [.. ModelCases.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void ATrainingStepAllocatesNothing(string name)
    {
        ModelCase model = ModelCases.Get(name);
        LstmShape shape = model.Shape;
        LstmParameters parameters = TestWeights.Random(shape, 11).ToLstmWeights().Bind(shape);
        var options = new LstmTapeOptions { Batch = Batch, Steps = Steps };
        LstmTapeOptions[] variants =
        [
            .. model.KernelSets.Select(kernelSet => options with { KernelSet = kernelSet }),
            options with { Dropout = 0.5f, RecurrentDropout = 0.5f },
            options with { RecurrentWeightDropout = 0.5f, InputDropout = 0.5f, LockedDropout = true },
            options with { Threads = 2 },
            options with { Threads = 2, Dropout = 0.5f, RecurrentDropout = 0.5f, RecurrentWeightDropout = 0.5f, InputDropout = 0.5f },
        ];
        var inputs = new float[Steps * Batch * shape.Input];
        var outputs = new float[Steps * Batch * shape.OutputSize];
        var inputGradients = new float[inputs.Length];
        int[] lengths = [3, 0, Steps, 1, 2, Steps, 0];
        foreach (LstmTapeOptions variant in variants)
        {
            using LstmTape tape = model.CreateTape(parameters, variant);
            LstmState state = tape.CreateState();
            LstmState gradients = tape.CreateState();
            Allocated.NothingAnywhere(Train, $"{variant}");
            void Train()
            {
                tape.Forward(inputs, state, outputs);
                tape.Backward(outputs, gradients, inputGradients);
                tape.Forward(inputs, lengths, state, outputs);
                tape.Backward(outputs, gradients, inputGradients, accumulate: true);
                tape.Forward(inputs, state, outputs, dropout: false);
                tape.Backward(outputs);
                tape.Trainables[0].Update(0.25f, static (values, by) => values[0] += by); // the next pass packs anew
            }
        }
    }
}
