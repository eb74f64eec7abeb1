using LstmGen.Formats;
using LstmGen.Formats.Onnx.Proto;
using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>Graphs around a layer, as exporters write them, compared with ONNX Runtime.</summary>
public class GraphTests
{
    private const int Steps = 5, Batch = 2;

    /// <summary>What stands before the layer, or after it, and what ONNX Runtime gives for it.</summary>
    public static TheoryData<string> Graphs => new(s_graphs.Keys);

    private static readonly Dictionary<string, (long Opset, Action<GraphMaker> Make)> s_graphs = new()
    {
        ["tf2onnx: reshape around a dense layer"] = (13, maker =>
        {
            string flat = maker.Node("Reshape", ["X", maker.Ints("flat", -1, 3)], ["x2"]);
            string dense = maker.Node("Add", [maker.Node("MatMul", [flat, maker.Weights("K", 3, 3)], ["xk"]), maker.Weights("k", 3)], ["xb"]);
            string shape = maker.Node("Concat", [maker.Node("Slice", [maker.Node("Shape", ["X"], ["sx"]), maker.Ints("zero", 0), maker.Ints("two", 2)], ["s2"]), maker.Ints("three", 3)], ["s3"], ("axis", 0));
            Layer(maker, maker.Node("Reshape", [maker.Node("Tanh", [dense], ["xt"]), shape], ["x3"]));
            maker.Node("Squeeze", ["H", maker.Ints("one", 1)], ["Y"]);
        }),
        ["keras2onnx: axes as attributes, transposed outputs"] = (11, maker =>
        {
            Layer(maker, "X");
            maker.Node("Transpose", ["H"], ["t"], ("perm", new long[] { 2, 1, 0, 3 }));
            maker.Node("Squeeze", ["t"], ["Y"], ("axes", new long[] { 1 }));
        }),
        ["scale and shift before and after"] = (14, maker =>
        {
            string scaled = maker.Node("Div", [maker.Node("Sub", ["X", maker.Weights("mean", 3)], ["xm"]), maker.Floats("two", [], 2)], ["xd"]);
            Layer(maker, scaled);
            string dense = Dense(maker, maker.Node("Mul", [Flat(maker), maker.Weights("gain", 4)], ["hg"]), 4, 2, "d");
            maker.Node("Neg", [maker.Node("Mul", [maker.Floats("half", [1], 0.5f), dense], ["dh"])], ["Y"]);
        }),
        ["an activation of h"] = (14, maker =>
        {
            Layer(maker, "X");
            Dense(maker, maker.Node("Relu", [Flat(maker)], ["hr"]), 4, 2, "d", "Y");
        }),
        ["softmax of an older opset"] = (11, maker =>
        {
            Layer(maker, "X");
            maker.Node("Softmax", [Flat(maker, attribute: true)], ["Y"], ("axis", 2));
        }),
        ["two layers of one direction each"] = (14, maker =>
        {
            Layer(maker, "X");
            Layer(maker, "X", "reverse", "_back");
            maker.Node("Concat", [Flat(maker), Flat(maker, "_back")], ["Y"], ("axis", -1));
        }),
        ["last steps of both directions"] = (14, maker =>
        {
            Layer(maker, "X", "bidirectional");
            string h = maker.Node("Split", ["Hn", maker.Ints("ones", 1, 1)], ["h0", "h1"], ("axis", 0));
            maker.Graph.Node[^1].Output.Clear();
            maker.Graph.Node[^1].Output.AddRange(["h0", "h1"]);
            string side = maker.Node("Squeeze", [h, maker.Ints("zero", 0)], ["s0"]), other = maker.Node("Squeeze", ["h1", "zero"], ["s1"]);
            Dense(maker, maker.Node("Concat", [side, other], ["hs"], ("axis", 1)), 8, 2, "d", "Y");
        }),
        ["a residual dense layer"] = (14, maker =>
        {
            Layer(maker, "X");
            string h = Flat(maker);
            maker.Node("Add", [maker.Node("Tanh", [Dense(maker, h, 4, 4, "d")], ["dt"]), h], ["Y"]);
        }),
        ["a branch that is taken, with a size that is known"] = (14, maker =>
        {
            Layer(maker, "X");
            var then = new GraphMaker(14);
            then.Node("Squeeze", ["H", "one"], ["in"]);
            then.Output("in");
            var otherwise = new GraphMaker(14);
            otherwise.Node("Identity", ["H"], ["out"]);
            otherwise.Output("out");
            maker.Ints("one", 1);
            string size = maker.Node("Gather", [maker.Node("Shape", ["H"], ["sh"]), maker.Ints("at", [], [1])], ["sz"]);
            maker.Node("If", [maker.Node("Equal", [size, maker.Ints("eins", [], [1])], ["eq"])], ["Y"], ("then_branch", then.Graph), ("else_branch", otherwise.Graph));
        }),
        ["zeros of a shape, repeated"] = (14, maker =>
        {
            string batch = maker.Node("Gather", [maker.Node("Shape", ["X"], ["sx"]), maker.Ints("at", 1)], ["b"]);
            string shape = maker.Node("Concat", [maker.Ints("one", 1), batch, maker.Ints("four", 4)], ["shape"], ("axis", 0));
            string zeros = maker.Node("ConstantOfShape", [shape], ["zeros"]);
            string expanded = maker.Node("Expand", [maker.Floats("z", [1, 1, 4], 0, 0, 0, 0), shape], ["expanded"]);
            maker.Node("LSTM", ["X", maker.Weights("W", 1, 16, 3), maker.Weights("R", 1, 16, 4), "", "", zeros, expanded], ["H", "Hn"], ("hidden_size", 4));
            Flat(maker, to: "Y");
        }),
        ["batch normalisation of h, channels second"] = (14, maker =>
        {
            Layer(maker, "X");
            string turned = maker.Node("Transpose", [Flat(maker)], ["t"], ("perm", new long[] { 1, 2, 0 }));
            string normal = maker.Node("BatchNormalization", [turned, maker.Weights("s", 4), maker.Weights("b", 4), maker.Weights("m", 4), maker.Floats("v", [4], 1, 2, 0.5f, 3)], ["n"]);
            Dense(maker, maker.Node("Transpose", [normal], ["t2"], ("perm", new long[] { 2, 0, 1 })), 4, 2, "d", "Y");
        }),
        ["a convolution of one place"] = (14, maker =>
        {
            Layer(maker, "X");
            string turned = maker.Node("Transpose", [Flat(maker)], ["t"], ("perm", new long[] { 1, 2, 0 }));
            string convolved = maker.Node("Conv", [turned, maker.Weights("k", 2, 4, 1), maker.Weights("kb", 2)], ["conv"], ("kernel_shape", new long[] { 1 }));
            maker.Node("Transpose", [convolved], ["Y"], ("perm", new long[] { 2, 0, 1 }));
        }),
        ["every activation of a dense layer"] = (14, maker =>
        {
            Layer(maker, "X");
            string value = Flat(maker);
            (string, (string, object)[])[] functions =
            [
                ("Softsign", []), ("Softplus", []), ("HardSigmoid", [("alpha", 0.3f), ("beta", 0.4f)]), ("ThresholdedRelu", [("alpha", 0.1f)]), ("Elu", [("alpha", 0.7f)]), ("LeakyRelu", []), ("Sigmoid", []),
            ];
            for (int at = 0; at < functions.Length; at++)
            {
                value = maker.Node(functions[at].Item1, [Dense(maker, value, 4, 4, $"d{at}")], [at == functions.Length - 1 ? "Y" : $"f{at}"], functions[at].Item2);
            }
        }),
        ["Gemm of the last step"] = (14, maker =>
        {
            Layer(maker, "X");
            string last = maker.Node("Gather", [Flat(maker), maker.Ints("at", [], [-1])], ["last"], ("axis", 0));
            maker.Node("Gemm", [last, maker.Weights("G", 2, 4), maker.Weights("g", 2)], ["Y"], ("transB", 1), ("alpha", 0.5f), ("beta", 2f));
        }),
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void A_graph_computes_what_ONNX_Runtime_computes(string name)
    {
        (long opset, Action<GraphMaker> make) = s_graphs[name];
        var maker = new GraphMaker(opset, name.Length);
        maker.Input("X", -1, -1, 3);
        make(maker);
        maker.Output("Y");
        float[] x = maker.Random(Steps * Batch * 3);
        float[] expected = OnnxRun.Of(maker.Bytes, OnnxRun.Value("X", x, Steps, Batch, 3))["Y"];
        LstmModelFile model = LstmModelFile.Read(maker.Bytes, "graph.onnx");
        float[] y = ModelRun.Of(model, x, Batch);
        Models.Close(y, name.StartsWith("keras2onnx", StringComparison.Ordinal) ? expected.Length > 0 ? TimeFirst(expected) : [] : expected, 2e-6f);
    }

    /// <summary>layout of opset 14 and later, which ONNX Runtime does not run: the same with transposes.</summary>
    [Theory]
    [InlineData("LSTM", 4)]
    [InlineData("GRU", 3)]
    public void Batches_first(string type, int gates)
    {
        GraphMaker Made(bool batchFirst)
        {
            var maker = new GraphMaker(14, 5);
            maker.Input("X", Batch, -1, 3);
            string x = batchFirst ? "X" : maker.Node("Transpose", ["X"], ["x"], ("perm", new long[] { 1, 0, 2 }));
            maker.Node(type, [x, maker.Weights("W", 2, gates * 4, 3), maker.Weights("R", 2, gates * 4, 4)], ["H"], [("hidden_size", 4), ("direction", "bidirectional"), .. batchFirst ? new[] { ("layout", (object)1) } : []]);
            maker.Node("Transpose", ["H"], ["Y"], ("perm", batchFirst ? [1, 0, 2, 3] : new long[] { 0, 2, 1, 3 }));
            maker.Output("Y");
            return maker;
        }

        float[] x = Made(true).Random(Batch * Steps * 3);
        float[] timeFirst = [.. Enumerable.Range(0, Steps).SelectMany(t => Enumerable.Range(0, Batch).SelectMany(b => x.Skip(((b * Steps) + t) * 3).Take(3)))];
        float[] expected = OnnxRun.Of(Made(false).Bytes, OnnxRun.Value("X", x, Batch, Steps, 3))["Y"];
        Models.Close(ModelRun.Of(LstmModelFile.Read(Made(true).Bytes, "layout.onnx"), timeFirst, Batch), expected, 2e-6f);
    }

    /// <summary>Opset 1, and weights as whole bytes, halves and in the fields of their type: the same numbers as of a file of today.</summary>
    [Theory]
    [InlineData("opset 1")]
    [InlineData("float_data")]
    [InlineData("float16")]
    [InlineData("bfloat16")]
    [InlineData("bfloat16 raw")]
    [InlineData("double_data")]
    public void Weights_of_every_type(string kind)
    {
        var maker = new GraphMaker(14, 9);
        maker.Input("X", -1, -1, 3);
        Layer(maker, "X");
        maker.Output("H");
        foreach (TensorProto tensor in maker.Graph.Initializer)
        {
            // Few bits, which every type holds.
            float[] values = [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray().Select(value => MathF.Round(value * 64) / 64)];
            tensor.MergeFrom(GraphMaker.Tensor("", [], values));
            tensor.Name = tensor.Dims[^1] == 3 ? "W" : "R";
        }

        float[] x = maker.Random(Steps * Batch * 3), expected = OnnxRun.Of(maker.Bytes, OnnxRun.Value("X", x, Steps, Batch, 3))["H"];
        if (kind == "opset 1")
        {
            maker.Model.OpsetImport[0].Version = 1;
            maker.Graph.Node[0].Attribute.Add(GraphMaker.Attribute("output_sequence", 1));
        }
        else
        {
            foreach (TensorProto tensor in maker.Graph.Initializer)
            {
                Store(tensor, kind);
            }
        }

        Models.Close(ModelRun.Of(LstmModelFile.Read(maker.Bytes, "old.onnx"), x, Batch), expected, 2e-6f);
    }

    [Fact]
    public void Quantised_weights_become_the_floats_that_they_stand_for()
    {
        var maker = new GraphMaker(14, 2);
        maker.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        maker.Input("X", -1, -1, 3);
        maker.Graph.Initializer.Add(new TensorProto { Name = "W", DataType = 3, Dims = { 1, 3, 16 }, RawData = Google.Protobuf.ByteString.CopyFrom([.. Enumerable.Range(0, 48).Select(at => (byte)(at * 37))]) });
        maker.Graph.Initializer.Add(new TensorProto { Name = "R", DataType = 3, Dims = { 1, 4, 16 }, RawData = Google.Protobuf.ByteString.CopyFrom([.. Enumerable.Range(0, 64).Select(at => (byte)(at * 53))]) });
        maker.Graph.Initializer.Add(new TensorProto { Name = "wz", DataType = 3, Dims = { 1 }, RawData = Google.Protobuf.ByteString.CopyFrom([3]) });
        maker.Graph.Initializer.Add(new TensorProto { Name = "rz", DataType = 3, Dims = { 1 }, RawData = Google.Protobuf.ByteString.CopyFrom([248]) });
        maker.Node("DynamicQuantizeLSTM", ["X", "W", "R", "", "", "", "", "", maker.Floats("ws", [1], 0.01f), "wz", maker.Floats("rs", [1], 0.005f), "rz"], ["H"], ("hidden_size", 4));
        maker.Graph.Node[0].Domain = "com.microsoft";
        maker.Output("H");
        float[] x = maker.Random(Steps * Batch * 3);
        LstmModelFile model = LstmModelFile.Read(maker.Bytes, "quantised.onnx");

        // The runtime rounds inputs and h to 8 bits: steps of about 1/128 of their range.
        Models.Close(ModelRun.Of(model, x, Batch), OnnxRun.Of(maker.Bytes, OnnxRun.Value("X", x, Steps, Batch, 3))["H"], 0.05f);
        Assert.Contains(model.Notes, note => note.Contains("8 bits", StringComparison.Ordinal));
    }

    private static void Store(TensorProto tensor, string kind)
    {
        float[] values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
        tensor.RawData = Google.Protobuf.ByteString.Empty;
        switch (kind)
        {
            case "float_data":
                tensor.FloatData.AddRange(values);
                break;
            case "float16":
                tensor.DataType = 10;
                tensor.Int32Data.AddRange(values.Select(value => (int)BitConverter.HalfToUInt16Bits((Half)value)));
                break;
            case "bfloat16":
                tensor.DataType = 16;
                tensor.Int32Data.AddRange(values.Select(value => BitConverter.SingleToInt32Bits(value) >>> 16));
                break;
            case "bfloat16 raw":
                tensor.DataType = 16;
                tensor.RawData = Google.Protobuf.ByteString.CopyFrom([.. values.SelectMany(value => BitConverter.GetBytes((ushort)(BitConverter.SingleToInt32Bits(value) >>> 16)))]);
                break;
            default:
                tensor.DataType = 11;
                tensor.DoubleData.AddRange(values.Select(value => (double)value));
                break;
        }
    }

    private static void Layer(GraphMaker maker, string input, string direction = "forward", string suffix = "")
    {
        int sides = direction == "bidirectional" ? 2 : 1;
        maker.Node("LSTM", [input, maker.Weights("W" + suffix, sides, 16, 3), maker.Weights("R" + suffix, sides, 16, 4)], ["H" + suffix, "Hn" + suffix], ("hidden_size", 4), ("direction", direction));
    }

    /// <summary>H without its axis of directions.</summary>
    private static string Flat(GraphMaker maker, string suffix = "", string? to = null, bool attribute = false)
        => attribute ? maker.Node("Squeeze", ["H" + suffix], [to ?? "flat" + suffix], ("axes", new long[] { 1 }))
            : maker.Node("Squeeze", ["H" + suffix, maker.Ints("side" + suffix, 1)], [to ?? "flat" + suffix]);

    private static string Dense(GraphMaker maker, string input, int from, int to, string name, string? output = null)
        => maker.Node("Add", [maker.Node("MatMul", [input, maker.Weights(name + "_w", from, to)], [name + "_m"]), maker.Weights(name + "_b", to)], [output ?? name + "_y"]);

    private static float[] TimeFirst(float[] values)
        => [.. Enumerable.Range(0, Steps).SelectMany(t => Enumerable.Range(0, Batch).SelectMany(b => values.Skip(((b * Steps) + t) * 4).Take(4)))];
}
