using System.Buffers;

namespace LstmGen.Tests.Formats;

/// <summary>Memory of zeros that does something whenever it is read: it looks round in the middle of a write.</summary>
internal sealed class LookingMemory(Action look) : MemoryManager<byte>
{
    internal const int Length = 100;

    private readonly byte[] _bytes = new byte[Length];

    public override Memory<byte> Memory => CreateMemory(Length);

    public override Span<byte> GetSpan()
    {
        look();
        return _bytes;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
    }
}
