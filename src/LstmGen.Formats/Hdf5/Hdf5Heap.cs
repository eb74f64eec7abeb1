using System.Buffers.Binary;
using System.Numerics;

namespace LstmGen.Formats;

/// <summary>
/// Links and attributes of objects that have many, in the newest layout: a heap of blocks, and a tree of one level that says where in it they are. Deeper ones are refused by name.
/// </summary>
internal static class Hdf5Heap
{
    private const int HeaderLength = 146;
    private const int DirectHeader = 13;

    /// <summary>The messages of a heap.</summary>
    /// <param name="node">Whose they are.</param>
    /// <param name="heap">Address of the heap.</param>
    /// <param name="tree">Address of the tree.</param>
    /// <param name="prefix">Bytes of a record of the tree before the place in the heap.</param>
    internal static List<ReadOnlyMemory<byte>> Messages(Hdf5Node node, ulong heap, ulong tree, int prefix)
    {
        Hdf5File file = node.File;
        ReadOnlySpan<byte> header = file.Signed(heap, HeaderLength, "FRHP", "the heap of " + node.Words), root = file.Signed(tree, 38, "BTHD", "the tree of " + node.Words);
        int record = BinaryPrimitives.ReadUInt16LittleEndian(root[10..]), depth = BinaryPrimitives.ReadUInt16LittleEndian(root[12..]), count = BinaryPrimitives.ReadUInt16LittleEndian(root[24..]);
        if (depth > 0 || BinaryPrimitives.ReadUInt16LittleEndian(header[7..]) != 0)
        {
            throw file.Error($"has more members or attributes in {node.Words} than fit into one node, or packs them; h5repack, or libver='earliest' of h5py, writes a layout that is read.");
        }

        int bits = BinaryPrimitives.ReadUInt16LittleEndian(header[128..]), offsetLength = (bits + 7) / 8;
        int lengthLength = Math.Min(BytesOf(BinaryPrimitives.ReadUInt64LittleEndian(header[120..])), BytesOf(BinaryPrimitives.ReadUInt32LittleEndian(header[10..])));
        if (record < prefix + 1 + offsetLength + lengthLength || offsetLength > 8)
        {
            throw file.Error($"is damaged: the tree of {node.Words} has records of {record} bytes.");
        }

        var messages = new List<ReadOnlyMemory<byte>>();
        if (count == 0)
        {
            return messages;
        }

        ReadOnlySpan<byte> leaf = file.Signed(BinaryPrimitives.ReadUInt64LittleEndian(root[16..]), 6 + ((long)record * count), "BTLF", "the tree of " + node.Words)[6..];
        for (int at = 0; at < count; at++)
        {
            ReadOnlySpan<byte> place = leaf[((record * at) + prefix)..];
            if ((place[0] & 0x30) != 0)
            {
                throw file.Error($"keeps a member or attribute of {node.Words} apart from the others; one in their heap was expected.");
            }

            ulong offset = Hdf5Types.Number(place.Slice(1, offsetLength)), length = Hdf5Types.Number(place.Slice(1 + offsetLength, lengthLength));
            messages.Add(file.Memory(Find(node, header, offset), (long)Math.Min(length, int.MaxValue), "the heap of " + node.Words));
        }

        return messages;
    }

    /// <summary>Where a place in the heap is in the file.</summary>
    private static ulong Find(Hdf5Node node, ReadOnlySpan<byte> header, ulong offset)
    {
        int width = BinaryPrimitives.ReadUInt16LittleEndian(header[110..]), rows = BinaryPrimitives.ReadUInt16LittleEndian(header[140..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(header[128..]);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(header[112..]), largest = BinaryPrimitives.ReadUInt64LittleEndian(header[120..]), root = BinaryPrimitives.ReadUInt64LittleEndian(header[132..]);
        if (rows == 0)
        {
            node.File.Signed(root, DirectHeader, "FHDB", "the heap of " + node.Words);
            return root + Math.Min(offset, int.MaxValue);
        }

        ReadOnlySpan<byte> entries = node.File.Signed(root, DirectHeader + ((bits + 7) / 8) + (8L * rows * width), "FHIB", "the heap of " + node.Words)[(DirectHeader + ((bits + 7) / 8))..];
        for (int row = 0; row < rows && size <= largest && size > 0; row++)
        {
            for (int column = 0; column < width; column++)
            {
                if (offset < size)
                {
                    return BinaryPrimitives.ReadUInt64LittleEndian(entries[(8 * ((row * width) + column))..]) + offset;
                }

                offset -= size;
            }

            size *= row > 0 ? 2u : 1u;
        }

        throw node.File.Error($"has more in the heap of {node.Words} than its first blocks hold; h5repack, or libver='earliest' of h5py, writes a layout that is read.");
    }

    private static int BytesOf(ulong limit) => (BitOperations.Log2(limit) / 8) + 1;
}
