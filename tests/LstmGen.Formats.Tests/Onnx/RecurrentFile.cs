using Google.Protobuf;
using LstmGen.Formats;
using LstmGen.Formats.Onnx.Proto;
using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>A file of one recurrent node, and what goes into it.</summary>
internal sealed class RecurrentFile
{
    internal const int Steps = 6, Batch = 2, Features = 3, Hidden = 4;
    private readonly RecurrentCase _case;
    private readonly GraphMaker _maker;
    private readonly float[] _x;
    private readonly Dictionary<string, float[]> _states = [];

    internal RecurrentFile(RecurrentCase one)
    {
        (_case, _maker) = (one, new(one.Opset, one.ToString().Length));
        int gates = one.Type == "LSTM" ? 4 : 3, directions = one.Directions;
        string[] inputs =
        [
            _maker.Input("X", -1, -1, Features), _maker.Weights("W", directions, gates * Hidden, Features), _maker.Weights("R", directions, gates * Hidden, Hidden),
            one.Bias ? _maker.Weights("B", directions, 2 * gates * Hidden) : "", one.Lengths ? _maker.Typed("lengths", 6, -1) : "",
            State("h"), one.Type == "LSTM" ? State("c") : "", one.Peepholes ? _maker.Weights("P", directions, 3 * Hidden) : "",
        ];
        (string, object)[] attributes =
        [
            ("direction", one.Direction), ("hidden_size", Hidden), .. Given(one.Clip > 0, "clip", one.Clip), .. Given(one.InputForget, "input_forget", 1),
            .. Given(one.LinearBeforeReset, "linear_before_reset", 1), .. Given(one.Activations.Length > 0, "activations", one.Activations),
            .. Given(one.Alpha.Length > 0, "activation_alpha", one.Alpha), .. Given(one.Beta.Length > 0, "activation_beta", one.Beta),
        ];
        int last = Array.FindLastIndex(inputs, input => input.Length > 0);
        string[] outputs = one.Last ? ["", "Y_h"] : one.Type == "LSTM" ? ["Y", "Y_h", "Y_c"] : ["Y", "Y_h"];
        _maker.Node(one.Type, inputs[..(last + 1)], outputs, attributes);
        _maker.Output([.. outputs.Where(output => output.Length > 0)]);
        _x = [.. _maker.Random(Steps * Batch * Features).Select(value => 2 * value)];
    }

    /// <summary>The file, without hidden_size where the case says so: ONNX Runtime insists on it.</summary>
    internal byte[] Bytes
    {
        get
        {
            ModelProto copy = _maker.Model.Clone();
            AttributeProto size = copy.Graph.Node[0].Attribute.First(attribute => attribute.Name == "hidden_size");
            _ = !_case.HiddenSize && copy.Graph.Node[0].Attribute.Remove(size);
            return copy.ToByteArray();
        }
    }

    /// <summary>The outputs of ONNX Runtime in the order of a class: [T, batch, directions * H] or [batch, directions * H], and h and c after the last step.</summary>
    internal (float[] Y, float[] H, float[] C) Expected()
    {
        List<NamedOnnxValue> inputs = [OnnxRun.Value("X", _x, Steps, Batch, Features)];
        if (_case.Lengths)
        {
            inputs.Add(OnnxRun.Value("lengths", [Steps, Steps], Batch));
        }

        inputs.AddRange(_states.Select(state => OnnxRun.Value(state.Key, state.Value, _case.Directions, Batch, Hidden)));
        Dictionary<string, float[]> outputs = OnnxRun.Of(_maker.Bytes, [.. inputs]);
        return (Turned(_case.Last ? outputs["Y_h"] : outputs["Y"], _case.Last ? 1 : Steps), outputs["Y_h"], outputs.GetValueOrDefault("Y_c", []));
    }

    /// <summary>The same of what the reader made of the file.</summary>
    internal (float[] Y, float[] H, float[] C) Found(LstmModelFile model)
    {
        PlainStates? states = _states.Count == 0 ? null : new([.. Parts("h")], [.. Parts(_case.Type == "LSTM" ? "c" : "h")]);
        float[] y = ModelRun.Of(model, _x, Batch, states);
        return states is null ? (y, [], []) : (y, Flat(states.Hidden), Flat(states.Cell));
    }

    private static float[] Flat(List<double[][]> parts) => [.. parts.SelectMany(rows => rows.SelectMany(row => row)).Select(value => (float)value)];

    private IEnumerable<double[][]> Parts(string name) => Enumerable.Range(0, _case.Directions).Select(side => (double[][])[.. Enumerable.Range(0, Batch).Select(row
        => (double[])[.. _states[name].AsSpan(((side * Batch) + row) * Hidden, Hidden).ToArray().Select(value => (double)value)])]);

    private string State(string name)
    {
        int directions = _case.Directions;
        float[] row = _maker.Random(directions * Hidden);
        switch (_case.Begin)
        {
            case Begin.Nothing:
                return "";
            case Begin.Zeros:
                return _maker.Floats(name, [directions, Batch, Hidden], new float[directions * Batch * Hidden]);
            case Begin.Values:
                return _maker.Floats(name, [directions, Batch, Hidden], [.. Enumerable.Range(0, directions * Batch).SelectMany(at => row.Skip(at / Batch * Hidden).Take(Hidden))]);
            default:
                _states[name] = _maker.Random(directions * Batch * Hidden);
                return _maker.Input(name, directions, -1, Hidden);
        }
    }

    /// <summary>[T, directions, batch, H] as [T, batch, directions, H].</summary>
    private float[] Turned(float[] values, int steps)
    {
        int directions = _case.Directions;
        var result = new float[values.Length];
        for (int at = 0; at < values.Length; at++)
        {
            (int unit, int row, int side, int step) = (at % Hidden, at / Hidden % Batch, at / Hidden / Batch % directions, at / Hidden / Batch / directions);
            result[(((((step * Batch) + row) * directions) + side) * Hidden) + unit] = values[at];
        }

        Assert.Equal(steps * Batch * directions * Hidden, values.Length);
        return result;
    }

    private static IEnumerable<(string, object)> Given(bool given, string name, object value) => given ? [(name, value)] : [];
}
