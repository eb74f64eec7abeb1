using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Formats;
using LstmGen.Samples.VoiceActivity;
using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Benchmarks.Voice;

/// <summary>A stream through the network in ONNX Runtime. States are carried on without a copy: two bindings take turns.</summary>
internal sealed class OnnxRuntimeVoice : IDisposable
{
    private readonly OrtSession _session;
    private readonly OrtTensor _sound;
    private readonly OrtTensor _probability;
    private readonly OrtIoBinding[] _bindings;
    private int _calls;

    internal OnnxRuntimeVoice(SafetensorsFile file)
    {
        Details = OrtSession.Version();
        _session = new(VoiceOnnx.Write(file), threads: 1);
        _sound = _session.Create(1, 1, VoiceNetwork.Context + VoiceNetwork.FrameSamples);
        _probability = _session.Create(1, 1, 1);
        OrtTensor[] states = [.. Enumerable.Range(0, 4).Select(_ => _session.Create(1, 1, VoiceLstm.Shape.Hidden))];
        _bindings = [Bind(states[0], states[1], states[2], states[3]), Bind(states[2], states[3], states[0], states[1])];
    }

    /// <summary>The version of ONNX Runtime.</summary>
    internal string Details { get; }

    /// <summary>The probability that the next frame holds speech.</summary>
    internal float Next(ReadOnlySpan<float> frame)
    {
        Span<float> sound = _sound.Floats;
        sound[VoiceNetwork.FrameSamples..].CopyTo(sound);
        frame.CopyTo(sound[VoiceNetwork.Context..]);
        _session.Run(_bindings[_calls++ & 1]);
        return _probability.Floats[0];
    }

    public void Dispose() => _session.Dispose();

    private OrtIoBinding Bind(OrtTensor hiddenIn, OrtTensor cellIn, OrtTensor hiddenOut, OrtTensor cellOut)
        => _session.Bind(
            [(VoiceOnnx.Sound, _sound.Value), (VoiceOnnx.HiddenIn, hiddenIn.Value), (VoiceOnnx.CellIn, cellIn.Value)],
            [(VoiceOnnx.Probability, _probability.Value), (VoiceOnnx.HiddenOut, hiddenOut.Value), (VoiceOnnx.CellOut, cellOut.Value)]);
}
