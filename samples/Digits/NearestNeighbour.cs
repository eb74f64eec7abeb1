namespace LstmGen.Samples.Digits;

/// <summary>The baseline: the digit of the recording that is nearest, each as 20 frames of its bands less their mean.</summary>
internal sealed class NearestNeighbour(Recording[] known)
{
    private const int Frames = 20;

    private readonly (int Digit, float[] Shape)[] _known = [.. known.Select(one => (one.Digit, Shape(one.Samples)))];

    public int Digit(float[] sound)
    {
        float[] shape = Shape(sound);
        return _known.MinBy(one => one.Shape.Zip(shape, (a, b) => (a - b) * (a - b)).Sum()).Digit;
    }

    private static float[] Shape(float[] sound)
    {
        float[] bands = Utterances.Features(sound, scaler: null), shape = new float[Frames * LogMel.Bands];
        float mean = bands.Average();
        int last = (bands.Length / LogMel.Bands) - 1;
        for (int n = 0; n < shape.Length; n++)
        {
            double at = (double)last * (n / LogMel.Bands) / (Frames - 1);
            int frame = Math.Min((int)at, Math.Max(last - 1, 0)), next = Math.Min(frame + 1, last), band = n % LogMel.Bands;
            shape[n] = (float)(((1 - (at - frame)) * bands[(frame * LogMel.Bands) + band]) + ((at - frame) * bands[(next * LogMel.Bands) + band])) - mean;
        }

        return shape;
    }
}
