using System.Globalization;
using LstmGen.Formats;

namespace LstmGen.Samples.Amp;

/// <summary>A model file that sound goes through, block by block, as an audio callback hands it over. Nothing is allocated after the constructor.</summary>
internal sealed class Amplifier
{
    private const int AssumedRate = 44_100; // GuitarML's, whose files do not say

    private delegate void Network(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs);

    private readonly Network _network;
    private readonly LstmState _state;
    private readonly float[] _inputs;
    private readonly float _inputGain;
    private readonly float _outputGain;
    private readonly int _features;

    /// <param name="model">The file.</param>
    /// <param name="knobs">Values of the inputs after the first, 0 to 1.</param>
    /// <param name="block">Samples of the longest block.</param>
    /// <param name="inputGain">Multiplied with what goes in, 1 for nothing.</param>
    /// <param name="outputGain">The same of what comes out.</param>
    /// <exception cref="InputException">The model is none of a sound, or has other knobs.</exception>
    public Amplifier(LstmModelFile model, IReadOnlyList<float> knobs, int block, float inputGain, float outputGain)
    {
        var any = new LstmDynamic(model.Network, model.Weights);
        if (any.Shape.OutputSize != 1 || !any.CanStep)
        {
            throw new InputException($"{model.Source}: the model gives {any.Shape.OutputSize} values a step{(any.CanStep ? "" : " and reads from the end")}; one a step, in the order of time, was expected.");
        }

        _features = any.Shape.Input;
        if (knobs.Count != _features - 1)
        {
            throw new InputException($"{model.Source}: the model has {_features - 1} knobs; as many --knob were expected, not {knobs.Count}.");
        }

        IsCompiled = any.Shape == Preamp.Shape;
        if (IsCompiled)
        {
            var compiled = new Preamp(model.Weights);
            (_network, _state) = (compiled.Run, compiled.CreateState());
        }
        else
        {
            (_network, _state) = (any.Run, any.CreateState());
        }

        _inputs = new float[block * _features];
        for (int at = 0; at < _inputs.Length; at++)
        {
            _inputs[at] = at % _features == 0 ? 0 : knobs[(at % _features) - 1] * model.InputGain;
        }

        (_inputGain, _outputGain) = (inputGain * model.InputGain, outputGain * model.OutputGain);
        Rate = RateOf(model);
    }

    /// <summary>Samples a second.</summary>
    public int Rate { get; }

    /// <summary>Whether a class was compiled for this shape.</summary>
    public bool IsCompiled { get; }

    /// <summary>Runs half a second of silence, so that the first sample meets the state that an amplifier is in.</summary>
    public void WarmUp(int block)
    {
        float[] silence = new float[block], ignored = new float[block];
        for (int at = 0; at < Rate / 2; at += block)
        {
            Process(silence, ignored);
        }
    }

    /// <summary>The next samples.</summary>
    public void Process(ReadOnlySpan<float> samples, Span<float> outputs)
    {
        for (int at = 0; at < samples.Length; at++)
        {
            _inputs[at * _features] = samples[at] * _inputGain;
        }

        _network(_inputs.AsSpan(0, samples.Length * _features), _state, outputs);
        foreach (ref float value in outputs)
        {
            value *= _outputGain;
        }
    }

    private static int RateOf(LstmModelFile model)
    {
        foreach (string key in new[] { "sample_rate", "metadata.samplerate", "samplerate" })
        {
            if (model.Metadata.TryGetValue(key, out string? words))
            {
                return double.TryParse(words, CultureInfo.InvariantCulture, out double rate) && rate is >= 8000 and <= 384_000
                    ? (int)rate
                    : throw new InputException($"{model.Source}: {key} is {words}; 8,000 to 384,000 samples a second were expected.");
            }
        }

        Console.Error.WriteLine($"note: {model.Source} does not say how many samples a second it is for; {AssumedRate} are assumed.");
        return AssumedRate;
    }
}
