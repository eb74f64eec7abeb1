namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>A tensor of ONNX Runtime over memory of ours.</summary>
/// <param name="Value">OrtValue.</param>
/// <param name="Data">Its elements.</param>
/// <param name="Count">How many.</param>
internal sealed unsafe record OrtTensor(nint Value, nint Data, int Count)
{
    internal Span<float> Floats => new((void*)Data, Count);
}
