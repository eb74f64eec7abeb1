using System.Numerics.Tensors;

namespace LstmGen.Samples.VoiceActivity;

/// <summary>One stream of sound on its way through the network, frame by frame. Allocates nothing after construction.</summary>
internal sealed class VoiceStream
{
    private readonly VoiceNetwork _network;
    private readonly LstmState _state;
    private readonly float[] _samples = new float[VoiceNetwork.Context + VoiceNetwork.FrameSamples + VoiceNetwork.Mirrored];
    private readonly float[] _spectrum;
    private readonly float[][] _inputs; // of each convolution of the encoder, padded
    private readonly float[][] _sums;   // what each of them gives, before ReLU
    private readonly float[] _lstmInputs = new float[VoiceLstm.Shape.Input];
    private readonly float[] _hidden = new float[VoiceLstm.Shape.Hidden];

    public VoiceStream(VoiceNetwork network)
    {
        _network = network;
        _state = network.Lstm.CreateState();
        _spectrum = new float[network.Spectrum.OutputLength];
        _inputs = [.. network.Encoder.Select(convolution => new float[convolution.PaddedLength])];
        _sums = [.. network.Encoder.Select(convolution => new float[convolution.OutputLength])];
    }

    /// <summary>The kernels that compute the LSTM here.</summary>
    public string KernelSet => _network.Lstm.KernelSet;

    /// <summary>Back to the start of a stream: silence before it.</summary>
    public void Reset()
    {
        Array.Clear(_samples);
        _state.Reset();
    }

    /// <summary>The probability that a frame holds speech.</summary>
    /// <param name="frame">The next 512 samples, in [-1, 1).</param>
    /// <exception cref="ArgumentException">The frame has another length.</exception>
    public float Next(ReadOnlySpan<float> frame)
    {
        if (frame.Length != VoiceNetwork.FrameSamples)
        {
            throw new ArgumentException($"The frame has {frame.Length} samples; {VoiceNetwork.FrameSamples} were expected.", nameof(frame));
        }

        TakeFrame(frame);
        _network.Spectrum.Run(_samples, _spectrum);
        TakeMagnitudes(Inputs(0));
        for (int layer = 0; layer < _inputs.Length; layer++)
        {
            _network.Encoder[layer].Run(_inputs[layer], _sums[layer]);
            Span<float> next = layer + 1 < _inputs.Length ? Inputs(layer + 1) : _lstmInputs;
            TensorPrimitives.Max(_sums[layer], 0f, next); // ReLU
        }

        _network.Lstm.Step(_lstmInputs, _state, _hidden);
        TensorPrimitives.Max(_hidden, 0f, _hidden);
        float sum = TensorPrimitives.Dot<float>(_hidden, _network.FinalWeight) + _network.FinalBias;
        return 1 / (1 + MathF.Exp(-sum));
    }

    // Without its padding, which stays zero.
    private Span<float> Inputs(int layer) => _inputs[layer].AsSpan(_network.Encoder[layer].Padding, _network.Encoder[layer].InputLength);

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

    private void TakeMagnitudes(Span<float> inputs)
    {
        for (int window = 0; window < VoiceNetwork.Windows; window++)
        {
            ReadOnlySpan<float> sums = _spectrum.AsSpan(window * _network.Spectrum.OutputStride);
            ReadOnlySpan<float> cosines = sums[..VoiceNetwork.Frequencies], sines = sums.Slice(VoiceNetwork.Frequencies, VoiceNetwork.Frequencies);
            Span<float> magnitudes = inputs.Slice(window * VoiceNetwork.Frequencies, VoiceNetwork.Frequencies);
            TensorPrimitives.Multiply(sines, sines, magnitudes);
            TensorPrimitives.MultiplyAdd(cosines, cosines, magnitudes, magnitudes);
            TensorPrimitives.Sqrt(magnitudes, magnitudes);
        }
    }
}
