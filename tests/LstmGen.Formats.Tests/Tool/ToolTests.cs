using System.Globalization;
using System.Text.Json;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Tool;

public sealed class ToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Model(LstmActivation gate = LstmActivation.Sigmoid)
    {
        var builder = new ModelBuilder(new("made.bin", default), "made") { Input = 2 };
        var random = new Random(5);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        builder.AddLstm(new LstmAttribute(3) { GateActivation = gate }, new LayerTensors { InputWeights = Values(24), RecurrentWeights = Values(36), InputBias = Values(12) });
        builder.AddDense(new DenseAttribute(1), Values(3), Values(1));
        string path = _folder.File("made.safetensors");
        builder.Build().Save(path);
        return path;
    }

    private string Lines(string name, params string[] lines)
    {
        string path = _folder.File(name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private float[] Expected(string path, float[][] inputs)
    {
        LstmModelFile file = LstmModelFile.Load(path);
        var model = new LstmDynamic(file.Network, file.Weights);
        LstmState state = model.CreateState();
        var outputs = new float[inputs.Length];
        for (int step = 0; step < inputs.Length; step++)
        {
            model.Step(inputs[step], state, outputs.AsSpan(step, 1));
        }

        return outputs;
    }

    [Fact]
    public void Inspect_prints_what_a_class_would_be()
    {
        (int exit, string output, _) = ToolRun.Of("inspect", Model(LstmActivation.HardSigmoid), "--json");
        Assert.Equal(0, exit);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal("[LstmModel(hidden: 3, input: 2, output: 1, GateActivation = LstmActivation.HardSigmoid)]", json.GetProperty("attributes")[0].GetString());
        Assert.Equal((24 + 36 + 24 + 4, 24 + 36 + 3), (json.GetProperty("parameters").GetInt32(), json.GetProperty("multiplyAddsPerStep").GetInt32()));
        Assert.True(json.GetProperty("streams").GetBoolean());

        (exit, output, _) = ToolRun.Of("inspect", Model());
        Assert.Equal(0, exit);
        Assert.Contains("weight_ih_l0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_gives_a_line_of_outputs_for_each_line_of_inputs()
    {
        string model = Model();
        float[] expected = Expected(model, [[0.5f, -1], [0.25f, 2], [0, 0]]);
        (int exit, string output, _) = ToolRun.Of("run", model, "--csv", Lines("x.csv", "a,b", "0.5,-1", "0.25,2", "0,0"));
        Assert.Equal(0, exit);
        Assert.Equal(expected, output.TrimEnd().Split('\n').Select(line => float.Parse(line, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Verify_tells_equal_from_different()
    {
        string model = Model(), inputs = Lines("x.csv", "0.5;-1", "0.25;2");
        string[] right = [.. Expected(model, [[0.5f, -1], [0.25f, 2]]).Select(value => value.ToString("R", CultureInfo.InvariantCulture))];
        (int exit, string output, _) = ToolRun.Of("verify", model, "--inputs", inputs, "--outputs", Lines("y.csv", right), "--json");
        Assert.Equal(0, exit);
        Assert.Equal(0, JsonDocument.Parse(output).RootElement.GetProperty("largest").GetDouble());

        (exit, output, _) = ToolRun.Of("verify", model, "--inputs", inputs, "--outputs", Lines("y.csv", right[0], "9"), "--json");
        Assert.Equal(1, exit);
        JsonElement differs = JsonDocument.Parse(output).RootElement.GetProperty("outputs")[0];
        Assert.Equal((1, false), (differs.GetProperty("atStep").GetInt32(), differs.GetProperty("passed").GetBoolean()));

        (exit, output, _) = ToolRun.Of("verify", model, "--inputs", inputs, "--outputs", Lines("y.csv", right[0], "9"));
        Assert.Equal(1, exit);
        Assert.Contains("DIFFERENT: 2 steps", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_tells_what_narrow_weights_cost()
    {
        string model = Model(), inputs = Lines("x.csv", "0.5;-1", "0.25;2");
        LstmModelFile file = LstmModelFile.Load(model);
        LstmDynamic exact = new(file.Network, file.Weights), narrow = new(file.Network.WithWeights(LstmNumbers.Int8), file.Weights);
        LstmComparison expected = LstmQuantization.Compare(exact, narrow, [0.5f, -1, 0.25f, 2]);
        Assert.True(expected.Outputs.Largest > 0);

        (int exit, string output, _) = ToolRun.Of("verify", model, "--weights-as", "Int8", "--inputs", inputs, "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal((0, "Int8", inputs, 2), (exit, json.GetProperty("weights").GetString(), json.GetProperty("inputs").GetString(), json.GetProperty("steps").GetInt32()));
        foreach ((string name, LstmDifference of) in new[] { ("outputs", expected.Outputs), ("hidden", expected.Hidden), ("cell", expected.Cell) })
        {
            Assert.Equal((of.Largest, of.Rms), (json.GetProperty(name).GetProperty("largest").GetDouble(), json.GetProperty(name).GetProperty("rms").GetDouble()));
        }

        (exit, output, _) = ToolRun.Of("verify", model, "--weights-as", "Int16", "--steps", "9");
        Assert.Equal(0, exit);
        Assert.Contains("Int16 weights beside those of single precision over random inputs, 9 steps.", output, StringComparison.Ordinal);
        Assert.Equal(1, ToolRun.Of("verify", model, "--weights-as", "Int8", "--tolerance", "1e-9").Exit);
        Assert.Equal(0, ToolRun.Of("verify", model, "--weights-as", "Int8", "--tolerance", "0.1").Exit);
    }

    [Fact]
    public void Convert_keeps_network_and_tensors()
    {
        string model = Model(LstmActivation.HardSigmoid), copy = _folder.File("copy.safetensors");
        Assert.Equal(0, ToolRun.Of("convert", model, copy).Exit);
        LstmModelFile first = LstmModelFile.Load(model), second = LstmModelFile.Load(copy);
        Assert.Equal(LstmClassText.Attributes(first.Network), LstmClassText.Attributes(second.Network));
        Assert.Equal(first.Tensors.SelectMany(tensor => tensor.ToFloats()), second.Tensors.SelectMany(tensor => tensor.ToFloats()));
    }

    [Fact]
    public void Convert_writes_matrices_as_bytes_and_reads_them_again()
    {
        var builder = new ModelBuilder(new("made.bin", default), "made") { Input = 20 };
        var random = new Random(5);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        builder.AddLstm(new LstmAttribute(24), new LayerTensors { InputWeights = Values(96 * 20), RecurrentWeights = Values(96 * 24), InputBias = Values(96) });
        string model = _folder.File("wide.safetensors"), copy = _folder.File("bytes.safetensors"), again = _folder.File("again.safetensors"), wide = _folder.File("floats.safetensors");
        builder.Build().Save(model);
        Assert.Equal(0, ToolRun.Of("convert", model, copy, "--int8").Exit);
        Assert.Equal(0, ToolRun.Of("convert", copy, again, "--int8").Exit);
        Assert.Equal(0, ToolRun.Of("convert", copy, wide).Exit);
        Assert.Equal(File.ReadAllBytes(copy), File.ReadAllBytes(again));
        Assert.InRange(new FileInfo(copy).Length, 1, 0.4 * new FileInfo(model).Length);
        float[] exact = [.. LstmModelFile.Load(model).Tensors.SelectMany(tensor => tensor.ToFloats())], rounded = [.. LstmModelFile.Load(copy).Tensors.SelectMany(tensor => tensor.ToFloats())];
        Assert.Equal(rounded, LstmModelFile.Load(wide).Tensors.SelectMany(tensor => tensor.ToFloats()));
        Assert.All(exact.Zip(rounded), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.5 / 64));
        Assert.NotEqual(exact, rounded);

        (int exit, _, string error) = ToolRun.Of("convert", model, _folder.File("model.onnx"), "--int8");
        Assert.Equal(2, exit);
        Assert.Contains("8-bit integers are written as .safetensors alone", error, StringComparison.Ordinal);
        Assert.Equal(2, ToolRun.Of("convert", model, _folder.File("model.xyz")).Exit);
        Assert.Throws<ArgumentException>(() => LstmModelFile.Load(model).Save(_folder.File("x.safetensors"), LstmNumbers.Int16));
    }

    [Fact]
    public void Scaffold_writes_a_project_and_replaces_nothing()
    {
        string folder = Path.Combine(_folder.Path, "new");
        (int exit, string output, _) = ToolRun.Of("scaffold", Model(LstmActivation.HardSigmoid), "--name", "Tone", "--output", folder);
        Assert.Equal(0, exit);
        Assert.Equal(["Program.cs", "Tone.cs", "Tone.csproj", "Tone.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("GateActivation = LstmActivation.HardSigmoid)]\npublic sealed partial class Tone;", File.ReadAllText(Path.Combine(folder, "Tone.cs")), StringComparison.Ordinal);
        Assert.Contains("dotnet run", output, StringComparison.Ordinal);

        (exit, _, string errors) = ToolRun.Of("scaffold", Model(), "--name", "Tone", "--output", folder);
        Assert.Equal(4, exit);
        Assert.Contains("the file is there already", errors, StringComparison.Ordinal);
        Assert.Equal(0, ToolRun.Of("scaffold", Model(), "--name", "Tone", "--output", folder, "--force").Exit);
    }

    [Fact]
    public void Bench_gives_a_figure_for_each_way_to_run()
    {
        (int exit, string output, _) = ToolRun.Of("bench", Model(), "--seconds", "0.01", "--json");
        Assert.Equal(0, exit);
        Assert.Equal(3, JsonDocument.Parse(output).RootElement.GetProperty("figures").EnumerateArray().Count(figure => figure.GetProperty("seconds").GetDouble() > 0));
    }

    [Fact]
    public void What_is_wrong_ends_with_a_line_and_a_code()
    {
        string model = Model();
        Check(2, "See lstmgen --help", "inspect");
        Check(2, "See lstmgen --help", "inspekt", model);
        Check(2, "either --csv or --wav", "run", model);
        Check(2, "together", "verify", model, "--inputs", Lines("x.csv", "1,2"));
        Check(2, "--weights-as is 2; Int16 or Int8", "verify", model, "--weights-as", "2");
        Check(2, "either --outputs or --weights-as", "verify", model, "--weights-as", "Int8", "--inputs", Lines("x.csv", "1,2"), "--outputs", Lines("y.csv", "1"));
        Check(2, "--steps is 0", "verify", model, "--weights-as", "Int8", "--steps", "0");
        Check(2, "is no name of a class", "scaffold", model, "--name", "3x");
        Check(3, "no known format", "inspect", Lines("notes.txt", "nothing"));
        Check(3, "line 2: 'b' is no finite number", "run", model, "--csv", Lines("x.csv", "1,2", "1,b"));
        Check(3, "line 2: there are 1 numbers; the 2", "run", model, "--csv", Lines("x.csv", "1,2", "1"));
        Check(3, "a row has 1 numbers; the 2 inputs", "run", model, "--csv", Lines("x.csv", "1", "1"));
        Check(3, "there are no numbers", "run", model, "--csv", Lines("x.csv", "a,b"));
        Check(3, "no WAV file", "run", model, "--wav", Lines("x.wav", "RIFF"));
        Check(4, "nowhere.onnx", "inspect", _folder.File("nowhere.onnx"));

        static void Check(int code, string message, params string[] arguments)
        {
            (int exit, string output, string errors) = ToolRun.Of(arguments);
            Assert.Equal((code, ""), (exit, output));
            Assert.StartsWith("lstmgen: ", errors, StringComparison.Ordinal);
            Assert.Contains(message, errors, StringComparison.Ordinal);
            Assert.Single(errors.TrimEnd().Split('\n'));
        }
    }
}
