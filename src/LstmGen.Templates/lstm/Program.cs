using LstmGen;
using LstmGen.Training;

const string Weights = "model.safetensors";

// Train: early stopping keeps the weights of the epoch with the smallest validation loss.
using var trainer = new Trainer<Model>(
    new LstmSequences(Data.Make(2000, seed: 1), batch: 32, inputSize: 2, targetSize: 1),
    new TrainerOptions
    {
        Loss = LstmLoss.SoftmaxCrossEntropy,
        Optimizer = weights => new Adam(weights, new AdamOptions { LearningRate = 0.01f }),
        ClipNorm = 1,
        Epochs = 20,
        Patience = 3,
    },
    validation: new LstmSequences(Data.Make(500, seed: 2), batch: 32, inputSize: 2, targetSize: 1));
while (!trainer.Finished)
{
    TrainingProgress now = trainer.Step();
    if (now.EndsEpoch)
    {
        Console.WriteLine($"epoch {now.Epoch}: training loss {now.TrainingLoss:F4}, validation {now.ValidationLoss:F4}");
    }
}

// Save and load; PyTorch knows these names.
trainer.Parameters.Save(Weights);
var model = new Model(LstmWeights.Load(Weights));

// Test, streaming: one sample after the other, as they would arrive. The scores after the last one count.
LstmSequence[] test = Data.Make(1000, seed: 3);
LstmState state = model.CreateState();
float[] scores = new float[2];
int right = 0;
foreach (LstmSequence sequence in test)
{
    state.Reset();
    for (int at = 0; at < sequence.Inputs.Length; at += 2)
    {
        model.Step(sequence.Inputs.Span.Slice(at, 2), state, scores);
    }

    int answer = scores[1] > scores[0] ? 1 : 0;
    right += answer == (int)sequence.Targets.Span[0] ? 1 : 0;
}

Console.WriteLine($"{right} of {test.Length} test sequences right");
