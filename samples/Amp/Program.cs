using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LstmGen;
using LstmGen.Formats;
using LstmGen.Samples;
using LstmGen.Samples.Amp;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const double Seconds = 6;

var model = new Argument<string>("model") { Description = "A model of NAM, AIDA-X, GuitarML or RTNeural.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "preamp.nam") };
var sound = new Argument<string?>("in.wav") { Description = "A WAV file: PCM, 1 channel, 16 bits, as many samples a second as the model is for. A plucked string unless given.", Arity = ArgumentArity.ZeroOrOne };
var output = new Argument<string>("out.wav") { Description = "The WAV file to write.", DefaultValueFactory = _ => "amp.wav" };
var knobs = new Option<float[]>("--knob") { Description = "The value of a knob, 0 to 1, of models that have some; once for each, in their order." };
Option<double> input = NumberOption.Create("--in", "Gain before the model, dB.", 0.0, -60.0, 60.0), level = NumberOption.Create("--out", "Gain after the model, dB.", 0.0, -60.0, 60.0);
Option<int> block = NumberOption.Create("--block", "Samples of a block.", 64, 1, 65536);
var train = new Option<string>("--train") { Description = "Trains the model that is here again, writes it to this file, and does nothing else." };
var command = new RootCommand("Plays a sound through an amplifier that a network has learnt, block by block, and says how much of real time it takes.") { model, sound, output, knobs, input, level, block, train };
ParseResult arguments = command.Parse(args);
if (arguments.Errors.Count > 0)
{
    return Fail(arguments.Errors[0].Message);
}

command.SetAction(parsed =>
{
    try
    {
        if (parsed.GetValue(train) is { } path)
        {
            Console.WriteLine($"Error relative to the signal: {Training.Run(path):P2}");
            return 0;
        }

        int longest = parsed.GetValue(block);
        LstmModelFile file = LstmModelFile.Load(parsed.GetValue(model)!);
        var amplifier = new Amplifier(file, parsed.GetValue(knobs) ?? [], longest, Factor(parsed.GetValue(input)), Factor(parsed.GetValue(level)));
        float[] samples = parsed.GetValue(sound) is { } wav ? Sound.Read(wav, amplifier.Rate) : Sound.Plucked(amplifier.Rate, Seconds, seed: 7);
        Play(amplifier, samples, longest, out float[] played, out string timing);
        int clipped = Sound.Write(parsed.GetValue(output)!, amplifier.Rate, played);
        Console.WriteLine($"{Path.GetFileName(file.Source)}: {file.Format}, {(amplifier.IsCompiled ? $"compiled, {Preamp.Shape}" : "LstmDynamic")}, {amplifier.Rate} Hz");
        Console.WriteLine($"{timing}; {parsed.GetValue(output)} has {played.Length / (double)amplifier.Rate:F1} s{(clipped > 0 ? $", {clipped} samples clipped: lower --out" : "")}");
        return 0;
    }
    catch (Exception error) when (error is InputException or LstmFormatException or IOException or UnauthorizedAccessException)
    {
        return Fail(error.Message);
    }
});
return arguments.Invoke();

static void Play(Amplifier amplifier, float[] samples, int block, out float[] played, out string timing)
{
    played = new float[samples.Length];
    amplifier.WarmUp(block);
    var shares = new List<double>((samples.Length / block) + 1);
    for (int at = 0; at < samples.Length; at += block)
    {
        int count = Math.Min(block, samples.Length - at);
        long start = Stopwatch.GetTimestamp();
        amplifier.Process(samples.AsSpan(at, count), played.AsSpan(at, count));
        shares.Add(Stopwatch.GetElapsedTime(start).TotalSeconds * amplifier.Rate / count);
    }

    shares.Sort();
    timing = shares.Count == 0 ? "no samples" : $"{shares[shares.Count / 2]:P2} of real time in blocks of {block} samples (median of {shares.Count}; the worst {shares[^1]:P2})";
}

static float Factor(double decibels) => (float)Math.Pow(10, decibels / 20);

static int Fail(string message)
{
    Console.Error.WriteLine($"error: {message}");
    return 2;
}
