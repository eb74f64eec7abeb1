using LstmGen.Formats;

namespace LstmGen.Tests.Formats.AidaX;

public class AidaXTests
{
    private const string Name = "skip_knob.json";

    private static string Text => File.ReadAllText(Models.Own("AidaX", Name));

    [Theory]
    [InlineData("no_skip", 1f, 1f)]
    [InlineData("skip_inverse", 1f, 1f)]
    [InlineData("skip_knob", 1f, 2.1134890f)]
    [InlineData("skip_tanh", 1.3335214f, 1.5848932f)]
    [InlineData("no_skip_tanh", 1f, 0.6309573f)]
    public void Gains_go_into_weights_where_they_can(string name, float inputGain, float outputGain)
    {
        LstmModelFile model = Expected.Check("AidaX", name, ".json");
        Assert.Equal("AIDA-X", model.Format);
        Assert.Equal(inputGain, model.InputGain, 1e-6f);
        Assert.Equal(outputGain, model.OutputGain, 1e-6f);
        Assert.Equal("48000", model.Metadata["metadata.samplerate"]);
        Models.Close(DynamicModel.Run(model, model.Proof!.Inputs.Span), model.Proof.Outputs.Span, 2e-6f);
    }

    [Theory]
    [InlineData("\"in_skip\": 1", "\"in_skip\": 2", "in_skip is 2; a whole number from 0 to 1 was expected.")]
    [InlineData("\"in_gain\": 2.5", "\"in_gain\": \"2.5\"", "in_gain is the text '2.5'; a finite number was expected.")]
    [InlineData("\"in_gain\": 2.5", "\"in_gain\": 900", "weights are too large for F32 once what scales them is multiplied in; finite ones were expected.")]
    [InlineData("\"input_batch\": [", "\"input_batch\": [0, ", "input_batch has 33 samples and output_batch 32; as many were expected.")]
    [InlineData("\"metadata\": {", "\"metadata\": 3, \"more\": {", "metadata is 3; an object was expected.")]
    [InlineData("\"type\": \"lstm\"", "\"type\": \"conv1d\"", "layers[0] is of type conv1d, which no class can have; ")]
    [InlineData("\"metadata\"", "\"more\"", "the model has a key more that is not known; in_shape, layers, in_skip, ")]
    [InlineData("\"in_shape\"", "\"shape\"", "the model has a key shape that is not known; in_shape, layers, in_skip, ")]
    public void What_does_not_fit_is_named(string from, string to, string message) => Assert.StartsWith(message, Damage.Message(Text, from, to, Name), StringComparison.Ordinal);

    [Fact]
    public void Outputs_that_the_network_does_not_give_are_named_with_both_values()
    {
        string text = Text, first = text[(text.IndexOf("\"output_batch\": [", StringComparison.Ordinal) + 17)..].Split(',')[0];
        string message = Damage.Message(text, $"\"output_batch\": [{first}", "\"output_batch\": [0.25", Name);
        Assert.StartsWith("output_batch[0] is 0.25, but the network gives ", message, StringComparison.Ordinal);
        Assert.Contains(first[..6], message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_short_is_named()
        => Assert.StartsWith("this is not valid JSON at line 1, byte ", Damage.Message(File.ReadAllBytes(Models.Own("AidaX", Name))[..900], Name), StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_end_in_one_message() => Damage.SurvivesAnything(File.ReadAllBytes(Models.Own("AidaX", Name)), Name);
}
