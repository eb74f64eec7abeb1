using LstmGen.Formats;

namespace LstmGen.Samples.VoiceActivity;

/// <summary>The recurrent part of the network.</summary>
[LstmModel(hidden: 128, input: 128)]
public sealed partial class VoiceLstm;

/// <summary>The same with weights of 16 bits.</summary>
[LstmModel(hidden: 128, input: 128, Weights = LstmNumbers.Int16)]
public sealed partial class VoiceLstmInt16;

/// <summary>The same with weights of 8 bits.</summary>
[LstmModel(hidden: 128, input: 128, Weights = LstmNumbers.Int8)]
public sealed partial class VoiceLstmInt8;

/// <summary>
/// Silero VAD at 16 kHz: the probability that a frame of 32 ms holds speech. These are the weights, which never change; what
/// a stream remembers from frame to frame is a <see cref="VoiceStream"/>.
/// </summary>
/// <remarks>
/// 64 samples of the frame before, 512 new ones and 64 mirrored at the end -> spectrum of 4 windows of 256 samples (stft_conv, magnitude)
/// -> four convolutions of 3 taps with ReLU, which leave one position of 128 channels -> LSTM -> ReLU -> a weighted sum -> sigmoid.
/// </remarks>
internal sealed class VoiceNetwork
{
    public const int Rate = 16_000;
    public const int FrameSamples = 512;
    public const int Context = 64;
    public const int Mirrored = 64;
    public const int Frequencies = 129;
    public const int Windows = 4;

    /// <summary>Takes the tensors of a file such as silero_vad_16k.safetensors.</summary>
    /// <exception cref="LstmFormatException">A tensor is missing or is not what was expected.</exception>
    public VoiceNetwork(SafetensorsFile file, LstmNumbers numbers = LstmNumbers.Single)
    {
        Spectrum = new(file, "stft_conv", inputs: 1, outputs: 2 * Frequencies, taps: 256, stride: 128, padding: 0, Context + FrameSamples + Mirrored, bias: false);
        Encoder =
        [
            new(file, "conv1", inputs: Frequencies, outputs: 128, taps: 3, stride: 1, padding: 1, positions: Windows),
            new(file, "conv2", inputs: 128, outputs: 64, taps: 3, stride: 2, padding: 1, positions: Windows),
            new(file, "conv3", inputs: 64, outputs: 64, taps: 3, stride: 2, padding: 1, positions: 2),
            new(file, "conv4", inputs: 64, outputs: VoiceLstm.Shape.Input, taps: 3, stride: 1, padding: 1, positions: 1),
        ];
        LstmWeights weights = LstmWeights.From(file, prefix: "lstm_cell.");
        Lstm = numbers switch
        {
            LstmNumbers.Int16 => VoiceCell.Of(new VoiceLstmInt16(weights)),
            LstmNumbers.Int8 => VoiceCell.Of(new VoiceLstmInt8(weights)),
            _ => VoiceCell.Of(new VoiceLstm(weights)),
        };
        FinalWeight = Tensors.Read(file, "final_conv.weight", 1, VoiceLstm.Shape.Hidden, 1);
        FinalBias = Tensors.Read(file, "final_conv.bias", 1)[0];
        LeftOver.Refuse(file, name => name is "stft_conv.weight" or "final_conv.weight" or "final_conv.bias" || name.StartsWith("lstm_cell.", StringComparison.Ordinal)
            || (name.StartsWith("conv", StringComparison.Ordinal) && name[4..] is ['1' or '2' or '3' or '4', .. ".weight" or ".bias"]));
    }

    /// <summary>Windows of the frame to cosine and sine sums of each: [4, 2 x 129].</summary>
    public Convolution Spectrum { get; }

    /// <summary>From magnitudes [4, 129] to the input of the LSTM [128].</summary>
    public Convolution[] Encoder { get; }

    public VoiceCell Lstm { get; }

    /// <summary>[128].</summary>
    public float[] FinalWeight { get; }

    public float FinalBias { get; }
}
