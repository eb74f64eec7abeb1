using LstmGen.Training;

namespace LstmGen.Samples.HeartBeats;

/// <summary>Beats in batches. In training each is another one in every epoch: moved, stretched here and shrunk there, louder or softer, with noise.</summary>
internal sealed class BeatData(IReadOnlyList<Beat> beats, int batch)
    : LstmExamples(beats.Count, batch, Beat.Length / BeatModel.Frame, BeatModel.Frame, targetSize: 1)
{
    private const double Move = 4, Stretch = 4, Louder = 0.15, Noise = 0.3;

    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        Beat beat = beats[example];
        batch.Target(row)[0] = beat.Label;
        Random? random = batch.Key is ulong key ? new Random((int)(key >> 33) ^ (example * 7919)) : null; // what changes follows from both alone
        double move = Vary(Move), stretch = Vary(Stretch), phase = Vary(Math.PI), factor = 1 + Vary(Louder);
        for (int t = 0; t < Beat.Length; t++)
        {
            double at = Math.Clamp(t + move + (stretch * Math.Sin(phase + (2 * Math.PI * t / Beat.Length))), 0, Beat.Length - 1);
            int before = Math.Min((int)at, Beat.Length - 2);
            double value = beat.Samples[before] + ((at - before) * (beat.Samples[before + 1] - beat.Samples[before]));
            batch.Input(t / BeatModel.Frame, row)[t % BeatModel.Frame] = (float)((factor * value) + Vary(Noise));
        }

        double Vary(double by) => random is null ? 0 : by * ((2 * random.NextDouble()) - 1);
    }
}
