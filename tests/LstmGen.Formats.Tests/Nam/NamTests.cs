using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Nam;

public class NamTests
{
    private const string Name = "small.nam";

    private static string Text => File.ReadAllText(Models.Own("Nam", Name));

    [Fact]
    public void Outputs_are_those_of_PyTorch()
    {
        LstmModelFile model = Expected.Check("Nam", "small", ".nam");
        Assert.Equal("NAM", model.Format);
        Assert.Equal((3, 2, 2, 2), (model.Network.Model!.Hidden, model.Network.Model.Layers, model.Network.Model.Input, model.Network.Model.Output));
        Assert.True(model.Network.Model.LearnedInitialState);
        Assert.Equal("48000", model.Metadata["sample_rate"]);
        Assert.Equal("""{"year": 2026}""", model.Metadata["metadata.date"]);
    }

    [Fact]
    public void Outputs_of_a_real_amplifier_are_those_of_its_makers()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Shared("nam", "lstm_h3.nam"));
        SafetensorsFile proof = SafetensorsFile.Load(Models.Shared("nam", "lstm_h3.io.safetensors"));
        Models.Close(DynamicModel.Run(model, proof["x"].ToFloats()), proof["y"].ToFloats(), 1e-5f);
    }

    [Theory]
    [InlineData("\"architecture\": \"LSTM\"", "\"architecture\": \"WaveNet\"", "architecture is WaveNet, which is not recurrent; LSTM was expected.")]
    [InlineData("\"version\": \"0.5.4\"", "\"version\": \"1.0.0\"", "version is 1.0.0; 0.5 to 0.7 were expected.")]
    [InlineData("\"hidden_size\": 3", "\"hidden_size\": 4", "weights has 176 numbers; the 282 of 2 layers with 4 units, 2 inputs and 2 outputs were expected.")]
    [InlineData("\"weights\": [", "\"weights\": [0.5, ", "weights has 177 numbers; the 176 of 2 layers with 3 units, 2 inputs and 2 outputs were expected.")]
    [InlineData("\"weights\": [", "\"weights\": [1e39, ", "weights is 1e39; a finite number was expected.")]
    [InlineData("\"weights\": [", "\"weights\": [\"1\", ", "weights is the text '1'; a finite number was expected.")]
    [InlineData("\"weights\": [", "\"weights\": [[2], ", "weights is empty, or has arrays of several lengths or depths; numbers in arrays of one length were expected.")]
    [InlineData("\"num_layers\": 2", "\"layers\": 2", "config has a key layers that is not known; input_size, hidden_size, num_layers, in_channels, out_channels were expected.")]
    [InlineData("\"num_layers\": 2, ", "", "config has no key num_layers; one was expected.")]
    [InlineData("\"num_layers\": 2", "\"num_layers\": 2.5", "config.num_layers is 2.5; a whole number from 1 to 16 was expected.")]
    [InlineData("\"num_layers\": 2", "\"num_layers\": 2, \"num_layers\": 2", "config has the key num_layers twice; once was expected.")]
    [InlineData("\"in_channels\": 2", "\"in_channels\": 1", "config.in_channels is 1; the 2 of config.input_size were expected.")]
    [InlineData("\"sample_rate\"", "\"rate\"", "the model has a key rate that is not known; version, metadata, architecture, config, weights, sample_rate were expected.")]
    [InlineData("\"weights\"", "\"sample_rates\"", "the model has a key sample_rates that is not known; version, metadata, architecture, config, weights, sample_rate were expected.")]
    [InlineData("\"name\": \"small\"", "\"name\": \"small\", \"name\": 1", "metadata has the key name twice; once was expected.")]
    [InlineData("\"name\": \"small\"", "\"name\": \"\\ud800\"", "metadata has text that is not valid Unicode.")]
    public void What_does_not_fit_is_named(string from, string to, string message) => Assert.Equal(message, Damage.Message(Text, from, to, Name));

    [Fact]
    public void A_file_that_is_cut_short_is_named()
        => Assert.StartsWith("this is not valid JSON at line 1, byte 901, or it is cut short: ", Damage.Message(File.ReadAllBytes(Models.Own("Nam", Name))[..900], Name), StringComparison.Ordinal);

    [Fact]
    public void Another_beginning_is_no_known_format()
        => Assert.StartsWith("this is a file of no known format; ", Damage.Message(Text, "{\"version\"", "[\"version\"", Name), StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_end_in_one_message() => Damage.SurvivesAnything(File.ReadAllBytes(Models.Own("Nam", Name)), Name);
}
