using LstmGen.Formats;
using LstmGen.Formats.Onnx.Proto;
using Google.Protobuf;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>The tests of operators that ONNX comes with (Debian's package libonnx-testdata).</summary>
public class NodeTestFiles
{
    private const string Root = "/usr/share/libonnx-testdata/data/node";

    [Theory]
    [InlineData("lstm_defaults")]
    [InlineData("lstm_batchwise")]
    [InlineData("lstm_with_initial_bias")]
    [InlineData("lstm_with_peepholes")]
    [InlineData("gru_defaults")]
    [InlineData("gru_batchwise")]
    [InlineData("gru_seq_length")]
    [InlineData("gru_with_initial_bias")]
    public void Outputs_of_ONNX_s_own_tests(string name)
    {
        string folder = Path.Combine(Root, $"test_{name}");
        if (!Directory.Exists(folder))
        {
            Assert.Skip($"{folder} is not there.");
        }

        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
        float[] x = [];
        long[] shape = [];
        for (int at = 0; at < model.Graph.Input.Count; at++)
        {
            TensorProto tensor = Tensor(folder, $"input_{at}.pb");
            if (at == 0)
            {
                (x, shape) = (Floats(tensor), [.. tensor.Dims]);
                continue;
            }

            tensor.Name = model.Graph.Input[at].Name;
            model.Graph.Initializer.Add(tensor);
        }

        LstmModelFile read = LstmModelFile.Read(model.ToByteArray(), "model.onnx");
        bool batchFirst = name.EndsWith("batchwise", StringComparison.Ordinal);
        (int steps, int batch) = batchFirst ? ((int)shape[1], (int)shape[0]) : ((int)shape[0], (int)shape[1]);
        float[] y = ModelRun.Of(read, batchFirst ? Turned(x, batch, steps) : x, batch);
        float[] expected = Floats(Tensor(folder, "output_0.pb"));
        Models.Close(batchFirst ? Turned(y, steps, batch) : y, expected, 2e-6f);
    }

    private static float[] Turned(float[] values, int outer, int inner)
    {
        int width = values.Length / outer / inner;
        return [.. Enumerable.Range(0, inner).SelectMany(i => Enumerable.Range(0, outer).SelectMany(o => values.Skip(((o * inner) + i) * width).Take(width)))];
    }

    private static TensorProto Tensor(string folder, string file) => TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "test_data_set_0", file)));

    private static float[] Floats(TensorProto tensor) => tensor.FloatData.Count > 0 ? [.. tensor.FloatData] : System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
}
