using System.CommandLine;
using System.Globalization;
using LstmGen;
using LstmGen.Formats;
using LstmGen.Samples;
using LstmGen.Samples.VoiceActivity;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Dictionary<LstmNumbers, double> tolerances = new() { [LstmNumbers.Single] = 2e-5, [LstmNumbers.Int16] = 5e-4, [LstmNumbers.Int8] = 3e-2 };

var weights = new Argument<FileInfo>("weights") { Description = "The weights of the network, silero_vad_16k.safetensors." };
var sound = new Argument<FileInfo>("wav") { Description = "A WAV file: PCM, 1 channel, 16 bits, 16,000 Hz." };
var frames = new Option<bool>("--frames") { Description = "Prints the time and probability of every frame of 32 ms." };
Option<double> threshold = NumberOption.Create("--threshold", "Probability from which a frame counts as speech.", 0.5, 0.15, 1.0);
var compare = new Option<FileInfo>("--compare") { Description = "A file with the expected probability of every frame, one a line." };
Option<LstmNumbers> numbers = WeightsOption.Create();
var time = new Option<bool>("--time") { Description = "Prints microseconds and bytes allocated a frame." };
var command = new RootCommand("Finds speech in a recording, by a pretrained network whose LSTM LstmGen compiled.") { weights, sound, frames, threshold, compare, numbers, time };
ParseResult arguments = command.Parse(args);
if (arguments.Errors.Count > 0)
{
    return Fail(arguments.Errors[0].Message);
}

command.SetAction(parsed =>
{
    try
    {
        var network = new VoiceNetwork(SafetensorsFile.Load(parsed.GetRequiredValue(weights).ToString()), parsed.GetValue(numbers));
        string wav = parsed.GetRequiredValue(sound).ToString();
        Listen(network, wav, parsed.GetValue(frames), parsed.GetValue(threshold));
        bool equal = parsed.GetValue(compare) is not FileInfo expected || Compare(network, wav, expected.ToString(), tolerances[parsed.GetValue(numbers)]);
        if (parsed.GetValue(time))
        {
            Console.WriteLine(Timing.Measure(network, wav));
        }

        return equal ? 0 : 1;
    }
    catch (Exception error) when (error is InputException or LstmFormatException or IOException or UnauthorizedAccessException)
    {
        return Fail(error.Message);
    }
});
return arguments.Invoke();

// Prints what is heard, as it is heard.
static void Listen(VoiceNetwork network, string path, bool everyFrame, double threshold)
{
    using WaveReader wav = WaveReader.Open(path, VoiceNetwork.Rate);
    var stream = new VoiceStream(network);
    var segments = new SpeechSegments(threshold);
    var frame = new float[VoiceNetwork.FrameSamples];
    long samples = 0, speech = 0, count = 0;
    while (wav.ReadFrame(frame) is > 0 and int read)
    {
        double begin = samples / (double)VoiceNetwork.Rate, end = (samples + read) / (double)VoiceNetwork.Rate;
        float probability = stream.Next(frame);
        if (everyFrame)
        {
            Console.WriteLine($"{begin,9:F3} s   {probability:F4}");
        }

        Print(segments.Next(begin, end, probability));
        samples += read;
        count++;
        speech += probability >= threshold ? 1 : 0;
    }

    Print(segments.Finish(samples / (double)VoiceNetwork.Rate));
    Console.WriteLine($"{count} frames, {speech} of them speech");

    static void Print((double Begin, double End)? segment)
    {
        if (segment is (double begin, double end))
        {
            Console.WriteLine($"speech {begin,8:F2} s to {end,8:F2} s");
        }
    }
}

static bool Compare(VoiceNetwork network, string wavPath, string expectedPath, double tolerance)
{
    using WaveReader wav = WaveReader.Open(wavPath, VoiceNetwork.Rate, note: _ => { }); // said by the first reading
    using NumberLines lines = NumberLines.Open(expectedPath);
    var stream = new VoiceStream(network);
    var frame = new float[VoiceNetwork.FrameSamples];
    double largest = 0;
    int count = 0;
    while (wav.ReadFrame(frame) > 0)
    {
        if (!lines.Read(out float expected))
        {
            throw new InputException($"{expectedPath}: there are {count} probabilities; one for every frame of {wavPath} was expected.");
        }

        double difference = Math.Abs((double)stream.Next(frame) - expected);
        largest = double.IsNaN(difference) ? difference : Math.Max(largest, difference);
        count++;
    }

    if (lines.Read(out _))
    {
        throw new InputException($"{expectedPath}, line {lines.Line}: there are more probabilities than the {count} frames of {wavPath}.");
    }

    bool equal = largest <= tolerance;
    Console.WriteLine($"Largest difference from the {count} expected probabilities: {largest:G3}; at most {tolerance:G1} is {(equal ? "met" : "NOT met")}.");
    return equal;
}

static int Fail(string message)
{
    Console.Error.WriteLine($"error: {message}");
    return 2;
}
