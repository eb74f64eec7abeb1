using LstmGen.Formats;
using LstmGen.Formats.Onnx.Proto;
using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Tests.Formats.Onnx;

public class OnnxWriterTests
{
    private const int Steps = 5, Batch = 2;

    public static TheoryData<string> Exports => TorchExportTests.Names;

    public static TheoryData<int> Networks => [.. Enumerable.Range(0, WrittenNetworks.All().Count())];

    /// <summary>PyTorch, its export, our reader, our writer, ONNX Runtime.</summary>
    [Theory]
    [MemberData(nameof(Exports))]
    public void What_was_read_from_an_export_gives_the_same_after_it_is_written(string name)
    {
        TorchExportTests.Sample sample = TorchExportTests.Sample.Of(name);
        LstmModelFile model = LstmModelFile.Load(sample.Path);
        LstmModelFile again = LstmModelFile.Read(OnnxWriter.ToBytes(model, null), "written.onnx");
        Assert.Equal(NetworkJson.Write(model.Network), NetworkJson.Write(again.Network));
        Assert.Equal(model.Tensors.Select(tensor => tensor.Name), again.Tensors.Select(tensor => tensor.Name));
        Models.Close(sample.Run(again, model), name == "half" ? sample.Run(model) : sample.Y, 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ONNX_Runtime_computes_what_the_network_says(int number)
    {
        (LstmNetworkDescription network, OnnxWriteOptions options) = WrittenNetworks.All().ElementAt(number);
        LstmModelFile model = WrittenNetworks.Model(network, number);
        byte[] file = OnnxWriter.ToBytes(model, options);
        (float[] x, List<NamedOnnxValue> inputs) = WrittenNetworks.Inputs(file, number, Steps, Batch);

        float[] expected = ModelRun.Of(model, x, Batch, WrittenNetworks.States(inputs));
        Models.Close(OnnxRun.Of(file, [.. inputs])["Y"], expected, 1e-6f);
        if (!options.Lengths || (network.Model?.Outputs ?? network.Network!.Outputs) is LstmOutputs.EveryStep or LstmOutputs.Last)
        {
            LstmModelFile again = LstmModelFile.Read(file, "written.onnx");
            Models.Close(ModelRun.Of(again, x, Batch, WrittenNetworks.States(inputs)), expected, 1e-6f);
        }
    }

    /// <summary>Outputs of all steps together are of the steps within the lengths.</summary>
    [Theory]
    [InlineData(LstmOutputs.Last)]
    [InlineData(LstmOutputs.Mean)]
    [InlineData(LstmOutputs.Max)]
    public void Lengths_count_where_all_steps_make_one_row(LstmOutputs outputs)
    {
        LstmModelFile model = WrittenNetworks.Model(new(new LstmModelAttribute(4, 2, 3, 2) { Outputs = outputs, Direction = LstmDirection.Both }), 3);
        byte[] file = OnnxWriter.ToBytes(model, new() { Lengths = true, States = false });
        (float[] x, List<NamedOnnxValue> inputs) = WrittenNetworks.Inputs(file, 5, Steps, Batch);
        inputs[inputs.FindIndex(input => input.Name == "lengths")] = OnnxRun.Value("lengths", [3, Steps], Batch);

        float[] shorter = [.. Enumerable.Range(0, 3).SelectMany(t => x.Skip(t * Batch * 3).Take(3))], longer = [.. Enumerable.Range(0, Steps).SelectMany(t => x.Skip(((t * Batch) + 1) * 3).Take(3))];
        float[] expected = [.. ModelRun.Of(model, shorter, 1), .. ModelRun.Of(model, longer, 1)];
        Models.Close(OnnxRun.Of(file, [.. inputs])["Y"], expected, 1e-6f);
    }

    /// <summary>Half of a sequence, then the other half from the states.</summary>
    [Fact]
    public void States_go_on_with_a_sequence()
    {
        LstmModelFile model = WrittenNetworks.Model(new(new LstmNetworkAttribute(3), new LstmAttribute(4, 2), new GruAttribute(3), new DenseAttribute(2)), 1);
        byte[] file = OnnxWriter.ToBytes(model, null);
        float[] x = [.. Enumerable.Range(0, 8 * 3).Select(at => MathF.Sin(at))];
        Dictionary<string, float[]> states = new() { ["h_0"] = new float[4], ["c_0"] = new float[4], ["h_1"] = new float[4], ["c_1"] = new float[4], ["h_2"] = new float[3] };
        List<float> found = [];
        foreach (float[] half in x.Chunk(12))
        {
            states = OnnxRun.Of(file, [OnnxRun.Value("X", half, 4, 1, 3), .. states.Where(state => state.Key != "Y").Select(state => OnnxRun.Value("initial_" + state.Key, state.Value, 1, 1, state.Value.Length))]);
            found.AddRange(states["Y"]);
        }

        Models.Close([.. found], ModelRun.Of(model, x, 1), 1e-6f);
    }

    [Fact]
    public void What_ONNX_cannot_say_is_named()
    {
        string Message(params ILstmLayer[] layers)
        {
            LstmNetworkDescription network = new(new LstmNetworkAttribute(3), layers);
            return Assert.Throws<LstmFormatException>(() => OnnxWriter.Write("never.onnx", network, [])).Message;
        }

        Assert.Equal("never.onnx: layer 'lstm' has a projection, for which ONNX has no node.", Message(new LstmAttribute(4) { Projection = 2 }));
        Assert.Equal("never.onnx: layer 'lstm0' has layer normalisation, for which ONNX has no node.", Message(new LstmAttribute(4) { Norm = LstmNorm.Gates, Residual = true }));
        Assert.Equal("never.onnx: layer 'lstm0' has a clip of c (CellClip), for which ONNX has no node.", Message(new LstmAttribute(4) { CellClip = 2, Residual = true }));
        Assert.Equal("never.onnx: layer 'gru0' has zoneout, for which ONNX has no node.", Message(new GruAttribute(4) { HiddenZoneout = 0.1f }));
        Assert.Equal("never.onnx: layer 'lstm0' has GELU inside of a cell, for which ONNX has no node.", Message(new LstmAttribute(4) { CandidateActivation = LstmActivation.Gelu, Residual = true }));
        Assert.Equal("never.onnx: ONNX has no node for layer 'slstm0': it has exponential gates.", Message(new SlstmAttribute(4)));
        Assert.Equal("never.onnx: there is no tensor 'gru0.weight_ih_l0', which the network needs.", Message(new GruAttribute(4)));
        Assert.False(File.Exists("never.onnx"));
    }

    [Fact]
    public void Tensors_of_another_network_are_named()
    {
        LstmModelFile model = WrittenNetworks.Model(new(new LstmModelAttribute(4, 1, 3, 2)), 1);
        string Message(params SafetensorsTensor[] tensors)
            => Assert.Throws<LstmFormatException>(() => OnnxWriter.Write("never.onnx", model.Network, tensors)).Message;
        SafetensorsTensor more = SafetensorsTensor.FromFloats("more", [1], [0]), wrong = SafetensorsTensor.FromFloats("head.bias", [3], new float[3]);
        Assert.Equal("never.onnx: the network has no use for tensor 'more' F32 [1].", Message([.. model.Tensors, more]));
        Assert.Equal("never.onnx: tensor 'head.bias' F32 [3] has 3 values; 2 were expected.", Message([.. model.Tensors.Where(tensor => tensor.Name != "head.bias"), wrong]));
        Assert.Throws<ArgumentOutOfRangeException>(() => OnnxWriter.Write("never.onnx", model, new() { Opset = 13 }));
    }

    [Fact]
    public void A_file_takes_the_place_of_an_older_one()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllText(path, "older");
        LstmModelFile model = WrittenNetworks.Model(new(new LstmModelAttribute(4, 1, 3, 2)), 1);
        model.Save(path);
        Assert.Equal(model.Tensors.Select(tensor => tensor.Data.ToArray()), LstmModelFile.Load(path).Tensors.Select(tensor => tensor.Data.ToArray()));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(folder.Path)));
    }
}
