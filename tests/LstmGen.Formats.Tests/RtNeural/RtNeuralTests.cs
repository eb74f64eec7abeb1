using LstmGen.Formats;

namespace LstmGen.Tests.Formats.RtNeural;

public class RtNeuralTests
{
    private const string Name = "small.json";

    private static string Text => File.ReadAllText(Models.Own("RtNeural", Name));

    [Fact]
    public void Outputs_of_every_type_of_layer_are_those_of_Keras_equations()
    {
        LstmModelFile model = Expected.Check("RtNeural", "small", ".json");
        Assert.Equal("RTNeural", model.Format);
        Assert.Equal(
            [typeof(DenseAttribute), typeof(GruAttribute), typeof(DenseAttribute), typeof(LstmAttribute), typeof(DenseAttribute), typeof(DenseAttribute)],
            model.Network.Layers.Select(layer => layer.GetType()));
    }

    [Fact]
    public void Outputs_of_the_makers_own_model_are_the_makers()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Shared("rtneural", "lstm_1d.json"));
        float[] x = Models.Csv(Models.Shared("rtneural", "lstm_1d_x_python.csv"));
        Models.Close(DynamicModel.Run(model, x), Models.Csv(Models.Shared("rtneural", "lstm_1d_y_python.csv")), 2e-6f);
    }

    [Theory]
    [InlineData("\"type\": \"lstm\"", "\"type\": \"conv1d\", \"kernel_size\": [3]", "layers[5] is of type conv1d, which no class can have; ")]
    [InlineData("\"type\": \"lstm\", ", "", "layers[5] has no key type; one was expected.")]
    [InlineData("\"type\": \"lstm\", \"activation\": \"tanh\"", "\"type\": \"lstm\", \"activation\": \"relu\"", "layers[5].activation is relu; of a recurrent layer tanh was expected, ")]
    [InlineData("\"activation\": \"elu\"", "\"activation\": \"gelu\"", "layers[6].activation is gelu; tanh, relu, sigmoid, elu or softmax was expected.")]
    [InlineData("[[[0.2, 0.2, 0.2]]]", "[[[0.2, 0.3, 0.2]]]", "layers[1] is of type prelu with several slopes, which no class can have; ")]
    [InlineData("[[[0.2, 0.2, 0.2]]]", "[[[0.2, 0.2]]]", "layers[1].weights[0] has shape [1, 2]; [1, 3] was expected.")]
    [InlineData("\"epsilon\": 0.001", "\"epsilon\": -5", "layers[3].weights has a variance that is not above 0 with epsilon added; such was expected.")]
    [InlineData(", \"epsilon\": 0.001", "", "layers[3] has no key epsilon; one was expected.")]
    [InlineData("\"type\": \"prelu\"", "\"type\": \"prelu\", \"epsilon\": 1", "layers[1] is of type prelu and has an epsilon; ")]
    [InlineData("\"type\": \"prelu\"", "\"type\": \"prelu\", \"name\": \"p\"", "layers[1] has a key name that is not known; type, activation, shape, weights, epsilon were expected.")]
    [InlineData("{\"in_shape\": [null, null, 2]", "{\"in_shape\": [null, null, 3]", "layers[0].weights[0] has shape [2, 3]; [3, 3] was expected.")]
    [InlineData("{\"in_shape\": [null, null, 2]", "{\"in_shape\": [null, 2, null]", "in_shape has 3 dimensions, the last of them 0; batch, time and 1 to 65536 values were expected.")]
    [InlineData("{\"in_shape\"", "{\"shape\"", "the model has a key shape that is not known; in_shape, layers were expected.")]
    [InlineData("{\"in_shape\"", "{\"more\": {\"a\": [1]}, \"in_shape\"", "the model has a key more that is not known; in_shape, layers were expected.")]
    public void What_does_not_fit_is_named(string from, string to, string message) => Assert.StartsWith(message, Damage.Message(Text, from, to, Name), StringComparison.Ordinal);

    [Theory]
    [InlineData("[]", "layers is empty; a recurrent layer at least was expected.")]
    [InlineData("""[{"type": "dense", "shape": [1], "weights": [[[1]], [0]]}]""", "there is no recurrent layer; an LSTM or GRU at least was expected.")]
    [InlineData("""[{"type": "dense", "shape": [1], "weights": [[[1]]]}]""", "layers[0].weights has 1 arrays; 2 were expected.")]
    [InlineData("""[{"type": "dense", "shape": [1], "weights": [[[1]], [0], [0]]}]""", "layers[0].weights has 3 arrays; 2 were expected.")]
    [InlineData("""[{"type": "dense", "shape": [1]}]""", "layers[0] has no key weights; one was expected.")]
    [InlineData("""[{"type": "activation", "activation": "tanh", "shape": [1]}]""", "layers[0] is tanh of what no linear layer gives; one of a dense layer without activation, or of a recurrent layer, was expected.")]
    [InlineData("""[{"type": "gru", "shape": [1], "weights": [[[1, 1, 1]], [[1, 1, 1]], [1, 1, 1]]}]""", "layers[0].weights[2] has shape [3]; [2, 3] was expected.")]
    public void Layers_that_make_no_network_are_named(string layers, string message)
        => Assert.Equal(message, Damage.Message(System.Text.Encoding.UTF8.GetBytes($$"""{"in_shape": [null, null, 1], "layers": {{layers}}}"""), Name));

    [Fact]
    public void A_file_that_is_cut_short_is_named()
        => Assert.StartsWith("this is not valid JSON at line 1, byte ", Damage.Message(File.ReadAllBytes(Models.Own("RtNeural", Name))[..900], Name), StringComparison.Ordinal);

    [Fact]
    public void Another_beginning_is_no_known_format()
        => Assert.StartsWith("this is a file of no known format; ", Damage.Message(Text, "{\"in_shape\"", "\"in_shape\"", Name), StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_end_in_one_message() => Damage.SurvivesAnything(File.ReadAllBytes(Models.Own("RtNeural", Name)), Name);
}
