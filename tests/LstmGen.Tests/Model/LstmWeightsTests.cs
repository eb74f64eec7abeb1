using System.Reflection;
using LstmGen.Formats;

namespace LstmGen.Tests.Model;

/// <summary>Named tensors become parameters exactly where every one of them fits.</summary>
public sealed class LstmWeightsTests
{
    private static readonly LstmShape Shape = new(Input: 3, Hidden: 5, Layers: 2, Output: 4);

    [Theory]
    [InlineData(3, 5, 2, 4, true)]
    [InlineData(1, 1, 1, 0, true)]
    [InlineData(2, 3, 3, 1, false)]
    [InlineData(7, 16, 1, 2, false)]
    [InlineData(3, 5, 2, 4, true, true)]
    [InlineData(2, 3, 1, 0, true, false, true)]
    [InlineData(2, 3, 3, 1, false, true, true)]
    public void Each_tensor_arrives_in_its_place(
        int input, int hidden, int layers, int output, bool bias, bool peepholes = false, bool coupled = false)
    {
        var shape = new LstmShape(input, hidden, layers, output, bias, CellOptions: new() { Peepholes = peepholes, CoupledGates = coupled ? LstmCoupledGates.InputFromForget : default });
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("m"), NamedTensors.For(shape).AsEnumerable().Reverse());
        LstmParameters parameters = LstmWeights.Load(folder.File("m")).Bind(shape);
        Assert.Same(shape, parameters.Shape);
        List<float[]> found = NamedTensors.All(parameters);
        Assert.Equal(shape.ParameterCount, found.Sum(values => values.Length));
        int tensor = 0;
        foreach (float[] values in found.Where(values => values.Length > 0))
        {
            Assert.Equal(NamedTensors.Values(tensor++, values.Length), values);
        }

        Assert.Equal(NamedTensors.For(shape).Count, tensor);
    }

    [Fact]
    public void Streams_files_and_tensors_are_alike_and_every_binding_is_its_own()
    {
        List<SafetensorsTensor> tensors = NamedTensors.For(Shape);
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors);
        LstmWeights fromTensors = LstmWeights.From(tensors);
        List<float[]> expected = NamedTensors.All(fromTensors.Bind(Shape));
        Assert.Equal(expected, NamedTensors.All(LstmWeights.From(SafetensorsFile.Parse(stream.ToArray())).Bind(Shape)));
        stream.Position = 0;
        Assert.Equal(expected, NamedTensors.All(LstmWeights.Load(stream).Bind(Shape)));
        Assert.False(fromTensors.Bind(Shape).WeightIh(0).Overlaps(fromTensors.Bind(Shape).WeightIh(0)));
    }

    [Theory]
    [InlineData(SafetensorsDtype.F16)]
    [InlineData(SafetensorsDtype.BF16)]
    public void Half_precision_is_widened(SafetensorsDtype dtype)
    {
        byte[] data = new byte[2 * 20];
        for (int index = 0; index < 20; index++)
        {
            ushort bits = dtype == SafetensorsDtype.F16
                ? BitConverter.HalfToUInt16Bits((Half)(index - 7.5f))
                : (ushort)(BitConverter.SingleToUInt32Bits(index - 7.5f) >> 16);
            BitConverter.TryWriteBytes(data.AsSpan(2 * index), bits);
        }

        List<SafetensorsTensor> tensors = NamedTensors.For(Shape).Replace("bias_hh_l1", new("bias_hh_l1", dtype, [20], data));
        Assert.Equal(Enumerable.Range(0, 20).Select(index => index - 7.5f), LstmWeights.From(tensors).Bind(Shape).BiasHh(1).ToArray());
    }

    [Fact]
    public void Prefixes_choose_the_tensors_of_one_model_among_several()
    {
        List<SafetensorsTensor> tensors =
            [.. NamedTensors.For(Shape, "a.lstm.", "a.out."), .. NamedTensors.For(Shape with { Hidden = 2 }, "b.", "b.fc."), SafetensorsTensor.FromFloats("step", [], [1f])];
        LstmWeights.From(tensors, "a.lstm.", "a.out.").Bind(Shape);
        LstmWeights.From(tensors, "b.", "b.fc.").Bind(Shape with { Hidden = 2 });
        Assert.Contains("tensor 'b.fc.weight' is not used", Refused(tensors, Shape with { Hidden = 2, Output = 0 }, "b.", "b.fc."), StringComparison.Ordinal);
        Assert.Contains("tensor 'a.out.weight' is not used", Refused(tensors, Shape with { Output = 0 }, "a.lstm.", "a.out."), StringComparison.Ordinal);
        LstmWeights.From(tensors, "a.lstm.").Bind(Shape with { Output = 0 });
    }

    [Theory]
    [InlineData("lstm.", "lstm.head.")]
    [InlineData("net.core.", "net.")]
    [InlineData("m.", "m.")]
    [InlineData("", "")]
    [InlineData("lstm.", "")]
    public void Prefixes_may_lie_in_one_another(string prefix, string head)
    {
        List<SafetensorsTensor> tensors = NamedTensors.For(Shape, prefix, head);
        LstmWeights.From(tensors, prefix, head).Bind(Shape);
        string outer = prefix.Length < head.Length ? prefix : head;
        Assert.Contains($"tensor '{outer}more' is not used", Refused(tensors.With(outer + "more"), Shape, prefix, head), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_single_layer_takes_the_names_of_LSTMCell(bool peepholes, bool coupled)
    {
        LstmShape single = Shape with { Layers = 1, CellOptions = new() { Peepholes = peepholes, CoupledGates = coupled ? LstmCoupledGates.InputFromForget : default } };
        List<SafetensorsTensor> cell = NamedTensors.For(single, "rnn.", cell: true);
        string gates = coupled ? "_fgo" : "";
        Assert.Equal(
            NamedTensors.All(LstmWeights.From(NamedTensors.For(single)).Bind(single)),
            NamedTensors.All(LstmWeights.From(cell, "rnn.").Bind(single)));
        Assert.Contains($"tensor 'rnn.bias_hh{gates}' is missing", Refused(cell.Without("rnn.bias_hh" + gates), single, "rnn."), StringComparison.Ordinal);
        Assert.Contains($"tensor 'rnn.weight_ih{gates}' is missing", Refused(cell.Without("rnn.weight_ih" + gates), single, "rnn."), StringComparison.Ordinal);
        Assert.Contains("tensor 'rnn.weight_ih_l0' is missing", Refused(cell, Shape, "rnn."), StringComparison.Ordinal);
        Assert.Contains(
            $"tensor 'weight_ih{gates}' is not used", Refused(NamedTensors.For(single).With("weight_ih" + gates), single), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tensor_that_is_missing_is_named()
        => Assert.All(NamedTensors.For(Shape), tensor =>
        {
            string message = Refused(NamedTensors.For(Shape).Without(tensor.Name), Shape);
            Assert.StartsWith($"tensors: tensor '{tensor.Name}' is missing; [{string.Join(", ", tensor.Shape)}] was expected for ", message, StringComparison.Ordinal);
            Assert.Contains(", found 'weight_", message, StringComparison.Ordinal);
        });

    [Fact]
    public void Every_tensor_of_another_shape_is_named()
        => Assert.All(NamedTensors.For(Shape), tensor =>
        {
            // As many elements, in another arrangement.
            long[] turned = tensor.Shape.Count == 1 ? [tensor.Shape[0], 1] : [tensor.Shape[1], tensor.Shape[0]];
            if (turned.SequenceEqual(tensor.Shape))
            {
                return;
            }

            string message = Refused(NamedTensors.For(Shape).Replace(tensor.Name, new(tensor.Name, tensor.Dtype, turned, tensor.Data)), Shape);
            Assert.StartsWith(
                $"tensors: tensor '{tensor.Name}' has shape [{string.Join(", ", turned)}]; [{string.Join(", ", tensor.Shape)}] was expected for ",
                message, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData(SafetensorsDtype.F64)]
    [InlineData(SafetensorsDtype.I32)]
    [InlineData(SafetensorsDtype.F8E4M3)]
    public void Every_tensor_of_another_dtype_is_named(SafetensorsDtype dtype)
        => Assert.All(NamedTensors.For(Shape), tensor =>
        {
            byte[] data = new byte[tensor.ElementCount * dtype.BitsPerElement() / 8];
            string message = Refused(NamedTensors.For(Shape).Replace(tensor.Name, new(tensor.Name, dtype, [.. tensor.Shape], data)), Shape);
            Assert.Equal($"tensors: tensor '{tensor.Name}' has dtype {dtype.FormatName()}; F32, F16 or BF16 was expected.", message);
        });

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_value_that_is_not_finite_is_found_at_every_place(float wrong, string text)
        => Assert.All(NamedTensors.For(Shape), tensor =>
        {
            int columns = (int)tensor.Shape[^1];
            for (int index = 0; index < tensor.ElementCount; index++)
            {
                float[] values = tensor.ToFloats();
                values[index] = wrong;
                string at = tensor.Shape.Count == 1 ? $"[{index}]" : $"[{index / columns}, {index % columns}]";
                string message = Refused(NamedTensors.For(Shape).Replace(tensor.Name, SafetensorsTensor.FromFloats(tensor.Name, [.. tensor.Shape], values)), Shape);
                Assert.Equal($"tensors: tensor '{tensor.Name}' holds {text} at {at}; finite values were expected.", message);
            }
        });

    [Fact]
    public void The_largest_floats_are_finite()
    {
        float[] values = [float.MaxValue, float.MinValue, float.Epsilon, -0f];
        LstmShape shape = new(1, 1);
        LstmParameters parameters = LstmWeights.From(NamedTensors.For(shape).Replace("bias_ih_l0", SafetensorsTensor.FromFloats("bias_ih_l0", [4], values))).Bind(shape);
        Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits), parameters.BiasIh(0).ToArray().Select(BitConverter.SingleToUInt32Bits));
    }

    [Theory]
    [InlineData("weight_ih_l2", "")]
    [InlineData("weight_ih_l0_reverse", " (the model is not bidirectional)")]
    [InlineData("weight_hr_l0", " (the model has no projection)")]
    [InlineData("head.scale", "")]
    [InlineData("optimizer", "")]
    public void A_tensor_without_a_use_is_named(string name, string reason)
    {
        string message = Refused(NamedTensors.For(Shape).With(name), Shape);
        Assert.StartsWith($"tensors: tensor '{name}' is not used by {Shape}{reason}; only 'weight_ih_l0', 'weight_hh_l0', ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_what_the_shape_has_not_say_so()
    {
        Assert.Contains("'head.weight' is not used by", Refused(NamedTensors.For(Shape), Shape with { Output = 0 }), StringComparison.Ordinal);
        Assert.Contains("(output is 0: no head)", Refused(NamedTensors.For(Shape), Shape with { Output = 0 }), StringComparison.Ordinal);
        Assert.Contains("'bias_ih_l0' is not used by", Refused(NamedTensors.For(Shape), Shape with { Bias = false }), StringComparison.Ordinal);
        Assert.Contains("(Bias is false)", Refused(NamedTensors.For(Shape), Shape with { Bias = false }), StringComparison.Ordinal);
        LstmShape seeing = Shape with { CellOptions = new() { Peepholes = true } };
        Assert.Contains("'peephole_i_l0' is not used by", Refused(NamedTensors.For(seeing), Shape), StringComparison.Ordinal);
        Assert.Contains("(Peepholes is false)", Refused(NamedTensors.For(seeing), Shape), StringComparison.Ordinal);
        LstmShape coupled = Shape with { CellOptions = new() { Peepholes = true, CoupledGates = LstmCoupledGates.InputFromForget } };
        Assert.Contains("(the gates are coupled: i has no weights)", Refused(NamedTensors.For(coupled).With("peephole_i_l0"), coupled), StringComparison.Ordinal);
        Assert.Contains(
            "'weight_ih_fgo_l0' is missing; [15, 3] was expected for 3 inputs, 2 x 5 units, 4 outputs, coupled gates",
            Refused(NamedTensors.For(Shape), Shape with { CellOptions = new() { CoupledGates = LstmCoupledGates.InputFromForget } }), StringComparison.Ordinal);
        LstmShape forget = Shape with { CellOptions = new() { Peepholes = true, CoupledGates = LstmCoupledGates.ForgetFromInput } };
        Assert.Contains("(the gates are coupled: f has no weights)", Refused(NamedTensors.For(forget).With("peephole_f_l0"), forget), StringComparison.Ordinal);
        Assert.Contains(
            "'weight_ih_igo_l0' is missing; [15, 3] was expected for 3 inputs, 2 x 5 units, 4 outputs, peepholes, coupled gates (f = 1 - i)",
            Refused(NamedTensors.For(coupled), forget), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_name_the_file()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("m.safetensors"), NamedTensors.For(Shape).Without("weight_hh_l1"));
        var error = Assert.Throws<LstmFormatException>(() => LstmWeights.Load(folder.File("m.safetensors")).Bind(Shape));
        Assert.StartsWith(folder.File("m.safetensors") + ": tensor 'weight_hh_l1' is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_takes_no_memory_for_a_large_shape()
    {
        var large = new LstmShape(65536, 4096, 16, 65536);
        LstmWeights weights = LstmWeights.From(NamedTensors.For(Shape));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<LstmFormatException>(() => weights.Bind(large));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void Nulls_and_names_that_occur_twice_are_refused()
    {
        List<SafetensorsTensor> tensors = NamedTensors.For(Shape);
        Assert.Throws<ArgumentNullException>(() => LstmWeights.From(tensors, null!));
        Assert.Throws<ArgumentNullException>(() => LstmWeights.From(tensors, "", null!));
        Assert.Throws<ArgumentNullException>(() => LstmWeights.From((SafetensorsFile)null!));
        Assert.Throws<ArgumentNullException>(() => LstmWeights.From(tensors).Bind(null!));
        Assert.Contains("'bias_ih_l0' occurs twice", Assert.Throws<ArgumentException>(() => LstmWeights.From(tensors.With("bias_ih_l0"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_that_is_missing_is_named()
    {
        Assembly assembly = typeof(LstmWeightsTests).Assembly;
        Assert.Contains(
            "LstmGen.Tests has no resource 'nothing'; it has ",
            Assert.Throws<ArgumentException>(() => LstmWeights.FromResource(assembly, "nothing")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => LstmWeights.FromResource(null!, "nothing"));
        Assert.Throws<ArgumentException>(() => LstmWeights.FromResource(assembly, ""));
    }

    private static string Refused(List<SafetensorsTensor> tensors, LstmShape shape, string prefix = "", string head = "head.")
        => Assert.Throws<LstmFormatException>(() => LstmWeights.From(tensors, prefix, head).Bind(shape)).Message;
}
