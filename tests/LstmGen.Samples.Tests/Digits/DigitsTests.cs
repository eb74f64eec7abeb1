using System.IO.Compression;
using LstmGen.Samples;
using LstmGen.Samples.Digits;
using LstmGen.Training;

namespace LstmGen.Tests.Samples.Digits;

public sealed class DigitsTests
{
    private const int Epochs = 14;

    private static readonly Lazy<Recognizer> s_recognizer = new(() => Recognizer.Train(MadeDigits.Make(15, seed: 1), 1, threads: 2, Epochs, training => training(null), default));

    [Fact]
    public void MadeDigitsAreRecognisedAndWhatWasSavedHearsTheSame()
    {
        Recording[] test = MadeDigits.Make(4, seed: 2);
        Recognizer recognizer = s_recognizer.Value;
        int right = test.Count(one => recognizer.Digit(one.Samples) == one.Digit);
        Assert.True(right >= 0.8 * test.Length, $"{right} of {test.Length} are right");
        using var folder = new TemporaryFolder();
        recognizer.Save(folder.File("digits.safetensors"));
        Recognizer loaded = Recognizer.Load(folder.File("digits.safetensors"));
        var decoder = new CtcDecoder(Recognizer.Labels);
        Assert.All(test, one => Assert.Equal(recognizer.Digit(one.Samples), loaded.Digit(one.Samples)));
        Assert.All(test, one => Assert.Equal(recognizer.Digits(one.Samples, decoder, beam: true), loaded.Digits(one.Samples, decoder, beam: true)));
    }

    [Fact]
    public void LiveItHearsTheLabelsOfTheWholeSound()
    {
        Recognizer recognizer = s_recognizer.Value;
        var utterances = new Utterances(MadeDigits.Make(4, seed: 2), recognizer.Scaler, strings: true);
        var decoder = new CtcDecoder(Recognizer.Labels);
        for (int n = 0; n < 5; n++)
        {
            float[] sound = utterances.Spoken(n).Sound;
            var listener = new LiveListener(recognizer);
            int[] live = [.. sound.Chunk(LogMel.Hop).Where(hop => hop.Length == LogMel.Hop).Select(hop => listener.Next(hop)).OfType<int>()];
            Assert.Equal(recognizer.Digits(sound, decoder, beam: false), live);
        }
    }

    [Fact]
    public void AToneIsLoudestInTheBandOfItsPitch()
    {
        int before = -1;
        foreach (double hertz in (double[])[200, 500, 1000, 2000, 3500])
        {
            var bands = new float[LogMel.Bands];
            LogMel.Write([.. Enumerable.Range(0, LogMel.Frame).Select(n => (float)Math.Sin(2 * Math.PI * hertz * n / LogMel.Rate))], bands);
            int loudest = bands.IndexOf(bands.Max());
            double mel = 1127 * Math.Log(1 + (hertz / 700)), low = 1127 * Math.Log(1 + (80 / 700.0)), high = 1127 * Math.Log(1 + (4000 / 700.0));
            Assert.InRange(loudest, ((mel - low) / (high - low) * (LogMel.Bands + 1)) - 2, (mel - low) / (high - low) * (LogMel.Bands + 1));
            Assert.True(loudest > before);
            before = loudest;
        }
    }

    [Fact]
    public void APassOfTrainingIsItsOwnAndAnEvaluationAlwaysTheSame()
    {
        Recording[] recordings = MadeDigits.Make(2, seed: 3);
        var utterances = new Utterances(recordings, s_recognizer.Value.Scaler, strings: true);
        Assert.Equal(utterances.Spoken(4).Sound, utterances.Spoken(4).Sound);
        Assert.Equal(utterances.Spoken(4, key: 7).Sound, utterances.Spoken(4, key: 7).Sound);
        Assert.NotEqual(utterances.Spoken(4, key: 7).Sound, utterances.Spoken(4, key: 8).Sound);
        Assert.All(Enumerable.Range(0, 100), n => Assert.InRange(utterances.Spoken(n).Digits.Length, 3, 6));
        Assert.All(Enumerable.Range(0, 100), n => Assert.InRange(LogMel.Frames(utterances.Spoken(n, key: 9).Sound.Length), 1, utterances.Frames));
    }

    [Fact]
    public void DamagedRecordingsAreNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("none.zip"), "no zip");
        Refused(folder.File("none.zip"), "none.zip");
        Refused(folder.File("gone.zip"), "gone.zip");
        foreach ((string name, byte[] bytes, string expected) in ((string, byte[], string)[])
            [("x_theo_1.wav", [1, 2], "DIGIT_SPEAKER_INDEX.wav"), ("3_theo_1.wav", [1, 2], "3_theo_1.wav"), ("3_theo_1.txt", [], "no .wav")])
        {
            string path = folder.File($"{name}.zip");
            using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
            using (Stream stream = zip.CreateEntry(name).Open())
            {
                stream.Write(bytes);
            }

            Refused(path, expected);
        }

        static void Refused(string path, string named) => Assert.Contains(named, Assert.Throws<InputException>(() => Recording.ReadZip(path)).Message, StringComparison.Ordinal);
    }
}
