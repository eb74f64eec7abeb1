using LstmGen.Formats;

namespace LstmGen.Tests.Formats.TorchJson;

public class TorchJsonTests
{
    private const string Name = "small.json";

    private static string Text => File.ReadAllText(Models.Own("TorchJson", Name));

    [Fact]
    public void Outputs_of_several_modules_are_those_of_PyTorch()
    {
        LstmModelFile model = Expected.Check("TorchJson", "small", ".json");
        Assert.Equal([typeof(LstmAttribute), typeof(LstmAttribute), typeof(DenseAttribute)], model.Network.Layers.Select(layer => layer.GetType()));
    }

    [Fact]
    public void Outputs_of_the_makers_own_model_are_the_makers()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Shared("rtneural", "lstm_torch.json"));
        float[] x = Models.Csv(Models.Shared("rtneural", "lstm_torch_x_python.csv"));
        Models.Close(DynamicModel.Run(model, x), Models.Csv(Models.Shared("rtneural", "lstm_torch_y_python.csv")), 2e-6f);
    }

    [Theory]
    [InlineData("\"lstm2.weight_hh_l1\"", "\"lstm2.weight_hh_l7\"", "lstm2.weight_hh_l")]
    [InlineData("\"dense.bias\"", "\"conv.weight\"", "conv.weight")]
    [InlineData("\"dense.bias\"", "\"dense.weight\"", "the state_dict has a tensor dense.weight twice, ")]
    [InlineData("\"dense.bias\": [", "\"dense.bias\": [true, ", "dense.bias is true; a finite number was expected.")]
    [InlineData("\"dense.bias\": [", "\"dense.bias\": [1, ", "dense.bias")]
    public void What_does_not_fit_is_named(string from, string to, string message) => Assert.Contains(message, Damage.Message(Text, from, to, Name), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_cut_short_is_named()
        => Assert.StartsWith("this is not valid JSON at line 1, byte ", Damage.Message(File.ReadAllBytes(Models.Own("TorchJson", Name))[..900], Name), StringComparison.Ordinal);

    [Fact]
    public void Another_beginning_is_no_known_format()
        => Assert.StartsWith("this is a file of no known format; ", Damage.Message(Text, "{\"lstm.weight_ih_l0\"", "[\"lstm.weight_ih_l0\"", Name), StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_end_in_one_message() => Damage.SurvivesAnything(File.ReadAllBytes(Models.Own("TorchJson", Name)), Name);
}
