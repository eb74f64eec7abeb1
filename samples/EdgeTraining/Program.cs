using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LstmGen;
using LstmGen.Formats;
using LstmGen.Samples;
using LstmGen.Samples.Edge;
using LstmGen.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const float Rate = 0.004f;

var file = new Argument<FileInfo>("file") { Description = "The weight file to write, ../Edge/machine.safetensors." };
var check = new Option<bool>("--check") { Description = "Writes nothing: compares the file with what training gives, byte by byte." };
var wave = new Option<FileInfo>("--wave") { Description = "Trains nothing: writes a WAV file to try the model on, three seconds of every state." };
Option<int> batches = NumberOption.Create("--batches", "Batches to train on.", 500, 1, 1_000_000);
Option<int> threads = NumberOption.Create("--threads", "Threads; the result is the same for any number.", Math.Min(2, Environment.ProcessorCount), 1, 64);
file.Arity = ArgumentArity.ZeroOrOne;
var command = new RootCommand("Trains the model of the sample Edge on made-up machines.") { file, check, wave, batches, threads };
command.Validators.Add(result =>
{
    if (result.GetResult(file) is { Tokens.Count: > 0 } == result.GetResult(wave) is not null)
    {
        result.AddError("A weight file to train or --wave FILE was expected.");
    }
});
ParseResult arguments = command.Parse(args);
if (arguments.Errors.Count > 0)
{
    return Fail(arguments.Errors[0].Message);
}

command.SetAction(parsed =>
{
    try
    {
        if (parsed.GetValue(wave) is FileInfo sound)
        {
            MachineWave.Write(sound.ToString());
            return 0;
        }

        IReadOnlyList<SafetensorsTensor> trained = Train(parsed.GetValue(batches), parsed.GetValue(threads));
        string path = parsed.GetValue(file)!.ToString();
        if (parsed.GetValue(check))
        {
            return Check(path, trained) ? 0 : 1;
        }

        SafetensorsWriter.Write(path, trained);
        return 0;
    }
    catch (Exception error) when (error is LstmFormatException or IOException or UnauthorizedAccessException)
    {
        return Fail(error.Message);
    }
});
return arguments.Invoke();

static IReadOnlyList<SafetensorsTensor> Train(int batches, int threads)
{
    var training = new Recordings(16 * batches, seed: 1);
    using var trainer = new Trainer<Machine>(training, new TrainerOptions
    {
        Loss = LstmLoss.SoftmaxCrossEntropy,
        Schedule = () => LstmSchedule.Cosine(Rate, batches),
        ClipNorm = 1,
        Epochs = 1,
        Seed = 1,
        Threads = threads,
    });
    long start = Stopwatch.GetTimestamp();
    trainer.Train(new ProgressLines(batches));
    Console.WriteLine($"trained on {batches} batches of {training.Batch} half seconds in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");

    // Kept to the 8 bits of bfloat16: the file is as long, but its bytes compress to half.
    SafetensorsTensor[] rounded = [.. trainer.Parameters.ToTensors().Select(tensor => SafetensorsTensor.FromFloats(tensor.Name, [.. tensor.Shape], [.. tensor.ToFloats().Select(Round)]))];
    (double every, double settled) = Accuracy.Measure(new Machine(LstmWeights.From(rounded)));
    Console.WriteLine($"states named right on recordings not trained on: {100 * every:F2} % of all frames, {100 * settled:F2} % of those 80 ms after the start or a change");
    return rounded;
}

static float Round(float value)
{
    uint bits = BitConverter.SingleToUInt32Bits(value);
    return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF_0000);
}

static bool Check(string path, IReadOnlyList<SafetensorsTensor> trained)
{
    using var bytes = new MemoryStream();
    SafetensorsWriter.Write(bytes, trained);
    bool equal = File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes.ToArray());
    Console.WriteLine($"{path} is {(equal ? "what this training gives, byte by byte" : "NOT what this training gives")}.");
    return equal;
}

static int Fail(string message)
{
    Console.Error.WriteLine($"error: {message}");
    return 2;
}

/// <summary>A line for every tenth of the batches, on the thread that trains.</summary>
internal sealed class ProgressLines(int batches) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Step % Math.Max(1, batches / 10) == 0)
        {
            Console.WriteLine($"batch {value.Step,5}   cross-entropy {value.Loss:F4}");
        }
    }
}
