using System.Numerics.Tensors;
using LstmGen.Formats;

namespace LstmGen.Samples.VoiceActivity;

/// <summary>
/// A convolution along time, as torch.nn.Conv1d, over a fixed number of positions. Inputs and outputs are [positions, channels].
/// </summary>
/// <remarks>
/// Every input value is multiplied by one contiguous span of weights and added to one contiguous span of outputs: those of all
/// output positions that see the value lie side by side, and the weights are packed in the same order, latest tap first.
/// So there are few calls, each of some hundreds of multiply-adds, and a value of 0 (what ReLU leaves) costs none.
/// </remarks>
internal sealed class Convolution
{
    private readonly int _inputChannels;
    private readonly int _outputChannels;
    private readonly int _padding;
    private readonly int _stride;
    private readonly int _positions;
    private readonly int _outputPositions;
    private readonly float[] _bias;      // [output positions, output channels]
    private readonly Range[] _reach;     // [positions]: output positions that see an input position
    private readonly float[] _weights;   // [input channels] of [stride] blocks of [taps, latest first] of [output channels]
    private readonly int[] _block;       // [stride + 1]: where a block begins, in taps
    private readonly int _taps;

    /// <summary>Packs the weights <c>{name}.weight</c> [output, input, taps] and, where there is one, <c>{name}.bias</c> [output].</summary>
    /// <exception cref="LstmFormatException">A tensor is missing or has another shape or dtype.</exception>
    public Convolution(SafetensorsFile file, string name, int inputs, int outputs, int taps, int stride, int padding, int positions, bool bias = true)
    {
        (_inputChannels, _outputChannels, _taps, _stride, _padding, _positions) = (inputs, outputs, taps, stride, padding, positions);
        _outputPositions = ((positions + (2 * padding) - taps) / stride) + 1;
        float[] weight = Tensors.Read(file, $"{name}.weight", outputs, inputs, taps);
        float[] biases = bias ? Tensors.Read(file, $"{name}.bias", outputs) : new float[outputs];
        _bias = [.. Enumerable.Range(0, _outputPositions).SelectMany(_ => biases)];
        _reach = [.. Enumerable.Range(0, positions).Select(Reach)];
        _block = new int[stride + 1];
        _weights = new float[weight.Length];
        int packed = 0;
        for (int channel = 0; channel < inputs; channel++)
        {
            for (int first = 0, seen = 0; first < stride; first++)
            {
                _block[first] = seen;
                for (int tap = LatestTap(first); tap >= 0; tap -= stride, seen++)
                {
                    for (int output = 0; output < outputs; output++)
                    {
                        _weights[packed++] = weight[(((output * inputs) + channel) * taps) + tap];
                    }
                }

                _block[first + 1] = seen;
            }
        }
    }

    /// <summary>Floats of the inputs: [positions, input channels].</summary>
    public int InputLength => _positions * _inputChannels;

    /// <summary>Floats of the outputs: [output positions, output channels].</summary>
    public int OutputLength => _outputPositions * _outputChannels;

    /// <summary>Computes the outputs.</summary>
    /// <param name="inputs">[positions, input channels].</param>
    /// <param name="outputs">[output positions, output channels], written; not the memory of the inputs.</param>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        _bias.CopyTo(outputs);
        for (int channel = 0; channel < _inputChannels; channel++)
        {
            ReadOnlySpan<float> weights = _weights.AsSpan(channel * _taps * _outputChannels, _taps * _outputChannels);

            // Positions a stride apart share a block of weights: one after the other, it stays in the nearest cache.
            for (int phase = 0; phase < Math.Min(_stride, _positions); phase++)
            {
                int first = (phase + _padding) % _stride;
                for (int position = phase; position < _positions; position += _stride)
                {
                    float value = inputs[(position * _inputChannels) + channel];
                    Range reach = _reach[position];
                    if (value == 0 || reach.Count == 0)
                    {
                        continue;
                    }

                    // The tap that the first output of the range sees the value through, and its place among those of the block.
                    int tap = position + _padding - (reach.Begin * _stride);
                    int at = _block[first] + ((LatestTap(first) - tap) / _stride);
                    int length = reach.Count * _outputChannels;
                    Span<float> sums = outputs.Slice(reach.Begin * _outputChannels, length);
                    TensorPrimitives.FusedMultiplyAdd(weights.Slice(at * _outputChannels, length), value, sums, sums);
                }
            }
        }
    }

    private int LatestTap(int first) => first + ((_taps - 1 - first) / _stride * _stride);

    private Range Reach(int position)
    {
        int begin = Math.Max(0, (position + _padding - _taps + _stride) / _stride);
        int last = Math.Min(_outputPositions - 1, (position + _padding) / _stride);
        return new Range(begin, Math.Max(0, last - begin + 1));
    }

    private readonly record struct Range(int Begin, int Count);
}
