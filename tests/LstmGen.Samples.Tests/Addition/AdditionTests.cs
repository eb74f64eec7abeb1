using LstmGen.Samples.Addition;
using LstmGen.Training;

namespace LstmGen.Samples.Tests.Addition;

/// <summary>Two models trained as one: that they learn, and that the calculator reads what training writes.</summary>
public sealed class AdditionTests
{
    [Fact]
    public void Problems_that_are_few_are_learned_by_heart_and_the_calculator_answers_them()
    {
        (int A, int B)[] problems = Problems.Distinct(new Random(1), 64);
        using var model = new Adder(32, 1, 1);
        LstmSequencePairs pairs = Problems.Pairs(problems, 32);
        using (var trainer = new Trainer(model, pairs, new TrainerOptions { Epochs = 150, ClipNorm = 1, Optimizer = all => new Adam(all, new AdamOptions { LearningRate = 0.005f }) }))
        {
            trainer.Train(cancellationToken: TestContext.Current.CancellationToken);
        }

        var calculator = new Calculator(model);
        Assert.InRange(problems.Count(problem => calculator.Answer(problem) == Problems.Answer(problem)), 62, 64);
    }

    [Fact]
    public void The_gradient_of_the_encoder_comes_through_the_handed_state()
    {
        using var model = new Adder(4, 1, 1);
        LstmSequencePairs pairs = Problems.Pairs(Problems.Distinct(new Random(1), 4), 4);
        var batch = new LstmBatch(pairs);
        batch.Read(pairs, 0);
        model.Forward(batch, trains: true);
        model.Backward();
        foreach (LstmTrainable trainable in model.Trainables)
        {
            float[] gradient = trainable.Gradients.ToArray(), values = trainable.Values.ToArray();
            double norm = Math.Sqrt(gradient.Sum(value => (double)value * value)), step = 1e-2;
            double Loss(double along)
            {
                trainable.CopyFrom([.. values.Select((value, at) => (float)(value + (along * gradient[at] / norm)))]);
                return model.Forward(batch, trains: false);
            }

            double found = (Loss(step) - Loss(-step)) / (2 * step);
            trainable.CopyFrom(values);
            Assert.True(Math.Abs(found - norm) < 0.01 * norm, $"{trainable.Name}: {found} by differences, {norm} by the backward pass");
        }
    }

    [Fact]
    public void No_problem_is_another_with_its_numbers_swapped()
    {
        (int A, int B)[] problems = Problems.Distinct(new Random(3), 20_000);
        Assert.Equal(20_000, problems.Select(problem => (Math.Min(problem.A, problem.B), Math.Max(problem.A, problem.B))).Distinct().Count());
    }
}
