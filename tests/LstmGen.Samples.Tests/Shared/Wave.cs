using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace LstmGen.Samples.Tests.Shared;

/// <summary>WAV files put together by hand, right or wrong.</summary>
internal static class Wave
{
    internal static byte[] File(short[] samples)
        => Riff(Chunk("fmt ", Format()), Chunk("data", MemoryMarshal.AsBytes<short>(samples).ToArray()));

    internal static byte[] Riff(params byte[][] chunks)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes("WAVE"), .. chunks.SelectMany(chunk => chunk)];
        return Chunk("RIFF", body);
    }

    internal static byte[] Chunk(string letters, byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        return [.. Encoding.ASCII.GetBytes(letters), .. length, .. body];
    }

    internal static byte[] Format(int tag = 1, int channels = 1, int rate = 16_000, int bits = 16)
    {
        var format = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), (ushort)bits);
        return format;
    }
}
