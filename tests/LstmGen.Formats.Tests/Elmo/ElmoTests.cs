using System.Text.Json;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Elmo;

public class ElmoTests
{
    private const int Values = 16;

    [Theory]
    [InlineData("RNN_0", 0)]
    [InlineData("RNN_1", 1)]
    public void Outputs_of_a_direction_are_those_of_bilm(string prefix, int direction)
    {
        LstmModelFile model = LstmModelFile.Load(Models.Shared("elmo_fixture", "lm_weights.hdf5"), new() { Prefix = prefix });
        float[] rows = Array("token_embeddings.hdf5", "embedding"), expected = Array("lm_embeddings_0.hdf5", "0");
        int[] sentence = JsonSerializer.Deserialize<int[]>(File.ReadAllText(Models.Own("Elmo", "first_sentence.json")))!;
        float[] outputs = PlainSequence.Run(model, [.. sentence.SelectMany(row => rows[(row * Values)..((row + 1) * Values)])]);

        // Without the marks of the beginning and the end of the sentence.
        int length = expected.Length / 2;
        Models.Close(outputs[Values..^Values], expected[(direction * length)..((direction + 1) * length)], 1e-5f);
        Assert.Equal("ELMo", model.Format);
        Assert.Equal((64, 16, 3f, 3f, false), model.Network.Layers[0] is LstmAttribute first ? (first.Hidden, first.Projection, first.CellClip, first.ProjectionClip, first.Residual) : default);
        Assert.True(((LstmAttribute)model.Network.Layers[1]).Residual);
    }

    [Fact]
    public void Both_directions_with_sums_between_layers_are_refused()
    {
        string path = Models.Shared("elmo_fixture", "lm_weights.hdf5");
        Assert.EndsWith(
            "layers but the first add what they read (use_skip_connections) in each direction by itself, which no class has; one direction, RNN_0 forward or RNN_1 backward, as LstmReadOptions.Prefix was expected.",
            Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_are_not_there_or_not_known_are_named()
    {
        byte[] file = File.ReadAllBytes(Models.Shared("elmo_fixture", "lm_weights.hdf5"));
        Assert.Equal("there is no options.json beside the file; one, as ELMo has it, was expected.", Damage.Message(file, "elmo.hdf5"));
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "elmo.hdf5"), file);
            string Told(string options)
            {
                File.WriteAllText(Path.Combine(folder, "options.json"), options);
                return Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(Path.Combine(folder, "elmo.hdf5"))).Message[(folder.Length + 1)..];
            }

            Assert.Equal("options.json: there is no entry 'lstm'; one was expected.", Told("{}"));
            Assert.StartsWith("options.json: layer 'lstm', LSTM, has the option 'dropout', which is not known; ", Told("""{"lstm": {"dropout": 1}}"""), StringComparison.Ordinal);
            Assert.StartsWith("options.json: there are 3 layers of 64 units projected to 16; the 2 layers of the weights, ", Told("""{"lstm": {"n_layers": 3, "dim": 64, "projection_dim": 16}}"""), StringComparison.Ordinal);
            Assert.EndsWith("the weights 'RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/W_0' F32 [32, 256] have another shape; [16, 256] was expected.", Told("""{"lstm": {"n_layers": 2, "dim": 64, "projection_dim": 8}}"""), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[] Array(string file, string name)
    {
        var bytes = new ModelBytes(file, File.ReadAllBytes(Models.Shared("elmo_fixture", file)));
        return new Hdf5Array(Hdf5File.Open(bytes, bytes.Content).Root.Child(name)!).Named(name).Floats(bytes);
    }
}
