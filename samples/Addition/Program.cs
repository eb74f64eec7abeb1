using LstmGen.Samples;
using LstmGen.Samples.Addition;
using LstmGen.Training;

const int Batch = 128;
const int Known = 45_000;
const int Unseen = 5_000;
const int Shown = 10;
const float Rate = 0.005f;

return new SampleCommand("Teaches an encoder and a decoder to add numbers of three digits.", data: null, epochs: 57).Run(args, run =>
{
    (int A, int B)[] problems = Problems.Distinct(new Random(run.Seed), Known + Unseen), unseen = problems[..Unseen];
    using var model = new Adder(Batch, (ulong)run.Seed, run.Threads);
    if (run.Load is not null)
    {
        model.Load(run.Load);
    }
    else
    {
        LstmSequencePairs known = Problems.Pairs(problems[Unseen..], Batch);
        using var trainer = new Trainer(model, known, new TrainerOptions
        {
            Epochs = run.Epochs, Schedule = () => LstmSchedule.Cosine(Rate, known.Count * run.Epochs), ClipNorm = 1, Seed = (ulong)run.Seed,
        });
        run.Train(progress => trainer.Train(progress, run.Cancellation));
    }

    if (run.Save is not null)
    {
        model.Save(run.Save);
    }

    var calculator = new Calculator(model);
    string[] answers = Array.ConvertAll(unseen, calculator.Answer);
    for (int n = 0; n < Shown; n++)
    {
        bool right = answers[n] == Problems.Answer(unseen[n]);
        Console.WriteLine($"{Problems.Question(unseen[n])} = {answers[n]} {(right ? "" : $"wrong: {Problems.Answer(unseen[n])}")}".TrimEnd());
    }

    int count = unseen.Where((problem, n) => answers[n] == Problems.Answer(problem)).Count();
    Console.WriteLine($"seed {run.Seed}: {100.0 * count / Unseen:F2} % of {Unseen:N0} unseen sums exactly right");
});
