using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>Files as they are found in the wild, compared with ONNX Runtime.</summary>
public class SharedModels
{
    private static readonly Random s_random = new(3);

    [Theory]
    [InlineData("lstm.onnx", false)]
    [InlineData("lstm_reverse.onnx", false)]
    [InlineData("lstm_bidirectional.onnx", false)]
    [InlineData("lstm_with_initial_state.onnx", true)]
    public void Burn(string name, bool states)
    {
        string path = Models.Shared("burn_onnx", name);
        LstmModelFile model = LstmModelFile.Load(path);
        float[] x = Random(5 * 2 * 4), h = states ? Random(16) : new float[16], c = states ? Random(16) : new float[16];
        Dictionary<string, float[]> expected = OnnxRun.Of(
            File.ReadAllBytes(path), [OnnxRun.Value("input", x, 5, 2, 4), .. states ? new[] { OnnxRun.Value("h_0", h, 1, 2, 8), OnnxRun.Value("c_0", c, 1, 2, 8) } : []]);
        Models.Close(ModelRun.Of(model, x, 2, states ? States((h, c)) : null), expected["output"], 2e-6f);
        Assert.NotNull(model.Network.Model);
    }

    [Fact]
    public void Dtln()
    {
        string path = Models.Shared("dtln", "model_1.onnx");
        LstmModelFile model = LstmModelFile.Load(path);
        Assert.Equal([257L, 2L], [model.Network.Network!.Input, ((LstmAttribute)model.Network.Layers[0]).Layers]);
        Assert.Equal(LstmActivation.Sigmoid, ((DenseAttribute)model.Network.Layers[1]).Activation);
        Assert.Contains(model.Notes, note => note == "h of recurrent layer 1 begins with graph input 'input_3' (place 1 of axis dimension 1 of 'input_3', place 0 of axis dimension 3 of 'input_3'): the state of a class takes its place.");

        const int Steps = 20;
        float[] x = [.. Random(Steps * 257).Select(MathF.Abs)], y = ModelRun.Of(model, x, 1), states = new float[2 * 128 * 2];
        byte[] file = File.ReadAllBytes(path);
        var expected = new List<float>();
        for (int t = 0; t < Steps; t++)
        {
            Dictionary<string, float[]> outputs = OnnxRun.Of(file, OnnxRun.Value("input_2", x[(t * 257)..((t + 1) * 257)], 1, 1, 257), OnnxRun.Value("input_3", states, 1, 2, 128, 2));
            expected.AddRange(outputs["activation_2"]);
            states = outputs["tf_op_layer_stack_2"];
        }

        Models.Close(y, [.. expected], 2e-6f);
    }

    /// <summary>The decoder inside of a network of convolutions, its LSTM in a branch: outputs are probabilities.</summary>
    [Fact]
    public void Silero()
    {
        string path = Models.Shared("silero_vad", "silero_vad_16k_op15.onnx");
        const string From = "/model/decoder/If_output_0", To = "/model/decoder/decoder/3/Sigmoid_output_0";
        LstmModelFile model = LstmModelFile.Load(path, new LstmReadOptions { From = From, To = To });

        // The values that the part begins and ends with become outputs of the graph, so that ONNX Runtime gives them.
        const int Chunks = 12;
        byte[] file = GraphMaker.WithOutputs(File.ReadAllBytes(path), From, To);
        List<float> x = [], expected = [];
        float[] state = new float[256];
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            float[] samples = [.. Enumerable.Range(0, 576).Select(at => 0.3f * MathF.Sin(0.05f * (chunk + 1) * at))];
            Dictionary<string, float[]> outputs = OnnxRun.Of(file, OnnxRun.Value("input", samples, 1, 576), OnnxRun.Value("state", state, 2, 1, 128), OnnxRun.Value("sr", [16000L]));
            x.AddRange(outputs[From]);
            expected.AddRange(outputs[To]);
            state = outputs["stateN"];
        }

        Models.Close(ModelRun.Of(model, [.. x], 1), [.. expected], 2e-6f);
        LstmFormatException whole = Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(path));
        Assert.EndsWith(": node '/model/stft/padding/Pad' (Pad) is of an operator that no class has; From and To of the options read the part of the graph without it", whole.Message, StringComparison.Ordinal);
    }

    internal static PlainStates States(params (float[] H, float[] C)[] layers)
    {
        static double[][] Rows(float[] values) => [.. values.Chunk(values.Length / 2).Select(row => Array.ConvertAll(row, value => (double)value))];
        return new([.. layers.Select(layer => Rows(layer.H))], [.. layers.Select(layer => Rows(layer.C))]);
    }

    private static float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * s_random.NextSingle()) - 1)];
}
