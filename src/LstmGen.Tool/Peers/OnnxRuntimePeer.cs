using LstmGen.Formats;
using LstmGen.Tool.Data;
using LstmGen.Tool.Output;
using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Tool.Peers;

/// <summary>What ONNX Runtime gives for random inputs of one sequence, from states of zeros on.</summary>
internal static class OnnxRuntimePeer
{
    /// <summary>Whether a model is of a file that it reads as a whole.</summary>
    internal static bool Runs(LstmModelFile file) => file.Graph is not null;

    internal static Comparison Compare(LstmModelFile file, int steps, int seed, double tolerance)
    {
        ModelGraph graph = file.Graph!;
        int count = graph.Dimensions.Where(each => each.Role == GraphRole.Steps).Select(each => (int)(each.Size ?? steps)).FirstOrDefault(1);
        int last = graph.Dimensions.ToList().FindLastIndex(each => each.Role == GraphRole.Steps);
        if (count < 1 || graph.Dimensions.Any(each => each is { Role: GraphRole.Other, Size: > 1 }) || graph.Dimensions.Take(Math.Max(last, 0)).Any(each => each.Role == GraphRole.Features))
        {
            throw new ToolException(ExitCode.WrongArguments, $"{file.Source}: ONNX Runtime is asked for one sequence, steps before features; --inputs and --outputs were expected for others.");
        }

        try
        {
            Samples inputs = RandomSamples.Of(file, count, seed);
            Samples outputs = ModelRun.Run(file, inputs), expected = Run(file.Source, graph, inputs, count, outputs);
            return Comparison.Of(outputs, expected, $"ONNX Runtime, {count} random steps", tolerance);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ToolException(ExitCode.Refused, $"{file.Source}: ONNX Runtime does not run it: {error.Message}");
        }
    }

    private static Samples Run(string path, ModelGraph graph, Samples inputs, int steps, Samples outputs)
    {
        using var session = new InferenceSession(path);
        long[] shape = [.. graph.Dimensions.Select(each => each.Role switch { GraphRole.Steps => steps, GraphRole.Features => each.Size ?? inputs.Width, _ => 1 })];
        var feeds = new Dictionary<string, OrtValue>();
        try
        {
            foreach ((string name, NodeMetadata metadata) in session.InputMetadata)
            {
                feeds[name] = name == graph.Input ? Value(metadata, inputs.Values, shape) : Rest(metadata, steps);
            }

            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, feeds, [graph.Output]);
            float[] values = Floats(results[0]);
            return values.Length == outputs.Values.Length
                ? new(values, outputs.Width)
                : throw new ToolException(ExitCode.Refused, $"{path}: ONNX Runtime gives {values.Length} values; the {outputs.Values.Length} of the class were expected.");
        }
        finally
        {
            foreach (OrtValue value in feeds.Values)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>Another input: a state of zeros, or the length of the sequence.</summary>
    private static OrtValue Rest(NodeMetadata metadata, int steps)
    {
        long[] shape = [.. metadata.Dimensions.Select(size => (long)Math.Max(size, 1))];
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        Array.Fill(values, metadata.ElementType == typeof(int) ? steps : 0);
        return Value(metadata, values, shape);
    }

    private static OrtValue Value(NodeMetadata metadata, float[] values, long[] shape)
        => metadata.ElementType == typeof(float) ? OrtValue.CreateTensorValueFromMemory(values, shape)
            : metadata.ElementType == typeof(double) ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (double)value), shape)
            : metadata.ElementType == typeof(int) ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), shape)
            : metadata.ElementType == typeof(long) ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (long)value), shape)
            : throw new ToolException(ExitCode.Refused, $"the graph has inputs of {metadata.ElementType.Name}; floats, doubles and whole numbers are fed.");

    private static float[] Floats(OrtValue value)
        => value.GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double
            ? Array.ConvertAll(value.GetTensorDataAsSpan<double>().ToArray(), number => (float)number)
            : value.GetTensorDataAsSpan<float>().ToArray();
}
