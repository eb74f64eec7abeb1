using NAudio.Dsp;

namespace LstmGen.Samples.Digits;

/// <summary>Sound as the ear takes it: the logarithm of the energy in bands of the mel scale, for frames of 32 ms every 16 ms.</summary>
internal static class LogMel
{
    public const int Rate = 8000, Bands = 24, Frame = 256, Hop = 128;

    private const int Power = 8; // of two: the frame
    private const double Lowest = 80, Highest = 4000, Floor = 1e-6;

    private static readonly float[] s_window = [.. Enumerable.Range(0, Frame).Select(n => (float)FastFourierTransform.HannWindow(n, Frame))];
    private static readonly double[] s_edges = [.. Enumerable.Range(0, Bands + 2).Select(n => Hertz(Mel(Lowest) + ((Mel(Highest) - Mel(Lowest)) * n / (Bands + 1))) * Frame / Rate)];

    public static int Frames(int samples) => samples < Frame ? 0 : ((samples - Frame) / Hop) + 1;

    /// <summary>The bands of the frame that starts with the first of these samples.</summary>
    public static void Write(ReadOnlySpan<float> samples, Span<float> bands)
    {
        Span<Complex> spectrum = stackalloc Complex[Frame];
        for (int n = 0; n < Frame; n++)
        {
            spectrum[n] = new Complex { X = samples[n] * s_window[n] };
        }

        FastFourierTransform.FFT(true, Power, spectrum);
        for (int band = 0; band < Bands; band++)
        {
            (double low, double middle, double high) = (s_edges[band], s_edges[band + 1], s_edges[band + 2]);
            double energy = 0;
            for (int bin = (int)Math.Ceiling(low); bin < high; bin++)
            {
                double weight = bin < middle ? (bin - low) / (middle - low) : (high - bin) / (high - middle);
                energy += weight * ((spectrum[bin].X * (double)spectrum[bin].X) + (spectrum[bin].Y * (double)spectrum[bin].Y));
            }

            bands[band] = (float)Math.Log(Floor + (Frame * energy));
        }
    }

    private static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));

    private static double Hertz(double mel) => 700 * (Math.Exp(mel / 1127) - 1);
}
