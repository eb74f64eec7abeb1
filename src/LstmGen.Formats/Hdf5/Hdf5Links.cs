using System.Buffers.Binary;
using System.Text;

namespace LstmGen.Formats;

/// <summary>What is in a group, in the older layout, a tree of tables of names, or as messages of its header.</summary>
internal static class Hdf5Links
{
    private const int EntryLength = 40;
    private const int Deepest = 8;

    internal static Dictionary<string, ulong> Of(Hdf5Node group)
    {
        var links = new Dictionary<string, ulong>(StringComparer.Ordinal);
        if (group.Find(Hdf5Types.SymbolTable) is { } table)
        {
            ReadOnlySpan<byte> addresses = table.Length >= 16 ? table.Span : throw group.File.Error($"is damaged: the table of {group.Words} has {table.Length} bytes.");
            ulong heap = BinaryPrimitives.ReadUInt64LittleEndian(addresses[8..]);
            ReadOnlySpan<byte> header = group.File.Signed(heap, 32, "HEAP", "the names of " + group.Words);
            ReadOnlyMemory<byte> names = group.File.Memory(BinaryPrimitives.ReadUInt64LittleEndian(header[24..]), BinaryPrimitives.ReadInt64LittleEndian(header[8..]), "the names of " + group.Words);
            Tree(group, BinaryPrimitives.ReadUInt64LittleEndian(addresses), names, links, 0);
        }

        foreach (ReadOnlyMemory<byte> message in group.All(Hdf5Types.Link))
        {
            Message(group, message.Span, links);
        }

        if (group.Find(Hdf5Types.LinkInfo) is { } info && IsDense(info.Span, group))
        {
            foreach (ReadOnlyMemory<byte> message in Hdf5Heap.Messages(group, Hdf5Types.Number(info.Span.Slice(Heap(info.Span), 8)), Hdf5Types.Number(info.Span.Slice(Heap(info.Span) + 8, 8)), prefix: 4))
            {
                Message(group, message.Span, links);
            }
        }

        return links;
    }

    private static int Heap(ReadOnlySpan<byte> info) => (info[1] & 1) != 0 ? 10 : 2;

    private static bool IsDense(ReadOnlySpan<byte> info, Hdf5Node group)
        => info.Length >= 18 && info.Length >= Heap(info) + 16 ? Hdf5Types.Number(info.Slice(Heap(info), 8)) != Hdf5File.Undefined : throw group.File.Error($"is damaged: what {group.Words} says of its members has {info.Length} bytes.");

    private static void Tree(Hdf5Node group, ulong address, ReadOnlyMemory<byte> names, Dictionary<string, ulong> links, int depth)
    {
        ReadOnlySpan<byte> start = group.File.Signed(address, 24, "TREE", "the tree of " + group.Words);
        (int type, int level, int count) = (start[4], start[5], BinaryPrimitives.ReadUInt16LittleEndian(start[6..]));
        if (type != 0 || depth > Deepest)
        {
            throw group.File.Error($"is damaged: the tree of {group.Words} is of type {type}, or deeper than {Deepest}; type 0 was expected.");
        }

        ReadOnlySpan<byte> entries = group.File.At(address + 24, (16L * count) + 8, "the tree of " + group.Words);
        for (int entry = 0; entry < count; entry++)
        {
            ulong child = BinaryPrimitives.ReadUInt64LittleEndian(entries[((16 * entry) + 8)..]);
            if (level > 0)
            {
                Tree(group, child, names, links, depth + 1);
            }
            else
            {
                Symbols(group, child, names.Span, links);
            }
        }
    }

    private static void Symbols(Hdf5Node group, ulong address, ReadOnlySpan<byte> names, Dictionary<string, ulong> links)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(group.File.Signed(address, 8, "SNOD", "a table of " + group.Words)[6..]);
        ReadOnlySpan<byte> entries = group.File.At(address + 8, (long)EntryLength * count, "a table of " + group.Words);
        for (int entry = 0; entry < count; entry++)
        {
            ReadOnlySpan<byte> one = entries.Slice(entry * EntryLength, EntryLength);
            ulong at = BinaryPrimitives.ReadUInt64LittleEndian(one);
            int length = at < (ulong)names.Length ? names[(int)at..].IndexOf((byte)0) : -1;
            if (length < 0 || BinaryPrimitives.ReadUInt32LittleEndian(one[16..]) == 2)
            {
                throw group.File.Error($"has a name in {group.Words} that is not where it should be, or a link to another name; objects were expected.");
            }

            Add(group, names.Slice((int)at, length), BinaryPrimitives.ReadUInt64LittleEndian(one[8..]), links);
        }
    }

    private static void Message(Hdf5Node group, ReadOnlySpan<byte> message, Dictionary<string, ulong> links)
    {
        int flags = message.Length > 2 ? message[1] : 0, size = 1 << (flags & 3);
        int at = 2 + ((flags & 8) != 0 ? 1 : 0) + ((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0);
        ulong length = message.Length >= at + size ? Hdf5Types.Number(message.Slice(at, size)) : ulong.MaxValue;
        if (message.Length == 0 || message[0] != 1 || ((flags & 8) != 0 && message[2] != 0) || length > (ulong)Math.Max(0, message.Length - at - size - 8) || message.Length < at + size + 8)
        {
            throw group.File.Error($"has a link in {group.Words} that is damaged or leads to another name or file; objects of the file itself were expected.");
        }

        Add(group, message.Slice(at + size, (int)length), Hdf5Types.Number(message.Slice(at + size + (int)length, 8)), links);
    }

    private static void Add(Hdf5Node group, ReadOnlySpan<byte> name, ulong address, Dictionary<string, ulong> links)
    {
        group.File.Step();
        group.File.Take(2 * name.Length, "names");
        string text = Encoding.UTF8.GetString(name);
        if (!links.TryAdd(text, address))
        {
            throw group.File.Error($"has {SafeText.Quote(text)} twice in {group.Words}; once was expected.");
        }
    }
}
