using System.CommandLine;
using LstmGen.Samples;
using LstmGen.Samples.Digits;
using LstmGen.Training;

const int Strings = 200;

var wav = new Option<string?>("--wav") { Description = "A WAV file to listen to, PCM, 1 channel, 16 bits, 8,000 Hz: prints each digit as it is heard.", HelpName = "FILE" };
return new SampleCommand("Recognises spoken digits, and strings of them.", data: "train.zip and test.zip", epochs: 40) { wav }.Run(args, run =>
{
    (Recording[] train, Recording[] test) = run.Data is null ? (MadeDigits.Make(20, seed: 1), MadeDigits.Make(10, seed: 2))
        : (Recording.ReadZip(run.DataFile("train.zip")), Recording.ReadZip(run.DataFile("test.zip")));
    Recognizer recognizer = run.Load is string file ? Recognizer.Load(file)
        : Recognizer.Train(train, run.Seed, run.Threads, run.Epochs, training => run.Train(training), run.Cancellation);
    if (run.Save is string path)
    {
        recognizer.Save(path);
    }

    if (run.Get(wav) is string sound)
    {
        Listen(recognizer, sound);
        return;
    }

    int[] heard = [.. test.Select(one => recognizer.Digit(one.Samples))];
    var neighbour = new NearestNeighbour(train);
    new MetricTable($"{test.Length} recordings", new Metric("% right", "F1"))
        .Add("LSTM of both directions, mean over the frames", 100.0 * test.Where((one, n) => heard[n] == one.Digit).Count() / test.Length)
        .Add("nearest neighbour", 100.0 * test.Count(one => neighbour.Digit(one.Samples) == one.Digit) / test.Length)
        .Print();
    var utterances = new Utterances(test, recognizer.Scaler, strings: true);
    (int[] Digits, float[] Sound)[] spoken = [.. Enumerable.Range(0, Strings).Select(n => utterances.Spoken(n))];
    int[][] said = [.. spoken.Select(one => one.Digits)];
    var decoder = new CtcDecoder(Recognizer.Labels);
    double Error(bool beam) => 100 * EditDistance.TokenErrorRate<int>([.. spoken.Select(one => recognizer.Digits(one.Sound, decoder, beam))], said);
    Console.WriteLine();
    new MetricTable($"{Strings} strings, {said.Sum(one => one.Length)} digits", new Metric("% token errors", "F1"))
        .Add("LSTM and CTC, best label of each frame, as live", Error(beam: false))
        .Add("LSTM and CTC, beam search", Error(beam: true)).Print();
    if (run.Picture is string picture)
    {
        var counts = new double[10, 10];
        for (int n = 0; n < test.Length; n++)
        {
            counts[test[n].Digit, heard[n]]++;
        }

        string[] names = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];
        using var chart = new Chart("Recordings", "heard", "said");
        chart.HeatMap(counts, names, names).Save(picture, 700, 500);
    }
});

static void Listen(Recognizer recognizer, string path)
{
    using WaveReader wav = WaveReader.Open(path, LogMel.Rate);
    var listener = new LiveListener(recognizer);
    var samples = new float[LogMel.Hop];
    for (long at = LogMel.Hop; wav.ReadFrame(samples) == LogMel.Hop; at += LogMel.Hop)
    {
        if (listener.Next(samples) is int digit)
        {
            Console.WriteLine($"{(double)at / LogMel.Rate,8:F2} s   {digit}");
        }
    }
}
