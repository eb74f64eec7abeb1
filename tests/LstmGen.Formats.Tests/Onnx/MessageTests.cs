using Google.Protobuf;
using LstmGen.Formats;
using LstmGen.Formats.Onnx.Proto;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>What is wrong with a file is one message that names it.</summary>
public class MessageTests
{
    public static TheoryData<string, string> Changes => new()
    {
        { "missing tensor", "node 'LSTM_Y' (LSTM) reads 'W', which is no input of the graph, no tensor of the file, and made by no node before it." },
        { "extra tensor", "tensor 'more' is read by no node; no tensor beside those of the network was expected." },
        { "unknown layer", "node 'Einsum_Z' (Einsum) is of an operator that no class has; From and To of the options read the part of the graph without it" },
        { "loop", "node 'Loop_Z' (Loop) is of an operator that no class has; a graph without loops was expected" },
        { "integers", "node 'MatMulInteger_Z' (MatMulInteger) is of an operator that no class has; From and To of the options read the part of the graph without it" },
        { "rnn", "node 'LSTM_Y' (RNN) is of an operator that no class has; From and To of the options read the part of the graph without it" },
        { "domain", "node 'LSTM_Y' (LSTM) is of an operator that no class has (domain 'com.acme'); From and To of the options read the part of the graph without it" },
        { "unknown attribute", "node 'LSTM_Y' (LSTM) has the attribute 'magic', which is not known here for this operator of opset 14" },
        { "layout of an older opset", "node 'LSTM_Y' (LSTM) has the attribute 'layout', which is not known here for this operator of opset 7" },
        { "further input", "node 'LSTM_Y' (LSTM) has an input 8, 'W', which is not known here for this operator of opset 14" },
        { "type of an attribute", "node 'LSTM_Y' (LSTM) has the attribute 'hidden_size' of type Float; Int was expected" },
        { "hidden_size", "node 'LSTM_Y' (LSTM) has another hidden_size than the 4 units of its weights" },
        { "direction", "node 'LSTM_Y' (LSTM) has the direction 'sideways'; forward, reverse or bidirectional was expected" },
        { "activation", "node 'LSTM_Y' (LSTM) has the activation 'Swish', which no class has" },
        { "activations", "node 'LSTM_Y' (LSTM) has 2 activations; 3 for each direction were expected" },
        { "alpha", "node 'LSTM_Y' (LSTM) has 1 alpha and 0 beta more than its activations take" },
        { "weights", "node 'LSTM_Y' (LSTM) has weights W [1, 15, 3] and R [1, 16, 4]; [1, 4H, inputs] and [1, 4H, H] with H of 1 to 4096 were expected" },
        { "weights that are computed", "node 'LSTM_Y' (LSTM) has 'X2' for its weights W, which depends on the inputs of the graph; a tensor of the file was expected" },
        { "lengths", "node 'LSTM_Y' (LSTM) has lengths of sequences 'lens' that are fixed or computed; none, a graph input, or those of the whole sequence were expected" },
        { "rows that differ", "node 'LSTM_Y' (LSTM) begins with 'h0', which differs between the sequences of a batch; equal rows were expected" },
        { "elements", "tensor 'W' [1, 16, 3] has 4 bytes; 192 were expected." },
        { "shape", "tensor 'W' has the shape [1, 9000000000, 3], more than the file can hold." },
        { "strings", "tensor 'W' has elements of type String; floats or whole numbers were expected." },
        { "external", "the elements of tensor 'W' lie in another file (external data); save the model as one file: onnx.save_model(onnx.load('model.onnx'), 'one.onnx')." },
        { "sparse", "tensor 'thin' is sparse; dense tensors were expected." },
        { "function", "this model has a function, 'f', that its nodes call; nodes of ONNX's own operators were expected (inline it: onnx.inliner.inline_local_functions)." },
        { "training", "this model has training_info, a graph of its training; a model for inference was expected." },
        { "opset", "this model is of opset 99 of ai.onnx; 1 to 22 were expected." },
        { "graph", "this model has no graph; a graph with an LSTM or GRU was expected." },
        { "two outputs", "the graph has the outputs 'Y', 'Z'; a class has one: To of the options names it." },
        { "twice", "the value 'Y' is made twice." },
        { "activations of a direction", "node 'LSTM_Y' (LSTM) has other activations in its second direction than in its first, which no class does; read one direction alone" },
        { "no layer", "there is no recurrent layer; an LSTM or GRU at least was expected." },
        { "attention", "node 'MatMul_Z' (MatMul) multiplies two values that depend on the inputs, which no class does" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_is_wrong_is_named(string change, string message) => Assert.Equal(message, Damage.Message(Changed(change).ToByteArray(), "node.onnx"));

    [Fact]
    public void Truncated_files_and_other_files_are_named()
    {
        byte[] file = Changed("").ToByteArray();
        Assert.Matches("^the model ends in the middle of a field, or what is at byte \\d+ is none; the file is truncated or damaged, or no ONNX model.$", Damage.Message(file[..^30], "node.onnx"));
        Assert.Matches("^this is a file of no known format", Damage.Message([0x89, .. file[1..]], "node.bin"));
        Assert.Matches("is no field of ModelProto that is known.$", Damage.Message([.. file, 0xF8, 0x07, 0x01], "node.onnx"));
        Assert.Equal(3, LstmModelFile.Read(file, "renamed.bin").Network.Model!.Input);
    }

    [Fact]
    public void From_and_To_that_are_no_values_are_named()
    {
        byte[] file = Changed("").ToByteArray();
        string Message(LstmReadOptions options) => Assert.Throws<LstmFormatException>(() => LstmModelFile.Read(file, "node.onnx", options)).Message;
        Assert.Equal("node.onnx: no value of the graph is named 'A', which From says.", Message(new() { From = "A" }));
        Assert.Equal("node.onnx: no value of the graph, or of a branch that is taken, is named 'B', which To says.", Message(new() { To = "B" }));
        Assert.Equal("node.onnx: an ONNX file says what its network is; Prefix of the options has no use here.", Message(new() { Prefix = "a." }));
    }

    /// <summary>Messages inside of messages, empty ones, and shapes of many elements take no memory and no stack.</summary>
    [Fact]
    public void Traps_are_refused()
    {
        byte[] inner = [];
        for (int depth = 0; depth < 1000; depth++)
        {
            byte[] attribute = [0x32, .. Length(inner.Length), .. inner], node = [0x2A, .. Length(attribute.Length), .. attribute];
            inner = [0x0A, .. Length(node.Length), .. node]; // a graph in an attribute of a node of a graph
        }

        Assert.EndsWith("lies 61 messages deep; 60 at most were expected.", Damage.Message([0x3A, .. Length(inner.Length), .. inner], "deep.onnx"), StringComparison.Ordinal);
        byte[] nodes = new byte[2 * 1_000_000];
        for (int at = 0; at < nodes.Length; at += 2)
        {
            nodes[at] = 0x0A;
        }

        Assert.EndsWith("that is no model but a trap.", Damage.Message([0x3A, .. Length(nodes.Length), .. nodes], "wide.onnx"), StringComparison.Ordinal);
        var maker = new GraphMaker(14);
        string value = maker.Floats("a", [64], new float[64]);
        for (int times = 0; times < 40; times++)
        {
            value = maker.Node("Concat", [value, value], [$"a{times}"], ("axis", 0));
        }

        maker.Output(value);
        Assert.Equal("what the constants of this graph are computed to would take many times the memory of the file.", Damage.Message(maker.Bytes, "bomb.onnx"));
    }

    [Fact]
    public void Memory_is_in_proportion_to_the_file()
    {
        var maker = new GraphMaker(14);
        maker.Input("X", -1, 1, 128);
        maker.Node("LSTM", ["X", maker.Weights("W", 1, 1024, 128), maker.Weights("R", 1, 1024, 256), maker.Weights("B", 1, 2048)], ["Y"], ("hidden_size", 256));
        maker.Output("Y");
        byte[] file = maker.Bytes;
        LstmModelFile.Read(file, "large.onnx");
        long before = GC.GetAllocatedBytesForCurrentThread();
        LstmModelFile.Read(file, "large.onnx");
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{(double)taken / file.Length:F2} times the file");
        Assert.True(taken < (6L * file.Length) + (1 << 20), $"{taken} bytes for a file of {file.Length}");
    }

    [Fact]
    public void Any_bytes_are_a_model_or_one_message()
    {
        Damage.SurvivesAnything(Changed("").ToByteArray(), "node.onnx");
        foreach (string name in (string[])["deep", "merge", "streaming", "tokens", "stack_both", "normalized"])
        {
            Damage.SurvivesAnything(File.ReadAllBytes(Models.Own("Onnx", "Files", name + ".onnx")), name + ".onnx");
        }
    }

    private static byte[] Length(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Length(value >> 7)];

    private static ModelProto Changed(string change)
    {
        var maker = new GraphMaker(change == "layout of an older opset" ? 7 : 14);
        maker.Input("X", -1, 2, 3);
        maker.Weights("W", 1, 16, 3);
        maker.Weights("R", 1, 16, 4);
        maker.Node("LSTM", ["X", "W", "R"], ["Y"], ("hidden_size", 4));
        maker.Output("Y");
        NodeProto node = maker.Graph.Node[0];
        TensorProto weights = maker.Graph.Initializer[0];
        void Attribute(string name, object value) => node.Attribute.Add(GraphMaker.Attribute(name, value));
        void After(string type, params string[] inputs)
        {
            maker.Node(type, inputs, ["Z"]);
            maker.Graph.Output[0].Name = "Z";
        }

        switch (change)
        {
            case "missing tensor":
                maker.Graph.Initializer.RemoveAt(0);
                break;
            case "extra tensor":
                maker.Weights("more", 2);
                break;
            case "unknown layer":
                After("Einsum", "Y");
                break;
            case "loop":
                After("Loop", "Y");
                break;
            case "integers":
                After("MatMulInteger", "Y", "W");
                break;
            case "attention":
                After("MatMul", "Y", "Y");
                break;
            case "rnn":
                node.OpType = "RNN";
                break;
            case "domain":
                node.Domain = "com.acme";
                break;
            case "unknown attribute":
                Attribute("magic", 1);
                break;
            case "layout of an older opset":
                Attribute("layout", 1);
                break;
            case "further input":
                node.Input.AddRange(["", "", "", "", "", "W"]);
                break;
            case "type of an attribute":
                node.Attribute[0] = GraphMaker.Attribute("hidden_size", 4f);
                break;
            case "hidden_size":
                node.Attribute[0].I = 5;
                break;
            case "direction":
                Attribute("direction", "sideways");
                break;
            case "activation":
                Attribute("activations", new[] { "Sigmoid", "Swish", "Tanh" });
                break;
            case "activations":
                Attribute("activations", new[] { "Sigmoid", "Tanh" });
                break;
            case "alpha":
                Attribute("activations", new[] { "Sigmoid", "Elu", "Tanh" });
                Attribute("activation_alpha", new[] { 0.1f, 0.2f });
                break;
            case "activations of a direction":
                Attribute("direction", "bidirectional");
                Attribute("activations", new[] { "Sigmoid", "Tanh", "Tanh", "Sigmoid", "Relu", "Tanh" });
                maker.Graph.Initializer.Clear();
                maker.Weights("W", 2, 16, 3);
                maker.Weights("R", 2, 16, 4);
                break;
            case "weights":
                maker.Graph.Initializer[0] = GraphMaker.Tensor("W", [1, 15, 3], new float[45]);
                break;
            case "weights that are computed":
                node.Input[1] = maker.Input("X2", 1, 16, 3);
                break;
            case "lengths":
                maker.Ints("lens", 3, 4);
                node.Input.AddRange(["", "lens"]);
                break;
            case "rows that differ":
                maker.Weights("h0", 1, 2, 4);
                node.Input.AddRange(["", "", "h0"]);
                break;
            case "elements":
                weights.RawData = ByteString.CopyFrom(new byte[4]);
                break;
            case "shape":
                weights.Dims[1] = 9_000_000_000;
                break;
            case "strings":
                weights.DataType = 8;
                break;
            case "external":
                weights.DataLocation = TensorProto.Types.DataLocation.External;
                break;
            case "sparse":
                maker.Graph.SparseInitializer.Add(new SparseTensorProto { Values = GraphMaker.Tensor("thin", [1], [1]) });
                break;
            case "function":
                maker.Model.Functions.Add(new FunctionProto { Name = "f" });
                break;
            case "training":
                maker.Model.TrainingInfo.Add(new TrainingInfoProto());
                break;
            case "opset":
                maker.Model.OpsetImport[0].Version = 99;
                break;
            case "graph":
                maker.Model.Graph = null;
                break;
            case "two outputs":
                maker.Node("Relu", ["Y"], ["Z"]);
                maker.Output("Z");
                break;
            case "twice":
                maker.Graph.Node.Add(node.Clone());
                break;
            case "no layer":
                maker.Graph.Node.Clear();
                maker.Graph.Initializer.Clear();
                maker.Node("Relu", ["X"], ["Y"]);
                break;
            default:
                break;
        }

        return maker.Model;
    }
}
