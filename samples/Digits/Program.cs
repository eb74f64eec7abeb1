using LstmGen.Samples;
using LstmGen.Samples.Digits;
using LstmGen.Training;

const int Strings = 200;

return new SampleCommand("Recognises spoken digits, and strings of them.", data: "train.zip and test.zip", epochs: 40).Run(args, run =>
{
    (Recording[] train, Recording[] test) = run.Data is null ? (MadeDigits.Make(30, seed: 1), MadeDigits.Make(10, seed: 2))
        : (Recording.ReadZip(run.DataFile("train.zip")), Recording.ReadZip(run.DataFile("test.zip")));
    Recognizer recognizer = run.Load is string file ? Recognizer.Load(file)
        : Recognizer.Train(train, run.Seed, run.Threads, run.Epochs, training => run.Train(training), run.Cancellation);
    if (run.Save is string path)
    {
        recognizer.Save(path);
    }

    new MetricTable($"{test.Length} recordings", new Metric("% right", "F1"))
        .Add("LSTM of both directions, mean over the frames", 100.0 * test.Count(one => recognizer.Digit(one.Samples) == one.Digit) / test.Length)
        .Print();
    var utterances = new Utterances(test, recognizer.Scaler, strings: true);
    (int[] Digits, float[] Sound)[] spoken = [.. Enumerable.Range(0, Strings).Select(n => utterances.Spoken(n))];
    int[][] said = [.. spoken.Select(one => one.Digits)];
    var decoder = new CtcDecoder(11);
    double Error(bool beam) => 100 * EditDistance.TokenErrorRate<int>([.. spoken.Select(one => recognizer.Digits(one.Sound, decoder, beam))], said);
    new MetricTable($"{Strings} strings, {said.Sum(one => one.Length)} digits", new Metric("% token errors", "F1"))
        .Add("LSTM and CTC, best label of each frame", Error(beam: false))
        .Add("LSTM and CTC, beam search", Error(beam: true)).Print();
});
