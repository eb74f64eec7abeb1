using System.IO.Compression;
using System.Text;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Keras;

public class KerasTests
{
    [Theory]
    [InlineData("stack.h5", "stack")]
    [InlineData("stack_latest.h5", "stack")]
    [InlineData("stack_gzip.h5", "stack")]
    [InlineData("stack_gzip_latest.h5", "stack")]
    [InlineData("stack_cut.h5", "stack")]
    [InlineData("functional.h5", "stack")]
    [InlineData("both.keras", "both")]
    [InlineData("merge_sum.h5", "merge_sum")]
    [InlineData("merge_mul.h5", "merge_mul")]
    [InlineData("merge_ave.h5", "merge_ave")]
    [InlineData("tokens.h5", "tokens")]
    [InlineData("backward.h5", "backward")]
    [InlineData("cudnn.h5", "cudnn")]
    [InlineData("cudnn_weights.h5", "cudnn")]
    [InlineData("cudnn_gru.h5", "cudnn_gru")]
    [InlineData("normed.h5", "normed")]
    [InlineData("weights.h5", "weights")]
    public void Outputs_are_those_of_the_equations_of_Keras(string file, string expected)
    {
        LstmModelFile model = Expected.CheckSequence("Keras", file, expected);
        Assert.Equal("Keras", model.Format);
    }

    [Fact]
    public void Options_are_those_of_the_layers()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own("Keras", "stack.h5"));
        Assert.Equal(LstmOutputs.Last, model.Network.Network!.Outputs);
        Assert.Equal("2.3.1", model.Metadata["keras_version"]);
        Assert.Equal((LstmActivation.HardSigmoid, LstmActivation.Softsign, LstmActivation.Softsign), model.Network.Layers[1] is LstmAttribute lstm ? (lstm.GateActivation, lstm.CandidateActivation, lstm.OutputActivation) : default);
        Assert.Equal(LstmActivation.HardSigmoidSixth, LstmModelFile.Load(Models.Own("Keras", "both.keras")).Network.Layers[0] is LstmAttribute three ? three.GateActivation : default);
    }

    [Fact]
    public void What_a_program_must_do_is_told()
    {
        Assert.Equal("Layer 'masking' masks steps of which all values are 0: RunMasked takes such a mask.", Assert.Single(LstmModelFile.Load(Models.Own("Keras", "both.keras")).Notes));
        Assert.Equal("Layer 'embedding' masks steps whose token is 0: RunMasked takes such a mask.", Assert.Single(LstmModelFile.Load(Models.Own("Keras", "tokens.h5")).Notes));
        Assert.Equal("Layer 'fast' is stateful: a state that is carried from run to run does that.", Assert.Single(LstmModelFile.Load(Models.Own("Keras", "cudnn.h5")).Notes));
        Assert.Contains("Layer 'lstm' is assumed to have the activations that Keras 2.2.4 gives it unless told otherwise, hard_sigmoid and tanh.", LstmModelFile.Load(Models.Own("Keras", "weights.h5")).Notes);
    }

    [Fact]
    public void Layers_that_follow_one_that_goes_backwards_read_backwards()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own("Keras", "backward.h5"));
        Assert.All(model.Network.Layers, layer => Assert.Equal(LstmDirection.Reverse, ((LstmAttribute)layer).Direction));
    }

    [Fact]
    public void Weights_of_a_network_with_attention_are_named_or_chosen()
    {
        string path = Models.Shared("textgenrnn", "textgenrnn_weights.hdf5");
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(path));
        Assert.EndsWith("tensor 'attention.attention_W' F32 [356, 1] is of no layer that a class can have; those of LSTMs, GRUs, linear layers and vectors of tokens were expected. LstmReadOptions.Prefix chooses what to read: 'rnn_1.', 'rnn_2.' would be recurrent layers alone.", error.Message, StringComparison.Ordinal);
        LstmModelFile model = LstmModelFile.Load(path, new() { Prefix = "rnn_" });
        Assert.Equal([(100, 128)], model.Network.Layers.Take(1).Select(layer => (model.Network.Network!.Input, ((LstmAttribute)layer).Hidden)));
        Assert.Contains("Layer 'rnn_1' is one of CuDNN, as its 1024 biases show.", model.Notes);
        Assert.Contains("What layers without weights do is not in the file: 'input', 'rnn_concat'.", model.Notes);
    }

    [Theory]
    [InlineData("\"class_name\": \"LSTM\"", "\"class_name\": \"LSTX\"", "layer 'lstm', LSTX, is of a class that no class of LstmGen can have; ")]
    [InlineData("\"return_sequences\": true", "\"return_sequences\": 1   ", "layer 'lstm', LSTM, has the option return_sequences = 1; true or false was expected.")]
    [InlineData("\"return_sequences\": true", "\"return_sequencez\": true", "layer 'lstm', LSTM, has the option 'return_sequencez', which is not known; units, ")]
    [InlineData("\"recurrent_activation\": \"sigmoid\"", "\"recurrent_activation\": \"softmax\"", "layer 'lstm', LSTM, has softmax as recurrent_activation; one of a value by itself was expected.")]
    [InlineData("\"activation\": \"tanh\"", "\"activation\": \"selu\"", "layer 'lstm', LSTM, has the activation 'selu' as activation, which no class has; linear, ")]
    [InlineData("\"units\": 3", "\"units\": 4", "layer 'lstm', LSTM, has the weights 'lstm/kernel:0' F32 [2, 12]; [2, 16] were expected.")]
    [InlineData("\"units\": 3", "\"units\": 0", "layer 'lstm', LSTM, has the option units = 0; a whole number from 1 to 4096 was expected.")]
    [InlineData("\"return_state\": false", "\"return_state\": true ", "layer 'lstm', LSTM, has return_state = true, and so several outputs; one was expected.")]
    [InlineData("\"return_sequences\": true", "\"return_sequences\": null", "layer 'lstm_1', LSTM, reads one row of values, since a layer before it has return_sequences = false or is a pooling; a sequence was expected.")]
    [InlineData("\"name\": \"lstm\"", "\"name\": \"lstn\"", "layer 'lstn', LSTM, has no weights in the file; those of the layers 'lstm', 'dropout', 'lstm_1', 'dense' are there.")]
    [InlineData("\"use_bias\": true", "\"use_bias\": null", "layer 'lstm', LSTM, has the weights 'lstm/bias:0' F32 [12], which are too many; 'kernel', 'recurrent_kernel' were expected.", "\"use_bias\": false")]
    [InlineData("\"class_name\": \"Sequential\"", "\"class_name\": \"Subclassed\"", "the configuration is of the class 'Subclassed'; a Sequential or Functional model was expected.")]
    [InlineData("\"class_name\": \"Sequential\"", "\"class_name\"; \"Sequential\"", "the attribute 'model_config' is not valid JSON: ")]
    public void What_no_class_can_have_is_named(string from, string to, string message, string? instead = null)
        => Assert.StartsWith(message, Damage.Message(Changed("stack_gzip.h5", from, instead ?? to), "stack.h5"), StringComparison.Ordinal);

    [Fact]
    public void Weights_that_are_missing_or_too_many_are_named()
    {
        Assert.Equal("there are no weights 'lstm/bias:0' in the group of the layer 'lstm', whose 'weight_names' has them.", Damage.Message(Renamed("bias:0\0", "bias:9\0"), "stack.h5"));
        Assert.Equal("layer 'lstm', LSTM, has the weights 'lstm/recurrent_karnel:0' F32 [3, 12] where 'recurrent_kernel' were expected.", Damage.Message(Renamed("recurrent_kernel:0", "recurrent_karnel:0"), "stack.h5"));
        byte[] archive = File.ReadAllBytes(Models.Own("Keras", "both.keras"));
        string Told(string from, string to) => Damage.Message(Archives.With(archive, "config.json", config => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(config).Replace(from, to, StringComparison.Ordinal))), "both.keras");
        Assert.StartsWith("there are weights of a layer 'masking' that the configuration does not have; ", Told("\"class_name\": \"Masking\", \"config\": {\"name\": \"masking\", \"mask_value\": 0.0", "\"class_name\": \"Dropout\", \"config\": {\"name\": \"masking\", \"rate\": 0.0"), StringComparison.Ordinal);
        Assert.StartsWith("layer 'timed', TimeDistributed, wraps another layer than Dense", Told("\"class_name\": \"Dense\"", "\"class_name\": \"Conv1D\""), StringComparison.Ordinal);
        Assert.StartsWith("layer 'bidirectional', Bidirectional, has merge_mode = 'None'", Told("\"merge_mode\": \"concat\"", "\"merge_mode\": null"), StringComparison.Ordinal);
        Assert.StartsWith("layer 'timed', TimeDistributed, reads 'masking', as 'bidirectional' does; one reader was expected", Told("[\"bidirectional\", 0, 0]", "[\"masking\", 0, 0]"), StringComparison.Ordinal);
        Assert.StartsWith("layer 'leaky', LeakyReLU, has the option 'slope', which is not known", Told("negative_slope", "slope"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_damaged_are_named()
    {
        byte[] file = File.ReadAllBytes(Models.Own("Keras", "stack.h5")), archive = File.ReadAllBytes(Models.Own("Keras", "both.keras"));
        Assert.StartsWith($"the HDF5 file is cut off: it should have {file.Length} bytes, and has 9000.", Damage.Message(file[..9000], "stack.h5"), StringComparison.Ordinal);
        Assert.Equal("this is no HDF5 file: it begins with the bytes 884844460D0A1A0A; 894844460D0A1A0A was expected.", Damage.Message([0x88, .. file[1..]], "stack.h5"));
        Assert.Equal("this is no file of Keras: it begins with the bytes 51504B03; a zip archive, 504B0304, was expected.", Damage.Message([0x51, .. archive], "both.keras"));
        Assert.StartsWith("the archive has no directory at its end", Damage.Message(archive[..^100], "both.keras"), StringComparison.Ordinal);
        Assert.StartsWith("the archive has no entry 'config.json'", Damage.Message(Archives.Of(CompressionLevel.NoCompression, ("model.weights.h5", file)), "both.keras"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_of_a_file_that_describes_itself_is_refused()
    {
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(Models.Own("Keras", "stack.h5"), new() { Prefix = "lstm" }));
        Assert.EndsWith("stack.h5: the file says what its network is; a description of it or a prefix was not expected (LstmReadOptions).", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stack.h5")]
    [InlineData("stack_gzip.h5")]
    [InlineData("stack_gzip_latest.h5")]
    [InlineData("tokens.h5")]
    [InlineData("weights.h5")]
    public void Any_bytes_end_in_one_message(string name) => Damage.SurvivesAnything(File.ReadAllBytes(Models.Own("Keras", name)), name);

    /// <summary>A file whose configuration is a text of the file's heap, in which the first of something stands for something else, as long.</summary>
    private static byte[] Changed(string name, string from, string to)
    {
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(Models.Own("Keras", name)));
        int at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at > 0);
        int surplus = to.Length - from.Length;
        if (surplus > 0)
        {
            // Another option of the layer makes room.
            int room = text.IndexOf("\"unit_forget_bias\": true, ", at, StringComparison.Ordinal);
            const int Length = 26;
            return Archives.Latin(text[..at] + to + text[(at + from.Length)..room] + new string(' ', Length - surplus) + text[(room + Length)..]);
        }

        return Archives.Latin(text[..at] + to + new string(' ', -surplus) + text[(at + from.Length)..]);
    }

    private static byte[] Renamed(string from, string to)
    {
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(Models.Own("Keras", "stack.h5")));
        Assert.Contains(from, text, StringComparison.Ordinal);
        return Archives.Latin(from.EndsWith('\0') ? ReplaceLink(text, from, to) : text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>The name of a link of the first layer, not its name in a list.</summary>
    private static string ReplaceLink(string text, string from, string to)
    {
        int at = text.IndexOf("\0" + from, StringComparison.Ordinal) + 1;
        return text[..at] + to + text[(at + from.Length)..];
    }
}
