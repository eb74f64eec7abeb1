using System.Globalization;
using System.Reflection;
using LstmGen.Formats;
using LstmGen.Kernels;
using static LstmGen.Formats.SafetensorsTensor;

namespace LstmGen;

/// <summary>
/// Inputs and the outputs that a model must give for them, computed where the weights come from: what names and shapes cannot show, such as
/// gates in another order or a matrix that was transposed, shows here.
/// </summary>
/// <remarks>
/// A safetensors file of F32, F16 or BF16 tensors: <c>inputs</c> [T, B, Input] and <c>outputs</c> [T, B, OutputSize], or [T, Input] and
/// [T, OutputSize] for one sequence, without T where a model gives outputs of all steps together; where they are there, <c>lengths</c> [B] (I32 or I64: row b has its first <c>lengths[b]</c> steps, and
/// outputs past them are not compared), the initial states <c>h0</c> and <c>c0</c> [Layers, B, Hidden], and <c>tolerance</c> [] or [1].
/// Named in the project, <c>&lt;LstmWeights Include="..." Model="..." Reference="..." /&gt;</c>, it is compared when a Debug build first
/// loads <c>Pretrained</c>. In a test: <c>LstmReference.FromResource(typeof(M).Assembly, "LstmGen.References.M").Check(M.Pretrained)</c>.
/// </remarks>
public sealed class LstmReference
{
    /// <summary>How far an output may be off where the file does not say it, as a part of the expected value, of 1 at least.</summary>
    public const float DefaultTolerance = 1e-4f;

    private static readonly string[] s_names = ["inputs", "outputs", "lengths", "h0", "c0", "tolerance"];

    private readonly SafetensorsFile _file;
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly int[]? _lengths;
    private readonly bool _pools;

    private LstmReference(SafetensorsFile file)
    {
        _file = file;
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            if (Array.IndexOf(s_names, tensor.Name) < 0)
            {
                throw Error($"there is the tensor {tensor}; {string.Join(", ", s_names)} were expected");
            }
        }

        SafetensorsTensor inputs = file["inputs"];
        SafetensorsTensor outputs = file["outputs"];
        bool batched = inputs.Shape.Count == 3;
        if ((!batched && inputs.Shape.Count != 2) || inputs.ElementCount == 0)
        {
            throw Error($"{inputs} was found; [steps, batch, input] or [steps, input] was expected, none of them 0");
        }

        IEnumerable<long> rows = inputs.Shape.Take(inputs.Shape.Count - 1);
        _pools = outputs.Shape.Count == inputs.Shape.Count - 1;
        if (outputs.Shape.Count == 0 || !outputs.Shape.Take(outputs.Shape.Count - 1).SequenceEqual(_pools ? rows.Skip(1) : rows))
        {
            throw Error($"{outputs} was found; the steps {(batched ? "and batch " : "")}of {inputs} were expected{(batched ? ", or its batch alone" : "")}");
        }

        (Steps, Batch) = ((int)inputs.Shape[0], batched ? (int)inputs.Shape[1] : 1);
        _inputs = Values(inputs);
        _outputs = Values(outputs);
        _lengths = file.TryGet("lengths", out SafetensorsTensor? lengths) ? Lengths(lengths) : null;
        if (file.TryGet("h0", out _) != file.TryGet("c0", out _))
        {
            throw Error("there is one of h0 and c0; both or neither were expected");
        }

        Tolerance = file.TryGet("tolerance", out SafetensorsTensor? tolerance) ? Scalar(tolerance) : DefaultTolerance;
    }

    /// <summary>T, the steps of the sequences.</summary>
    public int Steps { get; }

    /// <summary>B, the number of sequences.</summary>
    public int Batch { get; }

    /// <summary>How far an output may be off, as a part of the expected value, of 1 at least.</summary>
    public float Tolerance { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="LstmFormatException">The file is not a reference.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LstmReference Load(string path) => new(SafetensorsFile.Load(path));

    /// <summary>Reads the resource of an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">Name of the resource: <c>LstmGen.References.</c> and the item's <c>Model</c>, where the project names the reference.</param>
    /// <exception cref="ArgumentException">The assembly has no such resource.</exception>
    /// <exception cref="LstmFormatException">The resource is not a reference.</exception>
    public static LstmReference FromResource(Assembly assembly, string resource) => new(SafetensorsResource.Load(assembly, resource));

    /// <summary>A reference that has been read.</summary>
    /// <exception cref="LstmFormatException">The file is not a reference.</exception>
    public static LstmReference From(SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new(file);
    }

    /// <summary>Throws unless a model gives the outputs.</summary>
    /// <exception cref="LstmFormatException">
    /// The reference is not of the model's shape, or an output is off by more than <see cref="Tolerance"/>; the message names the first one.
    /// </exception>
    public void Check<TModel>(TModel model)
        where TModel : class, ILstmModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        LstmShape shape = TModel.Shape;
        RequireLast("inputs", shape.Input, shape);
        RequireLast("outputs", shape.OutputSize, shape);
        if (_pools != shape.Pools)
        {
            throw Error($"{_file["outputs"]} was found; {(_pools ? "outputs of every step were" : "one row of outputs for each sequence was")} expected for {shape}");
        }

        LstmState state = model.CreateState(Batch);
        if (_file.TryGet("h0", out SafetensorsTensor? hidden) && _file.TryGet("c0", out SafetensorsTensor? cell))
        {
            state.Import(State(hidden, shape, 0), State(cell, shape, 1));
        }

        float[] found = new float[_outputs.Length];
        if (_lengths is null)
        {
            model.Run(_inputs, state, found);
        }
        else
        {
            model.Run(_inputs, _lengths, state, found);
        }

        Compare(typeof(TModel).Name, found, shape.OutputSize);
    }

    private void Compare(string model, float[] found, int columns)
    {
        int wrong = 0;
        int compared = 0;
        int first = -1;
        for (int index = 0; index < found.Length; index++)
        {
            int row = index / columns % Batch;
            if (_lengths is not null && index / columns / Batch >= _lengths[row])
            {
                continue;
            }

            compared++;
            float expected = _outputs[index];
            if (!(Math.Abs(found[index] - expected) <= Tolerance * Math.Max(1, Math.Abs(expected))))
            {
                wrong++;
                first = first < 0 ? index : first;
            }
        }

        if (wrong > 0)
        {
            throw Mismatch(model, found, columns, first, wrong, compared);
        }
    }

    // The messages are methods of their own: they would be compiled with their callers in every process.
    private LstmFormatException Mismatch(string model, float[] found, int columns, int first, int wrong, int compared)
        => Error(string.Create(
            CultureInfo.InvariantCulture,
            $"the output of {model} at {(_pools ? "" : $"step {first / columns / Batch}, ")}row {first / columns % Batch}, column {first % columns} is {found[first]}; "
            + $"{_outputs[first]} was expected, within {Tolerance} of the larger of 1 and that; {wrong} of {compared} outputs are off. ")
            + "Where names and shapes are right, the likely causes are gates in another order (expected is PyTorch's i, f, g, o; ONNX has i, o, f, c), "
            + "a matrix that was given another shape instead of being transposed (Keras has [inputs, 4 x units]), or a bias left out");

    private void RequireLast(string name, int expected, LstmShape shape)
    {
        SafetensorsTensor tensor = _file[name];
        if (tensor.Shape[^1] != expected)
        {
            throw Error($"{tensor} was found; {expected} columns were expected for {shape}");
        }
    }

    private float[] State(SafetensorsTensor tensor, LstmShape shape, int index)
    {
        LstmPart[] layers = shape.Parts.Recurrent;
        long[] expected = [layers.Length, Batch, layers[0].Width(index)];
        return tensor.HasShape(expected) ? Values(tensor) : throw Error($"{tensor} was found; {ShapeText(expected)} was expected for {shape}");
    }

    private float[] Values(SafetensorsTensor tensor)
    {
        float[] values = tensor.ToFloats();
        int index = FloatConversion.IndexOfNonFinite(values);
        return index < 0
            ? values
            : throw Error(string.Create(CultureInfo.InvariantCulture, $"{tensor} holds {values[index]} at element {index}; finite values were expected"));
    }

    private float Scalar(SafetensorsTensor tensor)
    {
        float[] values = Values(tensor);
        return tensor.Shape.Count <= 1 && values is [>= 0 and float value] ? value : throw Error($"{tensor} was found; one value, 0 at least, was expected");
    }

    private int[] Lengths(SafetensorsTensor tensor)
    {
        int size = tensor.Dtype == SafetensorsDtype.I32 ? sizeof(int) : sizeof(long);
        if (tensor.Dtype is not (SafetensorsDtype.I32 or SafetensorsDtype.I64) || !tensor.HasShape([Batch]))
        {
            throw Error($"{tensor} was found; I32 or I64 {ShapeText([Batch])} was expected");
        }

        int[] lengths = new int[Batch];
        for (int row = 0; row < Batch; row++)
        {
            ReadOnlySpan<byte> bytes = tensor.Data.Span[(row * size)..];
            long length = size == sizeof(int) ? BitConverter.ToInt32(bytes) : BitConverter.ToInt64(bytes);
            lengths[row] = length >= 0 && length <= Steps ? (int)length : throw Error($"the length of row {row} is {length}; 0 to {Steps} was expected");
        }

        return lengths;
    }

    private LstmFormatException Error(string message) => new($"{_file.Source}: {message}.");
}
