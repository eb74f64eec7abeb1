using LstmGen.Formats;
using LstmGen.Samples.VoiceActivity;

namespace LstmGen.Samples.Tests.VoiceActivity;

/// <summary>The network in double, as its definition says it, with plain loops and none of the sample's code.</summary>
internal sealed class ReferenceVoice(SafetensorsFile file)
{
    private const int Hidden = 128;

    private readonly double[] _hidden = new double[Hidden];
    private readonly double[] _cell = new double[Hidden];
    private double[] _context = new double[64];

    internal double Next(float[] frame)
    {
        double[] chunk = [.. _context, .. frame.Select(sample => (double)sample)];
        _context = chunk[^64..];
        double[] mirrored = [.. chunk, .. Enumerable.Range(0, 64).Select(n => chunk[chunk.Length - 2 - n])];

        double[,] sums = Convolve(Row(mirrored), "stft_conv", stride: 128, padding: 0);
        var signal = new double[129, sums.GetLength(1)];
        for (int k = 0; k < 129; k++)
        {
            for (int t = 0; t < signal.GetLength(1); t++)
            {
                signal[k, t] = Math.Sqrt((sums[k, t] * sums[k, t]) + (sums[k + 129, t] * sums[k + 129, t]));
            }
        }

        (string Name, int Stride)[] layers = [("conv1", 1), ("conv2", 2), ("conv3", 2), ("conv4", 1)];
        foreach ((string name, int stride) in layers)
        {
            signal = Convolve(signal, name, stride, padding: 1);
            Relu(signal);
        }

        Assert.Equal((128, 1), (signal.GetLength(0), signal.GetLength(1)));
        Cell([.. Enumerable.Range(0, 128).Select(channel => signal[channel, 0])]);
        float[] weight = file["final_conv.weight"].ToFloats();
        double sum = file["final_conv.bias"].ToFloats()[0];
        for (int unit = 0; unit < Hidden; unit++)
        {
            sum += Math.Max(0, _hidden[unit]) * weight[unit];
        }

        return Sigmoid(sum);
    }

    private static double[,] Row(double[] values)
    {
        var row = new double[1, values.Length];
        for (int t = 0; t < values.Length; t++)
        {
            row[0, t] = values[t];
        }

        return row;
    }

    private double[,] Convolve(double[,] input, string name, int stride, int padding)
    {
        SafetensorsTensor weight = file[name + ".weight"];
        float[] values = weight.ToFloats();
        float[]? bias = file.TryGet(name + ".bias", out SafetensorsTensor? tensor) ? tensor.ToFloats() : null;
        (int outputs, int inputs, int taps) = ((int)weight.Shape[0], (int)weight.Shape[1], (int)weight.Shape[2]);
        int length = input.GetLength(1);
        var result = new double[outputs, ((length + (2 * padding) - taps) / stride) + 1];
        for (int output = 0; output < outputs; output++)
        {
            for (int at = 0; at < result.GetLength(1); at++)
            {
                double sum = bias?[output] ?? 0;
                for (int channel = 0; channel < inputs; channel++)
                {
                    for (int tap = 0; tap < taps; tap++)
                    {
                        int t = (at * stride) + tap - padding;
                        sum += t >= 0 && t < length ? input[channel, t] * values[(((output * inputs) + channel) * taps) + tap] : 0;
                    }
                }

                result[output, at] = sum;
            }
        }

        return result;
    }

    private static void Relu(double[,] signal)
    {
        for (int channel = 0; channel < signal.GetLength(0); channel++)
        {
            for (int t = 0; t < signal.GetLength(1); t++)
            {
                signal[channel, t] = Math.Max(0, signal[channel, t]);
            }
        }
    }

    private void Cell(double[] input)
    {
        float[] weightIh = file["lstm_cell.weight_ih"].ToFloats(), weightHh = file["lstm_cell.weight_hh"].ToFloats();
        float[] biasIh = file["lstm_cell.bias_ih"].ToFloats(), biasHh = file["lstm_cell.bias_hh"].ToFloats();
        double[] before = [.. _hidden];
        double Gate(int gate, int unit)
        {
            int row = (gate * Hidden) + unit;
            double sum = (double)biasIh[row] + biasHh[row];
            for (int k = 0; k < Hidden; k++)
            {
                sum += (weightIh[(row * Hidden) + k] * input[k]) + (weightHh[(row * Hidden) + k] * before[k]);
            }

            return sum;
        }

        for (int unit = 0; unit < Hidden; unit++)
        {
            _cell[unit] = (Sigmoid(Gate(1, unit)) * _cell[unit]) + (Sigmoid(Gate(0, unit)) * Math.Tanh(Gate(2, unit)));
            _hidden[unit] = Sigmoid(Gate(3, unit)) * Math.Tanh(_cell[unit]);
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
