using System.Globalization;

namespace LstmGen.Formats;

/// <summary>
/// The operators UNIDIRECTIONAL_SEQUENCE_LSTM and BIDIRECTIONAL_SEQUENCE_LSTM: for each gate i, f, c, o a matrix of the inputs, one of h, a bias, and where there are any a peephole, a
/// projection and coefficients of layer normalisation. Without the tensors of i it is what f leaves.
/// </summary>
internal sealed class TfLiteLstm(ModelBytes file, TfLiteModel model, TfLiteConstants constants)
{
    private const float Epsilon = 1e-8f; // what layer normalisation adds to a variance
    private static readonly string[] s_gates = ["input", "forget", "cell", "output"];

    /// <summary>Where an operator has the tensors of a direction, by their numbers among its inputs.</summary>
    private readonly record struct Places(int Input, int Recurrent, int Peephole, int Bias, int Projection, int ProjectionBias, int Hidden, int Cell, int Norm);

    private readonly record struct Sizes(int Features, int Hidden, int Outputs, string Letters)
    {
        internal int Rows => Letters.Length * Hidden;

        internal string Suffix => Letters.Length == 4 ? "" : "_" + Letters;
    }

    /// <summary>Reads such an operator.</summary>
    /// <param name="index">Which.</param>
    /// <param name="width">Values that it reads.</param>
    /// <param name="timeMajor">Whether time is the first axis of what it reads, or else the second.</param>
    internal StackLayer Read(int index, int width, out bool timeMajor)
    {
        string name = model.Describe(index);
        int[] inputs = model.Inputs(index);
        FlatTable options = model.Options(index) ?? throw file.Error($"{name} has no options; some were expected.");
        bool both = model.Kind(index) == TfLiteOperators.BidirectionalSequenceLstm;
        if (both ? inputs.Length != 48 : inputs.Length is not (20 or 24))
        {
            throw file.Error($"{name} has {Number(inputs.Length)} inputs; {(both ? "48" : "20 or 24")} were expected.");
        }

        timeMajor = both ? options.Byte(4, 1) != 0 : options.Byte(3) != 0;
        Places[] places = both
            ? [new(1, 5, 9, 12, 16, 17, 35, 36, -1), new(18, 22, 26, 29, 33, 34, 37, 38, -1)]
            : [new(1, 5, 9, 12, 16, 17, 18, 19, inputs.Length == 24 ? 20 : -1)];
        Refuse(both && inputs[39..].Any(tensor => tensor >= 0), name, "auxiliary inputs");
        Refuse(both && options.Byte(3) == 0, name, "a tensor for each direction (merge_outputs is false)");
        Refuse(!both && options.Byte(5) != 0, name, "recurrent matrices that are diagonals");
        Sizes sizes = SizesOf(inputs, places[0], name, width);
        LstmActivation activation = Activation(options.Byte(0), name);
        var layer = new LstmAttribute(sizes.Hidden)
        {
            CandidateActivation = activation, OutputActivation = activation,
            CoupledGates = sizes.Letters.Length == 4 ? LstmCoupledGates.None : LstmCoupledGates.InputFromForget,
            Peepholes = inputs[places[0].Peephole + 1] >= 0,
            Projection = inputs[places[0].Projection] >= 0 ? sizes.Outputs : 0,
            CellClip = Clip(options.Float(1), name, "cell_clip"),
            Norm = places[0].Norm >= 0 && inputs[places[0].Norm + 1] >= 0 ? LstmNorm.Gates : LstmNorm.None,
            Direction = both ? LstmDirection.Both : LstmDirection.Forward,
        };
        layer.ProjectionClip = layer.Projection > 0 ? Clip(options.Float(2), name, "proj_clip") : 0;
        layer.NormEpsilon = layer.Norm == LstmNorm.Gates ? Epsilon : layer.NormEpsilon;
        Refuse(layer.Projection >= layer.Hidden, name, $"a projection to {Number(layer.Projection)} values of {Number(layer.Hidden)} units, which is no smaller");
        LayerTensors[] tensors = [.. places.Select(place => Tensors(inputs, place, name, layer, sizes))];
        return new StackLayer(layer, places.Length * sizes.Outputs) { Recurrent = tensors };
    }

    private Sizes SizesOf(int[] inputs, Places place, string name, int width)
    {
        int[] input = Shape(place.Input + 1), recurrent = Shape(place.Recurrent + 1);
        return input.Length == 2 && recurrent.Length == 2 && input[0] <= ModelLimits.Hidden && input[1] == width
            ? new Sizes(input[1], input[0], recurrent[1], inputs[place.Input] >= 0 ? Gates.PyTorch : "fgo")
            : throw file.Error($"{name} has weights of shapes [{string.Join(", ", input)}] and [{string.Join(", ", recurrent)}]; "
                + $"[units, {Number(width)}] and [units, values of h] of {Number(ModelLimits.Hidden)} units at most were expected.");

        int[] Shape(int at) => inputs[at] >= 0 ? model.Shape(inputs[at]) : throw file.Error($"{name} lacks input {Number(at)}, a matrix of the forget gate; one was expected.");
    }

    private LayerTensors Tensors(int[] inputs, Places place, string name, LstmAttribute layer, Sizes sizes)
    {
        bool norm = layer.Norm == LstmNorm.Gates;
        float[] bias = Stacked(place.Bias, "bias", true, sizes.Hidden);
        var others = new Dictionary<string, float[]>();
        if (norm)
        {
            others.Add("bias" + sizes.Suffix, bias);
            others.Add("gain" + sizes.Suffix, Stacked(place.Norm, "layer normalisation", true, sizes.Hidden));
        }
        else if (place.Norm >= 0)
        {
            _ = Stacked(place.Norm, "layer normalisation", false, sizes.Hidden);
        }

        NoBias(inputs[place.ProjectionBias], name);
        return new LayerTensors
        {
            InputWeights = Stacked(place.Input, "input weights", true, sizes.Hidden, sizes.Features),
            RecurrentWeights = Stacked(place.Recurrent, "recurrent weights", true, sizes.Hidden, sizes.Outputs),
            InputBias = norm ? null : bias,
            InputPeephole = layer.Peepholes && sizes.Letters.Length == 4 ? Peephole(0, "input") : None(place.Peephole, "peephole of the input gate"),
            ForgetPeephole = layer.Peepholes ? Peephole(1, "forget") : null,
            OutputPeephole = layer.Peepholes ? Peephole(2, "output") : None(place.Peephole + 2, "peephole of the output gate"),
            Projection = layer.Projection > 0 ? constants.Floats(inputs[place.Projection], $"{name}: projection", sizes.Outputs, sizes.Hidden) : SameWidth(),
            InitialHidden = State(place.Hidden, "h"),
            InitialCell = State(place.Cell, "c"),
            Others = others,
        };

        // One tensor under the other, those of i left out where there is none.
        float[] Stacked(int first, string what, bool needed, params ReadOnlySpan<int> shape)
        {
            int begin = 4 - sizes.Letters.Length;
            var all = new List<float>();
            for (int gate = 0; gate < 4; gate++)
            {
                int tensor = inputs[first + gate];
                if ((tensor >= 0) != (needed && gate >= begin))
                {
                    throw file.Error($"{name} {(tensor >= 0 ? "has" : "lacks")} input {Number(first + gate)}, {what} of the {s_gates[gate]} gate; {(tensor >= 0 ? "none" : "one")} was expected beside the others.");
                }

                if (tensor >= 0)
                {
                    all.AddRange(constants.Floats(tensor, $"{name}: {what} of the {s_gates[gate]} gate", shape));
                }
            }

            return [.. all];
        }

        float[] Peephole(int gate, string of)
            => inputs[place.Peephole + gate] is >= 0 and int tensor
                ? constants.Floats(tensor, $"{name}: peephole of the {of} gate", sizes.Hidden)
                : throw file.Error($"{name} lacks input {Number(place.Peephole + gate)}, the peephole of the {of} gate; one was expected beside the others.");

        float[]? None(int at, string what) => inputs[at] < 0 ? null : throw file.Error($"{name} has input {Number(at)}, the {what}; none was expected beside the others.");

        float[]? SameWidth() => sizes.Outputs == sizes.Hidden ? null
            : throw file.Error($"{name} has {Number(sizes.Hidden)} units and {Number(sizes.Outputs)} values of h, but no projection; one was expected.");

        // Variables begin with zeros.
        float[]? State(int at, string state)
        {
            int tensor = inputs[at];
            if (tensor >= 0 && model.Tensor(tensor).Byte(5) != 0 && model.Buffer(tensor) is null)
            {
                return null;
            }

            throw file.Error($"{name} begins with {state} of input {Number(at)}, which is no variable; one was expected, which is zeros at first.");
        }
    }

    /// <summary>A bias of the projection has no place, unless it is zeros.</summary>
    private void NoBias(int tensor, string name)
        => Refuse(tensor >= 0 && constants.Floats(tensor, $"{name}: bias of the projection", model.Shape(tensor)).Any(value => value != 0), name, "a bias of the projection, which no class has");

    private LstmActivation Activation(int number, string name) => number switch
    {
        0 => LstmActivation.Affine,
        1 => LstmActivation.Relu,
        4 => LstmActivation.Tanh,
        _ => throw file.Error($"{name} has activation {Number(number)}; none (0), RELU (1) or TANH (4) was expected."),
    };

    private float Clip(float bound, string name, string what)
        => bound >= 0 && float.IsFinite(bound) ? bound : throw file.Error($"{name} has {what} {bound.ToString(CultureInfo.InvariantCulture)}; 0 for none, or a bound above it, was expected.");

    private void Refuse(bool found, string name, string what)
    {
        if (found)
        {
            throw file.Error($"{name} has {what}; none was expected.");
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
