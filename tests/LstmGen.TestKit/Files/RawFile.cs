using System.Buffers.Binary;
using System.Text;

namespace LstmGen.TestKit.Files;

/// <summary>Safetensors files put together by hand, right or wrong.</summary>
internal static class RawFile
{
    internal static byte[] Make(string header, params byte[] buffer) => Make(Encoding.UTF8.GetBytes(header), buffer);

    internal static byte[] Make(byte[] header, byte[] buffer) => Make((ulong)header.Length, header, buffer);

    internal static byte[] Make(ulong length, byte[] header, byte[] buffer)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        return [.. prefix, .. header, .. buffer];
    }

    internal static string Entry(string name, string dtype, string shape, string offsets)
        => $"\"{name}\":{{\"dtype\":\"{dtype}\",\"shape\":[{shape}],\"data_offsets\":[{offsets}]}}";
}
