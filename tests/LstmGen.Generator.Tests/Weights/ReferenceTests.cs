using System.Reflection;
using LstmGen.TestKit.Reference;
using LstmGen.Formats;

namespace LstmGen.Generator.Tests.Weights;

/// <summary>Right names and right shapes with wrong numbers: found where there is a reference, when a Debug build first loads the model.</summary>
public class ReferenceTests
{
    private const int Hidden = 6;
    private const int Input = 6; // square, so that no shape shows a transposition
    private const int Output = 2;
    private const int Steps = 5;
    private const int Batch = 3;
    private const string Source = "[LstmGen.LstmModel(6, 2, 6, 2)] public sealed partial class M;";

    private static readonly LstmShape Shape = new(Input, Hidden, 2, Output);
    private static readonly SafetensorsTensor[] Weights = [.. LstmWeights.Random(3).Bind(Shape).ToTensors()];

    public static TheoryData<string> Mistakes => ["", "onnx", "reshaped", "transposed", "bias"];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Wrong_numbers_are_found_where_Pretrained_is_loaded(string mistake)
    {
        byte[] weights = File(Weights.Select(tensor => Spoil(tensor, mistake)));
        byte[] reference = File(Reference());
        WeightItem[] items = [new("M", weights) { Reference = reference }];
        GeneratorRun debug = GeneratorHarness.RunDebug(items, Source);
        GeneratorRun release = GeneratorHarness.Run(items, Source);
        Assert.Empty(debug.Reported);
        Assert.Empty(debug.Complaints);
        Assert.NotNull(Pretrained(release, weights, reference));
        if (mistake.Length == 0)
        {
            Assert.NotNull(Pretrained(debug, weights, reference));
            return;
        }

        var thrown = Assert.Throws<TargetInvocationException>(() => Pretrained(debug, weights, reference));
        string message = Assert.IsType<LstmFormatException>(thrown.InnerException).Message;
        Assert.Matches(
            @"^LstmGen\.References\.M: the output of M at step 0, row 0, column 0 is -?[0-9.]+; -?[0-9.]+ was expected, within 0\.0001 of the larger of 1 and that; [0-9]+ of 16 outputs are off\. ", message);
        Assert.Contains("ONNX has i, o, f, c", message, StringComparison.Ordinal);
        Assert.Contains("transposed", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outputs", 17, 0.01f, "step 1, row 1, column 0")] // row 1 has two steps, row 2 one: they end the list of what is compared
    [InlineData("inputs", 0, 0.5f, "step 0, row 0, column 0")]
    [InlineData("h0", 0, 0.1f, "step 0, row 0, column 0")]
    [InlineData("c0", Hidden, 0.1f, "step 0, row 1, column 0")]
    [InlineData("outputs", 10, 100f, "")] // row 2 at step 1: past its length
    public void Each_tensor_takes_part(string name, int index, float change, string expected)
    {
        SafetensorsTensor[] tensors = [.. Reference()];
        float[] values = tensors.Single(tensor => tensor.Name == name).ToFloats();
        values[name == "outputs" && index == 17 ? ((1 * Batch) + 1) * Output : index] += change;
        SafetensorsTensor changed = SafetensorsTensor.FromFloats(name, [.. tensors.Single(tensor => tensor.Name == name).Shape], values);
        byte[] weights = File(Weights);
        byte[] reference = File(tensors.Select(tensor => tensor.Name == name ? changed : tensor));
        GeneratorRun run = GeneratorHarness.RunDebug([new("M", weights) { Reference = reference }], Source);
        if (expected.Length == 0)
        {
            Assert.NotNull(Pretrained(run, weights, reference));
            return;
        }

        var thrown = Assert.Throws<TargetInvocationException>(() => Pretrained(run, weights, reference));
        Assert.Contains(expected, thrown.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tolerance_is_that_of_the_file()
    {
        byte[] weights = File(Weights.Select(tensor => Spoil(tensor, "bias")));
        byte[] reference = File(Reference().Append(SafetensorsTensor.FromFloats("tolerance", [], [5f])));
        GeneratorRun run = GeneratorHarness.RunDebug([new("M", weights) { Reference = reference }], Source);
        Assert.NotNull(Pretrained(run, weights, reference));
    }

    [Theory]
    [InlineData("inputs", "there is no tensor 'inputs' among the 4 of the file")]
    [InlineData("extra", "there is the tensor 'extra' F32 [1]; inputs, outputs, lengths, h0, c0, tolerance were expected")]
    [InlineData("h0", "there is one of h0 and c0; both or neither were expected")]
    [InlineData("tolerance", "'tolerance' F32 [1] was found; one value, 0 at least, was expected")]
    [InlineData("nan", "'outputs' F32 [5, 3, 2] holds NaN at element 7; finite values were expected")]
    [InlineData("lengths", "the length of row 1 is 9; 0 to 5 was expected")]
    [InlineData("steps", "'outputs' F32 [15, 2] was found; the steps and batch of 'inputs' F32 [5, 3, 6] were expected, or its batch alone")]
    public void A_file_that_is_no_reference_is_refused(string what, string message)
    {
        IEnumerable<SafetensorsTensor> tensors = what switch
        {
            "inputs" or "h0" => Reference().Where(tensor => tensor.Name != what),
            "nan" => Reference().Select(tensor => tensor.Name == "outputs" ? Replaced(tensor, 7, float.NaN) : tensor),
            "lengths" => Reference().Select(tensor => tensor.Name == what ? Lengths(5, 9, 1) : tensor),
            "steps" => Reference().Select(tensor => tensor.Name == "outputs" ? SafetensorsTensor.FromFloats("outputs", [15, 2], tensor.ToFloats()) : tensor),
            _ => Reference().Append(SafetensorsTensor.FromFloats(what, [1], [-1])),
        };
        var error = Assert.Throws<LstmFormatException>(() => LstmReference.From(SafetensorsFile.Parse(File(tensors))));
        Assert.Equal($"bytes: {message}.", error.Message);
    }

    /// <summary>A class whose outputs are of all steps together has a row for each sequence: of the last step within its length.</summary>
    [Fact]
    public void Outputs_of_all_steps_together_have_no_steps()
    {
        const string Last = "[LstmGen.LstmModel(6, 2, 6, 2, Outputs = LstmGen.LstmOutputs.Last)] public sealed partial class M;";
        SafetensorsTensor[] each = [.. Reference()];
        float[] outputs = each[1].ToFloats();
        float[] rows = [.. new[] { 5, 2, 1 }.SelectMany((length, row) => outputs.AsSpan((((length - 1) * Batch) + row) * Output, Output).ToArray())];
        byte[] weights = File(Weights), right = With(rows);
        rows[3] += 0.01f;
        byte[] wrong = With(rows);
        GeneratorRun run = GeneratorHarness.RunDebug([new("M", weights) { Reference = right }], Last);
        Assert.Empty(run.Reported);
        Assert.NotNull(Pretrained(run, weights, right));
        var thrown = Assert.Throws<TargetInvocationException>(() => Pretrained(run, weights, wrong));
        Assert.Contains("the output of M at row 1, column 1 is ", thrown.InnerException!.Message, StringComparison.Ordinal);

        // Outputs of every step, for such a class and the other way round, at build and by the library.
        Assert.Contains("'outputs' F32 [5, 3, 2] was found; [3, 2] was expected", Refused(Last, File(each)), StringComparison.Ordinal);
        Assert.Contains("'outputs' F32 [3, 2] was found; [5, 3, 2] was expected", Refused(Source, right), StringComparison.Ordinal);
        Assert.Contains(
            "'outputs' F32 [5, 3, 2] was found; one row of outputs for each sequence was expected",
            Assert.Throws<TargetInvocationException>(() => Pretrained(run, weights, File(each))).InnerException!.Message, StringComparison.Ordinal);

        byte[] With(float[] values) => File([each[0], SafetensorsTensor.FromFloats("outputs", [Batch, Output], values), .. each[2..]]);
        string Refused(string source, byte[] reference)
            => Assert.Single(GeneratorHarness.RunDebug([new("M", weights) { Reference = reference }], source).Reported).GetMessage(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The build and the library have rules of their own for the header; what one refuses the other does too.</summary>
    [Fact]
    public void What_is_refused_at_build_is_refused_by_the_library()
    {
        Assembly models = GeneratorHarness.Run("[LstmGen.LstmModel(2)] public sealed partial class M;").Load();
        object model = models.GetType("M")!.GetConstructor([typeof(LstmWeights)])!.Invoke([LstmWeights.Random(1)]);
        MethodInfo check = typeof(LstmReference).GetMethod(nameof(LstmReference.Check))!.MakeGenericMethod(model.GetType());
        WeightCase[] wrong = [.. WeightCases.All.Where(each => each.Reference is not null)];
        Assert.True(wrong.Length > 10);
        Assert.All(wrong, mistake =>
        {
            byte[] file = mistake.Items[0].Reference!;
            Exception? error = Record.Exception(() => check.Invoke(LstmReference.From(SafetensorsFile.Parse(file)), [model]));
            Assert.IsType<LstmFormatException>(error is TargetInvocationException ? error.InnerException : error);
        });
    }

    /// <summary>What an exporter gets wrong without changing a name or a shape.</summary>
    private static SafetensorsTensor Spoil(SafetensorsTensor tensor, string mistake)
    {
        float[] values = tensor.ToFloats();
        int columns = tensor.Shape.Count == 2 ? (int)tensor.Shape[1] : 1;
        bool layer = !tensor.Name.StartsWith("head", StringComparison.Ordinal);
        float[] spoiled = mistake switch
        {
            "onnx" when layer => [.. new[] { 0, 3, 1, 2 }.SelectMany(gate => values.Skip(gate * Hidden * columns).Take(Hidden * columns))],
            "reshaped" when tensor.Name == "weight_hh_l0" => [.. Enumerable.Range(0, values.Length).Select(index => values[(index % (4 * Hidden) * columns) + (index / (4 * Hidden))])],
            "transposed" when tensor.Name == "weight_ih_l1" => [.. Enumerable.Range(0, values.Length).Select(index =>
                values[(index / (Hidden * Hidden) * Hidden * Hidden) + (index % Hidden * Hidden) + (index / Hidden % Hidden)])],
            "bias" when tensor.Name == "bias_hh_l1" => new float[values.Length],
            _ => values,
        };
        return SafetensorsTensor.FromFloats(tensor.Name, [.. tensor.Shape], spoiled);
    }

    /// <summary>Three sequences of five, two and one steps, from states that are not zero, by plain loops in double.</summary>
    private static IEnumerable<SafetensorsTensor> Reference()
    {
        float[] inputs = Wave(Steps * Batch * Input, 0.7f);
        float[] hidden = Wave(2 * Batch * Hidden, 0.3f);
        float[] cell = Wave(2 * Batch * Hidden, 0.4f);
        var layers = Enumerable.Range(0, 2).Select(layer => new ReferenceLayer(
            Input, Hidden, Tensor($"weight_ih_l{layer}"), Tensor($"weight_hh_l{layer}"), Tensor($"bias_ih_l{layer}"), Tensor($"bias_hh_l{layer}")));
        var model = new ReferenceLstm([.. layers], new ReferenceHead(Output, Tensor("head.weight"), Tensor("head.bias")));
        double[] outputs = model.Forward(Widen(inputs), [5, 2, 1], Widen(hidden), Widen(cell)).Outputs;
        return
        [
            SafetensorsTensor.FromFloats("inputs", [Steps, Batch, Input], inputs),
            SafetensorsTensor.FromFloats("outputs", [Steps, Batch, Output], [.. outputs.Select(value => (float)value)]),
            Lengths(5, 2, 1),
            SafetensorsTensor.FromFloats("h0", [2, Batch, Hidden], hidden),
            SafetensorsTensor.FromFloats("c0", [2, Batch, Hidden], cell),
        ];

        double[] Tensor(string name) => Widen(Weights.Single(tensor => tensor.Name == name).ToFloats());
    }

    private static SafetensorsTensor Lengths(params long[] lengths)
        => new("lengths", SafetensorsDtype.I64, [lengths.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(lengths).ToArray());

    private static SafetensorsTensor Replaced(SafetensorsTensor tensor, int index, float value)
    {
        float[] values = tensor.ToFloats();
        values[index] = value;
        return SafetensorsTensor.FromFloats(tensor.Name, [.. tensor.Shape], values);
    }

    private static float[] Wave(int count, float rate) => [.. Enumerable.Range(0, count).Select(index => MathF.Sin(rate * index))];

    private static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];

    private static byte[] File(IEnumerable<SafetensorsTensor> tensors)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors);
        return stream.ToArray();
    }

    private static object? Pretrained(GeneratorRun run, byte[] weights, byte[] reference)
        => run.Load(("LstmGen.Weights.M", weights), ("LstmGen.References.M", reference)).GetType("M")!.GetProperty("Pretrained")!.GetMethod!.Invoke(null, null);
}
