using LstmGen.Formats;

namespace LstmGen.Tests.Formats.GuitarMl;

public class GuitarMlTests
{
    private const string Name = "small_gru.json";

    private static string Text => File.ReadAllText(Models.Own("GuitarMl", Name));

    [Fact]
    public void Outputs_of_a_GRU_with_a_knob_and_a_skip_are_those_of_PyTorch()
    {
        LstmModelFile model = Expected.Check("GuitarMl", "small_gru", ".json");
        Assert.Equal("GuitarML", model.Format);
        Assert.True(model.Network.Network!.Skip);
    }

    [Fact]
    public void Outputs_of_an_LSTM_without_bias_are_those_of_PyTorch()
    {
        LstmModelFile model = Expected.Check("GuitarMl", "small_lstm", ".json");
        Assert.Equal((3, 1, false), (model.Network.Model!.Hidden, model.Network.Model.Output, model.Network.Model.Bias));
    }

    [Theory]
    [InlineData("TS9")]
    [InlineData("TS9_FullD")]
    public void Outputs_of_a_real_pedal_are_those_of_its_makers(string name)
    {
        LstmModelFile model = LstmModelFile.Load(Models.Shared("guitarml_gpl3", name + ".json"));
        SafetensorsFile proof = SafetensorsFile.Load(Models.Shared("guitarml_gpl3", name + ".io.safetensors"));
        Models.Close(DynamicModel.Run(model, proof["x"].ToFloats()), proof["y"].ToFloats(), 1e-5f);
    }

    [Theory]
    [InlineData("\"rec.weight_hh_l1\"", "\"rec.weight_hh_l2\"", "state_dict has a tensor rec.weight_hh_l2 that such a model has no use for; ")]
    [InlineData("\"lin.bias\"", "\"lin.more\"", "state_dict has a tensor lin.more that such a model has no use for; ")]
    [InlineData(", \"lin.bias\": [", ", \"lin.weight\": [", "state_dict.lin.weight has shape [1]; [1, 4] was expected.")]
    [InlineData("\"state_dict\": {", "\"state_dict\": {\"lin.bias\": [1], ", "state_dict has a tensor lin.bias twice; once was expected.")]
    [InlineData("\"unit_type\": \"GRU\"", "\"unit_type\": \"RNN\"", "model_data.unit_type is RNN; LSTM or GRU was expected.")]
    [InlineData("\"model\": \"SimpleRNN\"", "\"model\": \"WaveNet\"", "model_data.model is WaveNet; SimpleRNN was expected.")]
    [InlineData("\"skip\": 1", "\"skip\": 2", "model_data.skip is 2, of 2 inputs and 1 outputs; 0 for none, or as many as there are outputs, was expected.")]
    [InlineData("\"skip\": 1", "\"skip\": 1, \"dropout\": 0", "model_data has a key dropout that is not known; ")]
    [InlineData("\"skip\": 1, ", "", "model_data has no key skip; one was expected.")]
    [InlineData("\"hidden_size\": 4", "\"hidden_size\": 5", "state_dict.rec.weight_ih_l0 has shape [12, 2]; [15, 2] was expected.")]
    [InlineData("\"bias_fl\": true", "\"bias_fl\": 1", "model_data.bias_fl is 1; true or false was expected.")]
    [InlineData("\"bias_fl\": true", "\"bias_fl\": false", "state_dict has a tensor rec.bias_ih_l0 that such a model has no use for; ")]
    [InlineData("\"state_dict\"", "\"weights\"", "the model has a key weights that is not known; model_data, state_dict were expected.")]
    public void What_does_not_fit_is_named(string from, string to, string message) => Assert.StartsWith(message, Damage.Message(Text, from, to, Name), StringComparison.Ordinal);

    [Fact]
    public void A_missing_tensor_is_named()
    {
        string text = Text;
        int begin = text.IndexOf(", \"lin.bias\"", StringComparison.Ordinal), end = text.IndexOf(']', begin);
        Assert.Equal("state_dict has no tensor lin.bias; one was expected.", Damage.Message(text, text[begin..(end + 1)], "", Name));
    }

    [Fact]
    public void A_file_that_is_cut_short_is_named()
        => Assert.StartsWith("this is not valid JSON at line 1, byte ", Damage.Message(File.ReadAllBytes(Models.Own("GuitarMl", Name))[..900], Name), StringComparison.Ordinal);

    [Fact]
    public void Another_beginning_is_no_known_format()
        => Assert.StartsWith("this is a file of no known format; ", Damage.Message(Text, "{\"model_data\"", "(\"model_data\"", Name), StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_end_in_one_message() => Damage.SurvivesAnything(File.ReadAllBytes(Models.Own("GuitarMl", Name)), Name);
}
