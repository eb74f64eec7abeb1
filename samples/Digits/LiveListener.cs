namespace LstmGen.Samples.Digits;

/// <summary>Hears a sound as it comes and says each digit once it is sure: the same digits as <see cref="Recognizer.Digits"/>, without the beam.</summary>
internal sealed class LiveListener(Recognizer recognizer)
{
    private readonly LstmState _state = recognizer.Listener.CreateState();
    private readonly float[] _frame = new float[LogMel.Frame], _bands = new float[LogMel.Bands], _scores = new float[Recognizer.Labels];
    private bool _isFull;
    private int _last;

    /// <param name="samples">The next <see cref="LogMel.Hop"/> samples.</param>
    /// <returns>The digit that was said; mostly none.</returns>
    public int? Next(ReadOnlySpan<float> samples)
    {
        _frame.AsSpan(LogMel.Hop).CopyTo(_frame);
        samples.CopyTo(_frame.AsSpan(LogMel.Frame - LogMel.Hop));
        if (!_isFull)
        {
            _isFull = true; // half a frame so far
            return null;
        }

        LogMel.Write(_frame, _bands);
        recognizer.Scaler.Transform(_bands, _bands);
        recognizer.Listener.Step(_bands, _state, _scores);
        int best = _scores.IndexOf(_scores.Max()), before = _last;
        _last = best;
        return best != before && best != 0 ? best - 1 : null;
    }
}
