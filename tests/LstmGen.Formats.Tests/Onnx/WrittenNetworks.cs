using LstmGen.Formats;
using LstmGen.Formats.Onnx.Proto;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>Networks that are written, with random weights, and inputs for the files.</summary>
internal static class WrittenNetworks
{
    /// <summary>Every opset, direction, merge, kind of outputs and activation.</summary>
    internal static IEnumerable<(LstmNetworkDescription Network, OnnxWriteOptions Options)> All()
    {
        for (int opset = 14; opset <= 22; opset++)
        {
            OnnxWriteOptions options = new() { Opset = opset, States = opset % 2 == 0, Lengths = opset % 3 == 0 };
            yield return (new(new LstmModelAttribute(4, 2, 3, 2) { Direction = (LstmDirection)(opset % 3), Outputs = (LstmOutputs)(opset % 4) }), options);
            yield return (new(new LstmNetworkAttribute(3) { Skip = true }, new LstmAttribute(4) { Peepholes = true, Clip = 0.4f }, new DenseAttribute(2) { Activation = LstmActivation.Gelu }), options);
            yield return (new(new LstmNetworkAttribute(3), new GruAttribute(3, 2) { Residual = true, ResetAfter = opset % 2 == 0, LearnedInitialState = true }, new DenseAttribute(3) { Activation = LstmActivation.GeluTanh, Softmax = true, Bias = false }), options);
        }

        foreach (LstmMerge merge in Enum.GetValues<LstmMerge>())
        {
            foreach (LstmOutputs outputs in Enum.GetValues<LstmOutputs>())
            {
                yield return (new(new LstmNetworkAttribute(3) { Outputs = outputs }, new LstmAttribute(4, 2) { Direction = LstmDirection.Both, Merge = merge, Bias = false }, new DenseAttribute(2)), new() { Lengths = outputs == LstmOutputs.Max });
            }
        }

        foreach (LstmActivation activation in Enum.GetValues<LstmActivation>())
        {
            yield return (new(new LstmNetworkAttribute(3), new DenseAttribute(4) { Activation = activation }, new LstmAttribute(4) { Residual = true }, new DenseAttribute(4) { Activation = activation, Residual = true }), new());
        }

        foreach (LstmActivation activation in Enum.GetValues<LstmActivation>().Where(each => each < LstmActivation.Gelu))
        {
            yield return (new(new LstmNetworkAttribute(3), new LstmAttribute(4) { CandidateActivation = activation, OutputActivation = LstmActivation.LeakyRelu, OutputAlpha = 0.3f, Name = "named.one" }), new());
        }

        yield return (new(new LstmModelAttribute(4, 1, 3) { CoupledGates = LstmCoupledGates.ForgetFromInput, Peepholes = true, Direction = LstmDirection.Both }), new());
        yield return (new(new LstmModelAttribute(4, 1, 3) { LearnedInitialState = true, Direction = LstmDirection.Both }), new());
        yield return (new(new LstmNetworkAttribute { Tokens = 6, Embedding = 3 }, new LstmAttribute(4), new DenseAttribute(6) { Softmax = true }), new());
        yield return (new(new LstmNetworkAttribute(4) { Outputs = LstmOutputs.Last }, new LstmAttribute(4) { Residual = true }, new DenseAttribute(1)), new() { States = false });
    }

    /// <summary>A model of the network with random weights: those that the network says it needs.</summary>
    internal static LstmModelFile Model(LstmNetworkDescription network, int seed)
    {
        var random = new Random(seed);
        return new LstmModelFile("made", "made.bin", network, [.. Shapes(network).Select(each
            => SafetensorsTensor.FromFloats(each.Name, each.Shape, [.. Enumerable.Range(0, (int)each.Shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle() - 0.5f)]))]);
    }

    /// <summary>Random inputs for whatever a file has; X alone besides.</summary>
    internal static (float[] X, List<NamedOnnxValue> Inputs) Inputs(byte[] file, int seed, int steps, int batch)
    {
        var random = new Random(seed);
        List<NamedOnnxValue> inputs = [];
        foreach (ValueInfoProto input in ModelProto.Parser.ParseFrom(file).Graph.Input)
        {
            int[] shape = [.. input.Type.TensorType.Shape.Dim.Select(each => each.DimParam switch { "time" => steps, "batch" => batch, _ => (int)each.DimValue })];
            int count = shape.Aggregate((a, b) => a * b);
            inputs.Add(input.Type.TensorType.ElemType switch
            {
                6 => OnnxRun.Value(input.Name, [.. Enumerable.Repeat(steps, batch)], shape),
                7 => OnnxRun.Value(input.Name, [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(6))], shape),
                _ => OnnxRun.Value(input.Name, [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)], shape),
            });
        }

        return (inputs[0].Value is DenseTensor<long> tokens ? [.. tokens.Select(token => (float)token)] : [.. ((DenseTensor<float>)inputs[0].Value)], inputs);
    }

    /// <summary>The states among the inputs, by layer and direction; null where there are none.</summary>
    internal static PlainStates? States(List<NamedOnnxValue> inputs)
    {
        var states = new PlainStates([], []);
        foreach (NamedOnnxValue input in inputs.Where(input => input.Name.StartsWith("initial_h_", StringComparison.Ordinal)))
        {
            var h = (DenseTensor<float>)input.Value;
            var c = inputs.FirstOrDefault(each => each.Name == "initial_c_" + input.Name["initial_h_".Length..])?.Value as DenseTensor<float> ?? h;
            states.Hidden.AddRange(Rows(h));
            states.Cell.AddRange(Rows(c));
        }

        return states.Hidden.Count == 0 ? null : states;
    }

    private static IEnumerable<double[][]> Rows(DenseTensor<float> tensor) => Enumerable.Range(0, tensor.Dimensions[0]).Select(side => (double[][])[.. Enumerable.Range(0, tensor.Dimensions[1]).Select(row
        => (double[])[.. Enumerable.Range(0, tensor.Dimensions[2]).Select(unit => (double)tensor[side, row, unit])])]).ToArray();

    private static IEnumerable<(string Name, long[] Shape)> Shapes(LstmNetworkDescription network)
    {
        if (network.Model is { } model)
        {
            var lstm = new LstmAttribute(model.Hidden, model.Layers)
            {
                Bias = model.Bias, Direction = model.Direction, Peepholes = model.Peepholes, CoupledGates = model.CoupledGates, LearnedInitialState = model.LearnedInitialState,
            };
            int given = model.Hidden * (model.Direction == LstmDirection.Both ? 2 : 1);
            return [.. Recurrent("", lstm, lstm.Hidden, lstm.Layers, lstm.Bias, lstm.Direction, lstm.Merge, model.Input), .. model.Output > 0 ? Dense("head.", new DenseAttribute(model.Output) { Bias = model.Bias }, given) : []];
        }

        List<(string, long[])> shapes = [];
        LstmNetworkAttribute whole = network.Network!;
        int width = whole.Tokens > 0 ? whole.Embedding : whole.Input;
        if (whole.Tokens > 0)
        {
            shapes.Add(("embedding.weight", [whole.Tokens, whole.Embedding]));
        }

        for (int at = 0; at < network.Layers.Count; at++)
        {
            ILstmLayer layer = network.Layers[at];
            string Name(string kind) => (layer.Name ?? $"{kind}{at}") + ".";
            (IEnumerable<(string, long[])> more, width) = layer switch
            {
                LstmAttribute lstm => (Recurrent(Name("lstm"), lstm, lstm.Hidden, lstm.Layers, lstm.Bias, lstm.Direction, lstm.Merge, width), Width(lstm.Hidden, lstm.Direction, lstm.Merge)),
                GruAttribute gru => (Recurrent(Name("gru"), gru, gru.Hidden, gru.Layers, gru.Bias, gru.Direction, gru.Merge, width), Width(gru.Hidden, gru.Direction, gru.Merge)),
                DenseAttribute dense => (Dense(Name("dense"), dense, width), dense.Units),
                _ => throw new NotSupportedException(),
            };
            shapes.AddRange(more);
        }

        return shapes;
    }

    private static int Width(int hidden, LstmDirection direction, LstmMerge merge) => direction == LstmDirection.Both && merge == LstmMerge.Concat ? 2 * hidden : hidden;

    private static IEnumerable<(string, long[])> Dense(string name, DenseAttribute dense, int width)
        => dense.Bias ? [(name + "weight", [dense.Units, width]), (name + "bias", [dense.Units])] : [(name + "weight", [dense.Units, width])];

    private static IEnumerable<(string, long[])> Recurrent(string name, Attribute layer, int hidden, int layers, bool bias, LstmDirection direction, LstmMerge merge, int width)
    {
        var lstm = layer as LstmAttribute;
        bool coupled = lstm?.CoupledGates == LstmCoupledGates.ForgetFromInput;
        (int gates, string rows) = lstm is null ? (3, "") : coupled ? (3, "_igo") : (4, "");
        for (int at = 0; at < layers; at++)
        {
            foreach (string suffix in direction == LstmDirection.Both ? (string[])[$"_l{at}", $"_l{at}_reverse"] : [$"_l{at}"])
            {
                yield return ($"{name}weight_ih{rows}{suffix}", [gates * hidden, width]);
                yield return ($"{name}weight_hh{rows}{suffix}", [gates * hidden, hidden]);
                foreach (string which in bias ? (string[])["ih", "hh"] : [])
                {
                    yield return ($"{name}bias_{which}{rows}{suffix}", [gates * hidden]);
                }

                foreach (char gate in lstm?.Peepholes == true ? coupled ? "io" : "ifo" : "")
                {
                    yield return ($"{name}peephole_{gate}{suffix}", [hidden]);
                }

                if (lstm?.LearnedInitialState ?? ((GruAttribute)layer).LearnedInitialState)
                {
                    yield return ($"{name}initial_hidden{suffix}", [hidden]);
                    if (lstm is not null)
                    {
                        yield return ($"{name}initial_cell{suffix}", [hidden]);
                    }
                }
            }

            width = Width(hidden, direction, merge);
        }
    }
}
