using LstmGen.Training;

namespace LstmGen.Samples.Edge;

/// <summary>How often a model names the right state, frame by frame.</summary>
internal static class Accuracy
{
    private const int Count = 320;
    private const int Settling = 10; // frames

    /// <summary>On recordings that no training has seen.</summary>
    /// <returns>Parts of all frames, and of those long enough after the start or a change.</returns>
    public static (double Every, double Settled) Measure(Machine model)
    {
        var recordings = new Recordings(Count, seed: 0x7E57);
        var batch = new LstmBatch(recordings);
        var scores = new float[Machine.Shape.OutputSize];
        (long right, long all, long settledRight, long settledAll) = (0, 0, 0, 0);
        for (int index = 0; index < recordings.Count; index++)
        {
            batch.Read(recordings, index);
            for (int row = 0; row < batch.Rows; row++)
            {
                LstmState state = model.CreateState();
                int since = 0;
                for (int frame = 0; frame < Recordings.Frames; frame++)
                {
                    model.Step(batch.Input(frame, row), state, scores);
                    float truth = batch.Target(frame, row)[0];
                    since = frame == 0 || truth != batch.Target(frame - 1, row)[0] ? 0 : since + 1;
                    int hit = scores.IndexOf(scores.Max()) == (int)truth ? 1 : 0;
                    (right, all) = (right + hit, all + 1);
                    (settledRight, settledAll) = since >= Settling ? (settledRight + hit, settledAll + 1) : (settledRight, settledAll);
                }
            }
        }

        return ((double)right / all, (double)settledRight / settledAll);
    }
}
