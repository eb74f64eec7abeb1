using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LstmGen.Samples;
using LstmGen.Samples.AddingProblem;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Tested = 10_000;
const int TestedIn1997 = 2_560;
const int TestSeed = 1 << 30; // above every --seed: never drawn from in training

Option<int> seed = NumberOption.Create("--seed", "Determines initial weights and sequences.", 1, 0, TestSeed - 1);
Option<int> length = NumberOption.Create("--length", "Numbers of a sequence, T.", 100, 2, 1000);
Option<int> updates = NumberOption.Create("--updates", "Batches of 64 sequences to train on.", 3000, 1, 10_000_000);
Option<int> threads = NumberOption.Create("--threads", "Threads; the result is the same for any number.", Math.Min(2, Environment.ProcessorCount), 1, 64);
var command = new RootCommand("Trains an LSTM on the adding problem.") { seed, length, updates, threads };
ParseResult arguments = command.Parse(args);
if (arguments.Errors.Count > 0)
{
    Console.Error.WriteLine($"error: {arguments.Errors[0].Message}");
    return 2;
}

command.SetAction(parsed => Run(parsed.GetValue(length), parsed.GetValue(updates), parsed.GetValue(seed), parsed.GetValue(threads)));
return arguments.Invoke();

static int Run(int length, int updates, int seed, int threads)
{
    try
    {
        long start = Stopwatch.GetTimestamp();
        (Adder model, (int Sequences, Adder Model)? learnt) = Training.Train(length, updates, seed, threads);
        double minutes = Stopwatch.GetElapsedTime(start).TotalMinutes;
        (double error, _) = Training.Test(model, length, Tested, TestSeed);
        Console.WriteLine(learnt is var (sequences, then)
            ? $"learnt after {sequences:N0} sequences: the last 2,000 right to 0.04; {Training.Test(then, length, TestedIn1997, TestSeed).Wrong} of {TestedIn1997:N0} fresh ones wrong then"
            : "not learnt: never were 2,000 sequences in a row right to 0.04");
        Console.WriteLine($"seed {seed}, T = {length}: mean squared error {error:F6} on {Tested:N0} fresh sequences, after {minutes:F2} minutes of training");
        return 0;
    }
    catch (ArithmeticException error)
    {
        Console.Error.WriteLine($"error: {error.Message}");
        return 1;
    }
}
