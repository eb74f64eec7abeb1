using System.Runtime.InteropServices;

namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>A tensor of oneDNN.</summary>
/// <param name="Handle">dnnl_memory_t.</param>
/// <param name="Descriptor">dnnl_memory_desc_t.</param>
/// <param name="Data">Its values.</param>
/// <param name="Bytes">Their size, padding of the layout included.</param>
internal sealed unsafe record DnnlMemory(nint Handle, nint Descriptor, nint Data, long Bytes)
{
    /// <summary>The values in the order of the layout.</summary>
    internal Span<float> Values => new((void*)Data, checked((int)(Bytes / sizeof(float))));

    /// <summary>The values of a tensor of bytes.</summary>
    internal Span<byte> Numbers => new((void*)Data, checked((int)Bytes));

    internal void Clear() => NativeMemory.Clear((void*)Data, (nuint)Bytes);
}
