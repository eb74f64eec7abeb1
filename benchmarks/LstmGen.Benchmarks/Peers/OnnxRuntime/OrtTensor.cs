using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>A tensor of f32 zeros over memory of ours, pinned and on a line of the cache: its values are read and written without a call.</summary>
internal sealed class OrtTensor : IDisposable
{
    private const int Alignment = 64;
    private readonly Memory<float> _memory;

    internal OrtTensor(ReadOnlySpan<long> dimensions)
    {
        long count = 1;
        foreach (long dimension in dimensions)
        {
            count = checked(count * dimension);
        }

        float[] buffer = GC.AllocateArray<float>(checked((int)count + (Alignment / sizeof(float))), pinned: true);
        long past = Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0) % Alignment;
        _memory = buffer.AsMemory((int)((Alignment - past) % Alignment / sizeof(float)), (int)count);
        Value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _memory, dimensions.ToArray());
    }

    internal OrtValue Value { get; }

    internal int Count => _memory.Length;

    internal Span<float> Floats => _memory.Span;

    public void Dispose() => Value.Dispose();
}
