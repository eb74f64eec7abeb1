using System.Text;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Safetensors;

public class SafetensorsTests
{
    private static readonly SafetensorsTensor[] s_layer =
    [
        Tensor("weight_ih_l0", 12, 2), Tensor("weight_hh_l0", 12, 3), Tensor("bias_ih_l0", 12), Tensor("bias_hh_l0", 12),
    ];

    [Fact]
    public void The_LSTM_of_a_larger_network_gives_its_states()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Shared("silero_vad", "silero_vad_16k.safetensors"), new() { Prefix = "lstm_cell." });
        SafetensorsFile proof = SafetensorsFile.Load(Models.Shared("silero_vad", "lstm_cell_io.safetensors"));
        Assert.Equal((128, 128, "safetensors"), (model.Network.Model!.Hidden, model.Network.Model.Input, model.Format));
        Models.Close(PlainSequence.Run(model, proof["x"].ToFloats()), proof["h"].ToFloats(), 1e-5f);
    }

    [Fact]
    public void What_is_beside_that_LSTM_is_named()
    {
        string path = Models.Shared("silero_vad", "silero_vad_16k.safetensors");
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(path));
        Assert.Matches("tensor '[a-z0-9_]*conv[0-9]?\\..*' F32 .* is of no layer that a class can have; .* LstmReadOptions.Prefix chooses what to read: 'lstm_cell.' would be recurrent layers alone.$", error.Message);
    }

    [Fact]
    public void What_LstmGen_wrote_is_read_with_its_metadata()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            SafetensorsWriter.Write(path, [.. s_layer, Tensor("head.weight", 2, 3), Tensor("head.bias", 2), Tensor("series_offset", 2), Tensor("series_scale", 2)], new Dictionary<string, string> { ["made"] = "here" });
            LstmModelFile model = LstmModelFile.Load(path);
            Assert.Equal((3, 2, 2, "here"), (model.Network.Model!.Hidden, model.Network.Model.Input, model.Network.Model.Output, model.Metadata["made"]));
            Assert.Contains(model.Notes, note => note.Contains("SeriesScaler.From reads it", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("weight_ih_l0", "weight_ix_l0", "tensor 'weight_ih_l0' is missing; it was expected beside 'weight_ix_l0' F32 [12, 2].")]
    [InlineData("bias_hh_l0", "bias_hx_l0", "tensor 'bias_hh_l0' is missing; [12] was expected beside 'weight_ih_l0' F32 [12, 2].")]
    [InlineData("bias_hh_l0", "bias_hh_l1", "tensor 'bias_hh_l0' is missing; [12] was expected beside 'weight_ih_l0' F32 [12, 2].")]
    [InlineData("bias_hh_l0", "a.variance", "tensor 'bias_hh_l0' is missing; [12] was expected beside 'weight_ih_l0' F32 [12, 2].")]
    [InlineData("\"F32\",\"shape\":[12]", "\"I32\",\"shape\":[12]", "tensor 'bias_ih_l0' I32 [12]; elements of F32, F16, BF16 or F64 were expected.")]
    public void What_does_not_fit_is_named(string from, string to, string message)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        SafetensorsWriter.Write(path, s_layer);
        byte[] file = File.ReadAllBytes(path);
        File.Delete(path);
        string text = Encoding.Latin1.GetString(file);
        int at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at > 0, text[..200]);
        Assert.Equal(message, Damage.Message(Archives.Latin(text[..at] + to + text[(at + from.Length)..]), "made.safetensors"));
    }

    [Fact]
    public void A_file_that_is_cut_off_or_of_another_kind_is_named()
    {
        Assert.Equal("this is an array of NumPy (npy); in Python, safetensors.numpy.save_file({name: array}, \"model.safetensors\") writes arrays; a safetensors file was expected.", Damage.Message([0x93, .. "NUMPY\u0001\0v\0{'descr'"u8], "made.safetensors"));
        Assert.NotEmpty(Damage.Message([200, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'"'], "made.safetensors"));
    }

    private static SafetensorsTensor Tensor(string name, params long[] shape)
        => SafetensorsTensor.FromFloats(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, each) => product * each)).Select(at => MathF.Sin(at))]);
}
