using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>Runs a graph with ONNX Runtime, without optimisations of the graph.</summary>
internal static class OnnxRun
{
    /// <summary>The outputs by their names.</summary>
    internal static Dictionary<string, float[]> Of(byte[] model, params ReadOnlySpan<NamedOnnxValue> inputs)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, options);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run([.. inputs]);
        return outputs.ToDictionary(output => output.Name, output => output.AsTensor<float>().ToArray());
    }

    internal static NamedOnnxValue Value(string name, float[] values, params int[] shape) => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(values, shape));

    internal static NamedOnnxValue Value(string name, long[] values, params int[] shape) => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(values, shape));

    internal static NamedOnnxValue Value(string name, int[] values, params int[] shape) => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<int>(values, shape));
}
