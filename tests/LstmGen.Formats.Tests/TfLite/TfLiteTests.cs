using System.Buffers.Binary;
using LstmGen.Formats;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LstmGen.Tests.Formats.TfLite;

public class TfLiteTests
{
    private const string Lstm = "tfl.unidirectional_sequence_lstm";

    [Fact]
    public void Outputs_with_every_option_are_those_of_the_equations()
    {
        LstmModelFile model = Check("full");
        LstmModelAttribute attribute = model.Network.Model!;
        Assert.Equal((0.6f, 0.5f, LstmNorm.Gates, 1e-8f), (attribute.CellClip, attribute.ProjectionClip, attribute.Norm, attribute.NormEpsilon));
        Assert.Equal("TensorFlow Lite", model.Format);
    }

    [Fact]
    public void Outputs_of_the_last_step_are_those_of_the_equations()
    {
        LstmModelFile model = Check("last");
        Assert.Equal(LstmOutputs.Last, model.Network.Network!.Outputs);
        var lstm = (LstmAttribute)model.Network.Layers[0];
        Assert.Equal((LstmCoupledGates.InputFromForget, LstmActivation.Relu, LstmActivation.Relu, true), (lstm.CoupledGates, lstm.CandidateActivation, lstm.OutputActivation, lstm.Peepholes));
    }

    [Fact]
    public void Outputs_of_integer_and_half_weights_are_those_of_the_equations()
        => Assert.Contains("Weights of the file are integers with scales; the class has them as floats.", Check("small_weights").Notes);

    [Fact]
    public void Outputs_of_both_directions_are_those_of_the_equations() => Check("both");

    [Theory]
    [InlineData("trained_lstm.tflite")]
    [InlineData("trained_lstm_int8.tflite")]
    public void A_real_digit_is_seen_with_the_head_that_reads_all_steps(string name)
    {
        string folder = Path.GetDirectoryName(Models.Shared("tflm_mnist_lstm", name))!;
        LstmModelFile model = LstmModelFile.Load(Path.Combine(folder, name), new LstmReadOptions { To = Lstm });
        float[] pixels = GrayPicture.Read(Path.Combine(folder, "sample0.png"));
        float[] h = DynamicModel.Run(model, pixels);
        (float[] weight, float[] bias) = Head(Path.Combine(folder, name));
        double[] scores = [.. Enumerable.Range(0, 10).Select(digit => bias[digit] + Enumerable.Range(0, 560).Sum(at => (double)weight[(560 * digit) + at] * h[at]))];
        double sum = scores.Sum(Math.Exp);
        double[] probabilities = [.. scores.Select(score => Math.Exp(score) / sum)];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', probabilities.Select(each => each.ToString("F3"))));
        Assert.Equal(0, Array.IndexOf(probabilities, probabilities.Max()));
    }

    [Fact]
    public void A_head_that_reads_all_steps_at_once_is_named()
    {
        string path = Models.Shared("tflm_mnist_lstm", "trained_lstm.tflite");
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(path));
        Assert.EndsWith("operator RESHAPE (model/sequential/flatten/Reshape) makes [1, 560] of [1, 28, 20] in a way that no class can; "
            + "axes of length 1 that come or go, steps and sequences exchanged, or the last step, were expected.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model_1.tflite", 2e-6f)]
    [InlineData("model_quant_1.tflite", 0.1f)]
    public void Outputs_of_a_real_denoiser_are_those_of_its_onnx_file(string name, float tolerance)
    {
        LstmModelFile model = LstmModelFile.Load(Models.Shared("dtln", name));
        Assert.Contains("States are inputs and outputs of the graph; a state of the class holds them.", model.Notes);
        var random = new Random(3);
        float[] x = [.. Enumerable.Range(0, 60 * 257).Select(_ => MathF.Abs(random.NextSingle() - 0.3f))];
        using var session = new InferenceSession(Models.Shared("dtln", "model_1.onnx"));
        string[] inputs = [.. session.InputMetadata.Keys];
        var states = new DenseTensor<float>(new[] { 1, 2, 128, 2 });
        var expected = new List<float>();
        for (int step = 0; step < 60; step++)
        {
            var sample = new DenseTensor<float>(x.AsMemory(step * 257, 257), new[] { 1, 1, 257 });
            using var outputs = session.Run([NamedOnnxValue.CreateFromTensor(inputs[0], sample), NamedOnnxValue.CreateFromTensor(inputs[1], states)]);
            expected.AddRange(outputs[0].AsTensor<float>());
            states = outputs[1].AsTensor<float>().ToDenseTensor();
        }

        Models.Close(DynamicModel.Run(model, x), [.. expected], tolerance);
    }

    [Theory]
    [InlineData(2, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y) lacks input 2, a matrix of the forget gate; one was expected.")]
    [InlineData(3, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y) lacks input 3, input weights of the cell gate; one was expected beside the others.")]
    [InlineData(1, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y) has input 12, bias of the input gate; none was expected beside the others.")]
    [InlineData(12, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y) lacks input 12, bias of the input gate; one was expected beside the others.")]
    [InlineData(16, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y) has 5 units and 3 values of h, but no projection; one was expected.")]
    [InlineData(11, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y) lacks input 11, the peephole of the output gate; one was expected beside the others.")]
    [InlineData(22, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y) lacks input 22, layer normalisation of the cell gate; one was expected beside the others.")]
    [InlineData(19, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y) begins with c of input 19, which is no variable; one was expected, which is zeros at first.")]
    public void A_missing_tensor_is_named(int input, string message) => Assert.Equal(message, Changed("full", input, -1));

    [Theory]
    [InlineData(17, 6, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y) has a bias of the projection, which no class has; none was expected.")]
    [InlineData(17, 90, "an operator names tensor 90 of 24; one of these was expected.")]
    [InlineData(5, 2, "operator UNIDIRECTIONAL_SEQUENCE_LSTM (y): recurrent weights of the input gate (lstm.proj) has shape [3, 5]; [5, 3] was expected.")]
    public void A_tensor_too_many_or_of_another_shape_is_named(int input, int tensor, string message) => Assert.Equal(message, Changed("full", input, tensor));

    [Fact]
    public void An_unknown_operator_is_named()
    {
        byte[] content = File.ReadAllBytes(Models.Own("TfLite", "last.tflite"));
        var model = new TfLiteModel(new ModelBytes("x", content));
        int softmax = Enumerable.Range(0, model.OperatorCount).Single(index => model.Kind(index) == TfLiteOperators.Softmax);
        Assert.Equal("operator SOFTMAX (y)", model.Describe(softmax));

        // The code of SOFTMAX stands in a table of 12 bytes behind its offset: the byte of old schemas, the version, the number.
        int at = content.AsSpan().IndexOf((ReadOnlySpan<byte>)[25, 0, 0, 0, 1, 0, 0, 0, 25, 0, 0, 0]);
        (content[at], content[at + 8]) = (3, 3);
        Assert.Equal(
            "operator CONV_2D (y) is none that a class can have; an LSTM, FULLY_CONNECTED, activations and operators that only move axes were expected.",
            Damage.Message(content, "last.tflite"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(900)]
    [InlineData(2000)]
    public void A_file_that_is_cut_short_is_named(int length)
    {
        string message = Damage.Message(File.ReadAllBytes(Models.Own("TfLite", "full.tflite"))[..length], "full.tflite");
        Assert.StartsWith(length < 8 ? "this is a file of no known format; " : $"the file is damaged or cut short: an offset leads out of its {length} bytes", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_beginning_is_no_known_format()
    {
        byte[] content = File.ReadAllBytes(Models.Own("TfLite", "full.tflite"));
        content[7] = (byte)'2';
        Assert.StartsWith("this is a file of no known format; ", Damage.Message(content, "full.tflite"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("last")]
    [InlineData("small_weights")]
    [InlineData("both")]
    public void Any_bytes_end_in_one_message(string name) => Damage.SurvivesAnything(File.ReadAllBytes(Models.Own("TfLite", name + ".tflite")), name + ".tflite");

    private static LstmModelFile Check(string name) => Expected.Check("TfLite", name, ".tflite");

    /// <summary>The message for a file of which the LSTM reads another tensor.</summary>
    private static string Changed(string name, int input, int tensor)
    {
        byte[] content = File.ReadAllBytes(Models.Own("TfLite", name + ".tflite"));
        int[] inputs = new TfLiteModel(new ModelBytes("x", content)).Inputs(0);
        byte[] bytes = new byte[4 * inputs.Length];
        Buffer.BlockCopy(inputs, 0, bytes, 0, bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(content.AsSpan().IndexOf(bytes) + (4 * input)), tensor);
        return Damage.Message(content, name + ".tflite");
    }

    private static (float[] Weight, float[] Bias) Head(string path)
    {
        var file = ModelBytes.Load(path);
        var model = new TfLiteModel(file);
        var constants = new TfLiteConstants(file, model);
        int dense = Enumerable.Range(0, model.OperatorCount).Single(index => model.Kind(index) == TfLiteOperators.FullyConnected);
        return (constants.Floats(model.Inputs(dense)[1], "weight", 10, 560), constants.Floats(model.Inputs(dense)[2], "bias", 10));
    }
}
