namespace LstmGen.Samples.VoiceActivity;

/// <summary>
/// Joins probabilities to segments of speech: one begins with a frame at or over the threshold, and ends where the probability
/// stays 0.15 below it for 100 ms (a pause for breath is no end).
/// </summary>
internal sealed class SpeechSegments(double threshold)
{
    private const double Hysteresis = 0.15;
    private const double ShortestSilence = 0.1;

    private double? _begin;
    private double? _silence; // since when

    /// <summary>Takes the next frame.</summary>
    /// <param name="begin">Seconds from the start of the stream.</param>
    /// <param name="end">Seconds from the start of the stream.</param>
    /// <param name="probability">Of speech in the frame.</param>
    /// <returns>The segment that has just ended, if one has.</returns>
    public (double Begin, double End)? Next(double begin, double end, double probability)
    {
        if (probability >= threshold)
        {
            (_begin, _silence) = (_begin ?? begin, null);
        }
        else if (_begin is not null && probability < threshold - Hysteresis)
        {
            _silence ??= begin;
            if (end - _silence >= ShortestSilence)
            {
                return Close(_silence.Value);
            }
        }

        return null;
    }

    /// <summary>Ends the stream.</summary>
    /// <returns>The segment that goes on to its end, if one does.</returns>
    public (double Begin, double End)? Finish(double end) => _begin is null ? null : Close(_silence ?? end);

    private (double Begin, double End) Close(double end)
    {
        double begin = _begin!.Value;
        (_begin, _silence) = (null, null);
        return (begin, end);
    }
}
