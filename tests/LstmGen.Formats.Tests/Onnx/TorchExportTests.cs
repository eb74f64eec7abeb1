using System.Text.Json;
using LstmGen.Formats;
using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>Files of torch.onnx.export, compared with PyTorch and with ONNX Runtime.</summary>
public class TorchExportTests
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Models.Own("Onnx", "Files"), "*.onnx").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_export_computes_what_PyTorch_computes(string name)
    {
        Sample sample = Sample.Of(name);
        LstmModelFile model = LstmModelFile.Load(sample.Path);
        float[] y = sample.Run(model);
        if (name != "half") // PyTorch has the weights as they were before they were rounded
        {
            Models.Close(y, sample.Y, 1e-6f);
        }

        Models.Close(y, sample.OnnxRuntime(File.ReadAllBytes(sample.Path))[model.Graph!.Output], 1e-6f);
    }

    /// <summary>Options of classes that exports become.</summary>
    [Fact]
    public void Exports_become_the_short_form_where_that_can_say_them()
    {
        LstmModelAttribute Model(string name) => LstmModelFile.Load(Sample.Of(name).Path).Network.Model ?? throw new InvalidOperationException($"{name} is of the long form");
        Assert.Equal((4, 3, 3, 2), (Model("stack").Hidden, Model("stack").Layers, Model("stack").Input, Model("stack").Output));
        Assert.Equal((LstmDirection.Both, 2), (Model("stack_both").Direction, Model("stack_both").Layers));
        Assert.Equal(LstmOutputs.Last, Model("last").Outputs);
        Assert.Equal((1, 2), (Model("streaming").Output, Model("streaming").Layers));
        LstmNetworkDescription deep = LstmModelFile.Load(Sample.Of("deep").Path).Network, tokens = LstmModelFile.Load(Sample.Of("tokens").Path).Network;
        Assert.Equal(["Dense", "Dense", "Lstm", "Dense", "Dense", "Dense"], deep.Layers.Select(layer => layer.GetType().Name[..^"Attribute".Length]));
        Assert.Equal((2, true), (((LstmAttribute)deep.Layers[2]).Layers, ((LstmAttribute)deep.Layers[2]).Residual));
        Assert.Equal((7, 3, true), (tokens.Network!.Tokens, tokens.Network.Embedding, ((DenseAttribute)tokens.Layers[1]).Softmax));
        Assert.True(LstmModelFile.Load(Sample.Of("skip").Path).Network.Network!.Skip);
    }

    [Fact]
    public void Notes_say_which_input_is_which_state_and_how_axes_lie()
    {
        Assert.Equal(
            [
                "Graph input 'x' is [time, batch, features]; a class reads [time, batch, features].", "Output 'y' is [time, batch, features].",
                "h of recurrent layer 0 begins with graph input 'h' (place 0 of axis dimension 0 of 'h'): the state of a class takes its place.",
                "c of recurrent layer 0 begins with graph input 'c' (place 0 of axis dimension 0 of 'c'): the state of a class takes its place.",
                "h of recurrent layer 1 begins with graph input 'h' (place 1 of axis dimension 0 of 'h'): the state of a class takes its place.",
                "c of recurrent layer 1 begins with graph input 'c' (place 1 of axis dimension 0 of 'c'): the state of a class takes its place.",
                "Output 'h_out' holds h of recurrent layer 0, h of recurrent layer 1 after the last step: the state of a class has it.",
                "Output 'c_out' holds c of recurrent layer 0, c of recurrent layer 1 after the last step: the state of a class has it.",
            ],
            LstmModelFile.Load(Sample.Of("streaming").Path).Notes);
        Assert.Contains("Graph input 'x' is [batch, time, features]; a class reads [time, batch, features].", LstmModelFile.Load(Sample.Of("last").Path).Notes);
        Assert.Contains("Tensors of doubles were rounded to floats.", LstmModelFile.Load(Sample.Of("half").Path).Notes);
    }

    /// <summary>Inputs and outputs of PyTorch for one file, in the order of its graph.</summary>
    internal sealed record Sample(int[] Shape, float[] X, float[] Y, float[]? H, float[]? C)
    {
        internal string Name { get; init; } = "";

        internal string Path => Models.Own("Onnx", "Files", Name + ".onnx");

        internal static Sample Of(string name) => JsonSerializer.Deserialize<Sample>(File.ReadAllText(Models.Own("Onnx", "Files", name + ".json")), s_options)! with { Name = name };

        /// <summary>What the network of a file gives, in the order of the graph.</summary>
        /// <param name="model">The model.</param>
        /// <param name="graph">The model whose graph the order is of.</param>
        internal float[] Run(LstmModelFile model, LstmModelFile? graph = null)
        {
            graph ??= model;
            bool batchFirst = graph.Graph!.Dimensions.Count > 1 && graph.Graph.Dimensions[1].Role == GraphRole.Steps || Name == "tokens";
            (int outer, int inner) = Shape.Length == 2 && Name != "tokens" ? (1, Shape[0]) : (Shape[0], Shape[1]);
            int batch = batchFirst ? outer : inner;
            float[] y = ModelRun.Of(model, batchFirst ? Turned(X, outer, inner) : X, batch, States(batch));
            bool every = (model.Network.Model?.Outputs ?? model.Network.Network!.Outputs) == LstmOutputs.EveryStep;
            return batchFirst && every ? Turned(y, inner, outer) : y;
        }

        internal Dictionary<string, float[]> OnnxRuntime(byte[] file) => OnnxRun.Of(
            file,
            [
                Name == "tokens" ? OnnxRun.Value("x", [.. X.Select(value => (long)value)], Shape) : OnnxRun.Value("x", X, Shape),
                .. H is null ? Array.Empty<NamedOnnxValue>() : [OnnxRun.Value("h", H, StateShape), OnnxRun.Value("c", C!, StateShape)],
            ]);

        private int[] StateShape => Shape.Length == 2 ? [Shape[0], 4] : [H!.Length / 4 / Shape[1], Shape[1], 4];

        private PlainStates? States(int batch)
        {
            List<double[][]> Parts(float[] values) => [.. values.Chunk(batch * 4).Select(part => (double[][])[.. part.Chunk(4).Select(row => Array.ConvertAll(row, value => (double)value))])];
            return H is null ? null : new(Parts(H), Parts(C!));
        }

        private static float[] Turned(float[] values, int outer, int inner)
        {
            int width = values.Length / outer / inner;
            return [.. Enumerable.Range(0, inner).SelectMany(i => Enumerable.Range(0, outer).SelectMany(o => values.Skip(((o * inner) + i) * width).Take(width)))];
        }
    }
}
