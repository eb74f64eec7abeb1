using System.Numerics.Tensors;

namespace LstmGen.Samples.VoiceActivity;

/// <summary>One stream of sound on its way through the network, frame by frame. Allocates nothing after construction.</summary>
internal sealed class VoiceStream
{
    private readonly VoiceNetwork _network;
    private readonly LstmState _state;
    private readonly float[] _samples = new float[VoiceNetwork.Context + VoiceNetwork.FrameSamples + VoiceNetwork.Mirrored];
    private readonly float[] _spectrum;
    private readonly float[] _magnitudes;
    private readonly float[][] _channels; // what each convolution of the encoder gives
    private readonly float[] _hidden = new float[VoiceLstm.Shape.Hidden];

    public VoiceStream(VoiceNetwork network)
    {
        _network = network;
        _state = network.Lstm.CreateState();
        _spectrum = new float[network.Spectrum.OutputLength];
        _magnitudes = new float[network.Encoder[0].InputLength];
        _channels = [.. network.Encoder.Select(convolution => new float[convolution.OutputLength])];
    }

    /// <summary>Back to the start of a stream: silence before it.</summary>
    public void Reset()
    {
        Array.Clear(_samples);
        _state.Reset();
    }

    /// <summary>The probability that a frame holds speech.</summary>
    /// <param name="frame">The next 512 samples, in [-1, 1).</param>
    public float Next(ReadOnlySpan<float> frame)
    {
        TakeFrame(frame);
        _network.Spectrum.Run(_samples, _spectrum);
        TakeMagnitudes();
        ReadOnlySpan<float> inputs = _magnitudes;
        for (int layer = 0; layer < _channels.Length; layer++)
        {
            float[] outputs = _channels[layer];
            _network.Encoder[layer].Run(inputs, outputs);
            TensorPrimitives.Max(outputs, 0f, outputs); // ReLU
            inputs = outputs;
        }

        _network.Lstm.Step(inputs, _state, _hidden);
        TensorPrimitives.Max(_hidden, 0f, _hidden);
        float sum = TensorPrimitives.Dot<float>(_hidden, _network.FinalWeight) + _network.FinalBias;
        return 1 / (1 + MathF.Exp(-sum));
    }

    // The last 64 samples of the frame before, the frame, and its end mirrored at the last sample, which is not repeated.
    private void TakeFrame(ReadOnlySpan<float> frame)
    {
        Span<float> samples = _samples;
        samples.Slice(VoiceNetwork.FrameSamples, VoiceNetwork.Context).CopyTo(samples);
        frame.CopyTo(samples.Slice(VoiceNetwork.Context, VoiceNetwork.FrameSamples));
        Span<float> mirrored = samples[^VoiceNetwork.Mirrored..];
        frame[^(VoiceNetwork.Mirrored + 1)..^1].CopyTo(mirrored);
        mirrored.Reverse();
    }

    private void TakeMagnitudes()
    {
        for (int window = 0; window < VoiceNetwork.Windows; window++)
        {
            ReadOnlySpan<float> cosines = _spectrum.AsSpan(window * 2 * VoiceNetwork.Frequencies, VoiceNetwork.Frequencies);
            ReadOnlySpan<float> sines = _spectrum.AsSpan((window * 2 * VoiceNetwork.Frequencies) + VoiceNetwork.Frequencies, VoiceNetwork.Frequencies);
            Span<float> magnitudes = _magnitudes.AsSpan(window * VoiceNetwork.Frequencies, VoiceNetwork.Frequencies);
            TensorPrimitives.Multiply(sines, sines, magnitudes);
            TensorPrimitives.MultiplyAdd(cosines, cosines, magnitudes, magnitudes);
            TensorPrimitives.Sqrt(magnitudes, magnitudes);
        }
    }
}
