namespace LstmGen.Samples.HeartBeats;

/// <summary>Takes a signal sample by sample, and gives a class after the last sample of each beat. Allocates nothing after construction.</summary>
internal sealed class BeatMonitor(BeatModel model)
{
    private readonly LstmState _state = model.CreateState();
    private readonly float[] _beat = new float[Beat.Length];
    private readonly float[] _scores = new float[BeatModel.Shape.Output];
    private int _next;

    /// <summary>The class of the beat that this sample ends; null within a beat.</summary>
    public int? Push(float sample)
    {
        _beat[_next++] = sample;
        if (_next < _beat.Length)
        {
            return null;
        }

        _next = 0;
        _state.Reset();
        model.Run(_beat, _state, _scores); // [140] is [35, 4]
        int largest = 0;
        for (int label = 1; label < _scores.Length; label++)
        {
            largest = _scores[label] > _scores[largest] ? label : largest;
        }

        return largest;
    }

    /// <summary>The classes of beats, fed as one long signal.</summary>
    public int[] Listen(IEnumerable<Beat> beats) => [.. beats.SelectMany(beat => beat.Samples).Select(Push).OfType<int>()];
}
