using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LstmGen.Samples;
using LstmGen.Samples.Addition;
using LstmGen.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Batch = 128;
const int Known = 45_000;
const int Unseen = 5_000;
const int Shown = 10;
const int Reported = 1_000; // updates between two lines of the report
const float Rate = 0.005f;

Option<int> seed = NumberOption.Create("--seed", "Determines initial weights and problems.", 1, 0, int.MaxValue);
Option<int> updates = NumberOption.Create("--updates", $"Batches of {Batch} problems to train on.", 20_000, 1, 10_000_000);
Option<int> threads = NumberOption.Create("--threads", "Threads; the result is the same for any number.", Math.Min(2, Environment.ProcessorCount), 1, 64);
var command = new RootCommand("Teaches an encoder and a decoder to add numbers of three digits.") { seed, updates, threads };
ParseResult arguments = command.Parse(args);
if (arguments.Errors.Count > 0)
{
    Console.Error.WriteLine($"error: {arguments.Errors[0].Message}");
    return 2;
}

command.SetAction(parsed => Run(parsed.GetValue(updates), parsed.GetValue(seed), parsed.GetValue(threads)));
return arguments.Invoke();

static int Run(int updates, int seed, int threads)
{
    try
    {
        var random = new Random(seed);
        (int A, int B)[] problems = Problems.Distinct(random, Known + Unseen), unseen = problems[..Unseen], known = problems[Unseen..];
        long start = Stopwatch.GetTimestamp();
        Calculator calculator = Train(updates, seed, threads, () => known[random.Next(Known)]);
        double minutes = Stopwatch.GetElapsedTime(start).TotalMinutes;
        string[] answers = calculator.Answer(unseen);
        for (int n = 0; n < Shown; n++)
        {
            bool right = answers[n] == Problems.Answer(unseen[n]);
            Console.WriteLine($"{Problems.Question(unseen[n])} = {answers[n]} {(right ? "" : $"wrong: {Problems.Answer(unseen[n])}")}".TrimEnd());
        }

        int count = unseen.Where((problem, n) => answers[n] == Problems.Answer(problem)).Count();
        Console.WriteLine($"seed {seed}: {100.0 * count / Unseen:F2} % of {Unseen:N0} unseen sums exactly right, after {minutes:F2} minutes of training");
        return 0;
    }
    catch (ArithmeticException error)
    {
        Console.Error.WriteLine($"error: {error.Message}");
        return 1;
    }
}

static Calculator Train(int updates, int seed, int threads, Func<(int A, int B)> draw)
{
    using var training = new Training(Batch, seed, threads);
    LstmSchedule schedule = LstmSchedule.Cosine(Rate, updates);
    double sum = 0;
    for (int update = 0; update < updates; update++)
    {
        sum += training.Update(draw, schedule.LearningRate(update));
        if ((update + 1) % Reported == 0)
        {
            Console.WriteLine($"update {update + 1,6}   cross-entropy of the last {Reported:N0} batches {sum / Reported:F4} nats a character");
            sum = 0;
        }
    }

    return new Calculator(training.EncoderModel, training.DecoderModel);
}
