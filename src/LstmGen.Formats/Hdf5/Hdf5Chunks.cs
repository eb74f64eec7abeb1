using System.Buffers.Binary;

namespace LstmGen.Formats;

/// <summary>Arrays that lie in the file in chunks, packed or not: of the older layout, a tree of them, and of the newer one a single chunk, chunks in a row, and a table of them.</summary>
/// <param name="node">The array.</param>
/// <param name="shape">Its dimensions.</param>
/// <param name="size">Bytes of an element.</param>
/// <param name="take">Counts bytes that are made.</param>
internal sealed class Hdf5Chunks(Hdf5Node node, long[] shape, int size, Action<long> take)
{
    private const int Single = 1, Implicit = 2, FixedArray = 3;
    private const int Deepest = 8;

    private readonly Hdf5Filters _filters = new(node, size);
    private byte[] _result = [];
    private long[] _chunk = [];
    private int _chunkLength;

    internal byte[] Read(ReadOnlySpan<byte> layout, int length)
    {
        bool old = layout[0] == 3;
        int rank = layout[old ? 2 : 3] - 1, width = old ? 4 : layout.Length > 4 ? layout[4] : 0, at = old ? 11 : 5;
        if (rank != shape.Length || rank == 0 || width is < 1 or > 8 || layout.Length < at + ((rank + 1) * width))
        {
            throw node.File.Error($"has {node.Words} in chunks of {rank} dimensions; the {shape.Length} of the array were expected.");
        }

        _chunk = new long[rank];
        UInt128 bytes = (UInt128)size;
        for (int dimension = 0; dimension < rank; dimension++)
        {
            _chunk[dimension] = (long)Math.Min(Hdf5Types.Number(layout.Slice(at + (dimension * width), width)), int.MaxValue);
            bytes *= (UInt128)_chunk[dimension];
        }

        if (bytes == 0 || bytes > (UInt128)((2L * node.File.Length) + (64 * 1024)))
        {
            throw node.File.Error($"has {node.Words} in chunks of {SafeText.Shape(_chunk)} elements; as many as a file of {node.File.Length} bytes could hold were expected.");
        }

        _chunkLength = (int)bytes;
        take(length);
        _result = new byte[length];
        if (old)
        {
            Tree(BinaryPrimitives.ReadUInt64LittleEndian(layout[3..]), 0);
        }
        else
        {
            Index(layout, at + ((rank + 1) * width));
        }

        return _result;
    }

    private void Tree(ulong address, int depth)
    {
        int rank = shape.Length, key = 8 + (8 * (rank + 1));
        ReadOnlySpan<byte> start = node.File.Signed(address, 24, "TREE", "the tree of " + node.Words);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(start[6..]), level = start[5];
        if (start[4] != 1 || depth > Deepest)
        {
            throw node.File.Error($"is damaged: the tree of {node.Words} is of type {start[4]}, or deeper than {Deepest}; type 1 was expected.");
        }

        ReadOnlySpan<byte> entries = node.File.At(address + 24, (long)(key + 8) * count, "the tree of " + node.Words);
        long[] place = new long[rank];
        for (int entry = 0; entry < count; entry++)
        {
            ReadOnlySpan<byte> one = entries[(entry * (key + 8))..];
            ulong child = BinaryPrimitives.ReadUInt64LittleEndian(one[key..]);
            if (level > 0)
            {
                Tree(child, depth + 1);
                continue;
            }

            for (int dimension = 0; dimension < rank; dimension++)
            {
                place[dimension] = BinaryPrimitives.ReadInt64LittleEndian(one[(8 + (8 * dimension))..]);
            }

            Put(child, BinaryPrimitives.ReadUInt32LittleEndian(one), BinaryPrimitives.ReadUInt32LittleEndian(one[4..]), place);
        }
    }

    private void Index(ReadOnlySpan<byte> layout, int at)
    {
        int kind = layout.Length > at ? layout[at] : 0, flags = layout[2];
        int more = kind switch { Single => (flags & 2) != 0 ? 12 : 0, FixedArray => 1, _ => 0 };
        if (kind is not (Single or Implicit or FixedArray) || layout.Length < at + 1 + more + 8)
        {
            throw node.File.Error($"has the chunks of {node.Words} in an index of type {kind}, as arrays that can grow have it; 1 to 3 were expected. h5repack writes a layout that is read.");
        }

        ulong address = BinaryPrimitives.ReadUInt64LittleEndian(layout[(at + 1 + more)..]);
        long[] counts = [.. shape.Zip(_chunk, (whole, part) => (whole + part - 1) / part)];
        UInt128 chunks = counts.Aggregate((UInt128)1, (product, each) => product > int.MaxValue ? product : product * (UInt128)each);
        if (chunks > (UInt128)node.File.Length || (kind == Single && chunks != 1))
        {
            throw node.File.Error($"has {node.Words} in {chunks} chunks; fewer were expected of a file of {node.File.Length} bytes.");
        }

        switch (kind)
        {
            case Single:
                long packed = more > 0 ? BinaryPrimitives.ReadInt64LittleEndian(layout[(at + 1)..]) : _chunkLength;
                Put(address, packed, more > 0 ? BinaryPrimitives.ReadUInt32LittleEndian(layout[(at + 9)..]) : 0, new long[shape.Length]);
                break;
            case Implicit:
                for (long chunk = 0; chunk < (long)chunks; chunk++)
                {
                    Put(address + ((ulong)chunk * (ulong)_chunkLength), _chunkLength, 0, Place(chunk, counts));
                }

                break;
            default:
                Table(address, (long)chunks, counts);
                break;
        }
    }

    private void Table(ulong address, long chunks, long[] counts)
    {
        ReadOnlySpan<byte> header = node.File.Signed(address, 28, "FAHD", "the table of " + node.Words);
        int client = header[5], entry = header[6], pageBits = header[7];
        if (BinaryPrimitives.ReadInt64LittleEndian(header[8..]) != chunks || pageBits > 62 || chunks > 1L << pageBits || entry != (client == 0 ? 8 : Math.Clamp(entry, 13, 20)))
        {
            throw node.File.Error($"has a table of {BinaryPrimitives.ReadInt64LittleEndian(header[8..])} chunks for {node.Words}; {chunks}, on one page, were expected.");
        }

        ReadOnlySpan<byte> entries = node.File.Signed(BinaryPrimitives.ReadUInt64LittleEndian(header[16..]), 14 + (chunks * entry), "FADB", "the table of " + node.Words)[14..];
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            ReadOnlySpan<byte> one = entries.Slice(chunk * entry, entry);
            bool packed = client != 0;
            Put(BinaryPrimitives.ReadUInt64LittleEndian(one), packed ? (long)(Hdf5Types.Number(one[8..^4]) & long.MaxValue) : _chunkLength, packed ? BinaryPrimitives.ReadUInt32LittleEndian(one[^4..]) : 0, Place(chunk, counts));
        }
    }

    /// <summary>Where the chunk of a number begins in the array.</summary>
    private long[] Place(long chunk, long[] counts)
    {
        long[] place = new long[counts.Length];
        for (int dimension = counts.Length - 1; dimension >= 0; dimension--)
        {
            place[dimension] = chunk % counts[dimension] * _chunk[dimension];
            chunk /= counts[dimension];
        }

        return place;
    }

    /// <summary>Copies a chunk to its place, without what is beyond the array.</summary>
    private void Put(ulong address, long length, uint mask, long[] place)
    {
        node.File.Step();
        if (address == Hdf5File.Undefined)
        {
            throw node.File.Error($"has a part of {node.Words}, from {SafeText.Shape(place)} on, that was never written; all of it was expected.");
        }

        if (place.Where((start, dimension) => start < 0 || start >= shape[dimension]).Any())
        {
            throw node.File.Error($"has a chunk of {node.Words} at {SafeText.Shape(place)}; one within {SafeText.Shape(shape)} was expected.");
        }

        ReadOnlySpan<byte> bytes = _filters.Undo(node.File.Memory(address, length, node.Words), mask, _chunkLength, take).Span;
        int last = shape.Length - 1;
        int run = (int)Math.Min(_chunk[last], shape[last] - place[last]) * size;
        long[] index = new long[shape.Length];
        long rows = _chunkLength / (_chunk[last] * size);
        for (long row = 0; row < rows; row++)
        {
            long target = 0;
            bool inside = true;
            for (int dimension = 0; dimension <= last; dimension++)
            {
                long position = place[dimension] + index[dimension];
                inside &= position < shape[dimension];
                target = (target * shape[dimension]) + position;
            }

            if (inside)
            {
                bytes.Slice((int)(row * _chunk[last] * size), run).CopyTo(_result.AsSpan((int)(target * size), run));
            }

            for (int dimension = last - 1; dimension >= 0 && ++index[dimension] == _chunk[dimension]; dimension--)
            {
                index[dimension] = 0;
            }
        }
    }
}
