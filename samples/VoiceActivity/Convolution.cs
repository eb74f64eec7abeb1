using LstmGen.Formats;

namespace LstmGen.Samples.VoiceActivity;

/// <summary>
/// A convolution along time, as torch.nn.Conv1d, over a fixed number of positions: 1, 2 or a multiple of 4 outputs.
/// </summary>
/// <remarks>
/// Inputs are [positions, channels] between zeros, so that what an output position sees is one
/// contiguous span, and the convolution a product of matrices whose rows overlap. Weights are packed in panels of some output
/// channels, each [taps x input channels, channels of the panel]: a tile of outputs stays in registers while it runs through its
/// panel once. A call of TensorPrimitives for every input value, with the sums in memory, took three times as long.
/// </remarks>
internal sealed class Convolution
{
    private readonly int _columns; // outputs, whole panels
    private readonly int _panel;
    private readonly int _depth;   // multiply-adds of an output
    private readonly int _first;   // input value that the first output's first tap sees
    private readonly int _step;    // input values from what one output sees to what the next one does
    private readonly int _rows;
    private readonly float[] _bias;
    private readonly float[] _weights;

    /// <summary>Packs the weights <c>{name}.weight</c> [outputs, inputs, taps] and, where there is one, <c>{name}.bias</c> [outputs].</summary>
    /// <exception cref="LstmFormatException">A tensor is missing or has another shape or dtype.</exception>
    public Convolution(SafetensorsFile file, string name, int inputs, int outputs, int taps, int stride, int padding, int positions, bool bias = true)
    {
        (Padding, _step) = (padding * inputs, stride * inputs);
        _rows = ((positions + (2 * padding) - taps) / stride) + 1;
        _panel = Tiles.Panel(_rows);
        _columns = (outputs + _panel - 1) / _panel * _panel;
        InputLength = positions * inputs;
        PaddedLength = (positions + (2 * padding)) * inputs;

        // A single output has taps that see nothing but padding.
        int firstTap = _rows == 1 ? padding : 0;
        int lastTap = _rows == 1 ? Math.Min(taps, padding + positions) : taps;
        (_first, _depth) = (firstTap * inputs, (lastTap - firstTap) * inputs);
        float[] weight = Tensors.Read(file, $"{name}.weight", outputs, inputs, taps);
        _bias = new float[_columns];
        if (bias)
        {
            Tensors.Read(file, $"{name}.bias", outputs).CopyTo(_bias, 0);
        }

        _weights = new float[_columns * _depth];
        for (int output = 0; output < outputs; output++)
        {
            for (int k = 0; k < _depth; k++)
            {
                (int tap, int input) = (firstTap + (k / inputs), k % inputs);
                _weights[(((output / _panel * _depth) + k) * _panel) + (output % _panel)] = weight[(((output * inputs) + input) * taps) + tap];
            }
        }
    }

    /// <summary>Zeros before and after the inputs.</summary>
    public int Padding { get; }

    /// <summary>Floats of the inputs without the padding.</summary>
    public int InputLength { get; }

    /// <summary>Floats of the inputs with the padding.</summary>
    public int PaddedLength { get; }

    /// <summary>Floats from one output position to the next: the output channels, filled up to whole panels.</summary>
    public int OutputStride => _columns;

    /// <summary>Floats of the outputs: [output positions, <see cref="OutputStride"/>].</summary>
    public int OutputLength => _rows * _columns;

    /// <summary>Computes the outputs.</summary>
    /// <param name="padded">[padding + positions + padding, input channels].</param>
    /// <param name="outputs">[output positions, <see cref="OutputStride"/>], written.</param>
    public void Run(ReadOnlySpan<float> padded, Span<float> outputs)
    {
        if (padded.Length != PaddedLength || outputs.Length != OutputLength)
        {
            throw new ArgumentException($"{padded.Length} inputs and {outputs.Length} outputs; {PaddedLength} and {OutputLength} were expected.");
        }

        for (int column = 0; column < _columns; column += _panel)
        {
            ReadOnlySpan<float> weights = _weights.AsSpan(column * _depth, _panel * _depth);
            ReadOnlySpan<float> bias = _bias.AsSpan(column, _panel);
            switch (_rows)
            {
                case 1:
                    Tiles.One(padded.Slice(_first, _depth), weights, bias, outputs[column..]);
                    break;
                case 2:
                    Tiles.Two(padded, _step, _depth, weights, bias, outputs[column..], _columns);
                    break;
                default:
                    for (int row = 0; row < _rows; row += 4)
                    {
                        Tiles.Four(padded[(row * _step)..], _step, _depth, weights, bias, outputs[((row * _columns) + column)..], _columns);
                    }

                    break;
            }
        }
    }
}
