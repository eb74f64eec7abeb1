using System.Buffers.Binary;
using System.Text;

namespace LstmGen.Formats;

/// <summary>A message of an object's header: its number and its bytes.</summary>
internal readonly record struct Hdf5Message(int Type, ReadOnlyMemory<byte> Content);

/// <summary>A group or an array of an HDF5 file: what its header says, read when it is opened.</summary>
internal sealed class Hdf5Node
{
    private const int Continuation = 0x10;
    private const int SharedFlag = 2;
    private const int MostMessages = 4096;

    private readonly List<Hdf5Message> _messages = [];
    private Dictionary<string, ulong>? _links;

    /// <summary>Reads the header of an object.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">Where the header is.</param>
    /// <param name="path">For messages.</param>
    internal Hdf5Node(Hdf5File file, ulong address, string path)
    {
        (File, Path) = (file, path);
        var blocks = new Queue<(ulong Address, long Length)>();
        bool old = file.At(address, 1, Words)[0] == 1;
        int order = 0;
        if (old)
        {
            blocks.Enqueue((address + 16, BinaryPrimitives.ReadUInt32LittleEndian(file.At(address, 16, Words)[8..])));
        }
        else
        {
            (ulong begin, long length, order) = NewHeader(address);
            blocks.Enqueue((begin, length));
        }

        while (blocks.TryDequeue(out (ulong Address, long Length) block))
        {
            file.Step();
            ReadMessages(file.Memory(block.Address, block.Length, Words), old ? 8 : 4 + order, old, blocks);
        }
    }

    internal Hdf5File File { get; }

    /// <summary>Its name from the root on, without a slash before it.</summary>
    internal string Path { get; }

    /// <summary>What messages call it.</summary>
    internal string Words => Path.Length == 0 ? "the root group" : SafeText.Quote(Path);

    /// <summary>Whether it is an array, no group.</summary>
    internal bool IsArray => Find(Hdf5Types.Layout) is not null;

    /// <summary>Names of what is in a group, in the order in which the file keeps them.</summary>
    internal IReadOnlyCollection<string> Names => (_links ??= Hdf5Links.Of(this)).Keys;

    internal ReadOnlyMemory<byte>? Find(int type)
    {
        int at = _messages.FindIndex(message => message.Type == type);
        return at < 0 ? default(ReadOnlyMemory<byte>?) : _messages[at].Content;
    }

    internal IEnumerable<ReadOnlyMemory<byte>> All(int type) => _messages.Where(message => message.Type == type).Select(message => message.Content);

    /// <summary>What is in a group by a path of names; null where it is not there.</summary>
    internal Hdf5Node? Child(string path)
    {
        Hdf5Node node = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node.IsArray || !node.Names.Contains(name))
            {
                return null;
            }

            node = new Hdf5Node(File, node._links![name], node.Path.Length == 0 ? name : $"{node.Path}/{name}");
        }

        return node;
    }

    /// <summary>The attribute of a name; null where there is none.</summary>
    internal Hdf5Attribute? Attribute(string name) => Hdf5Attribute.All(this).FirstOrDefault(attribute => attribute.Name == name);

    private (ulong Begin, long Length, int Order) NewHeader(ulong address)
    {
        int flags = File.Signed(address, 6, "OHDR", "the header of " + Words)[5];
        int fields = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0), size = 1 << (flags & 3);
        ReadOnlySpan<byte> length = File.At(address + (ulong)fields, size, Words);
        return (address + (ulong)(fields + size), (long)Hdf5Types.Number(length) & long.MaxValue, (flags & 4) != 0 ? 2 : 0);
    }

    private void ReadMessages(ReadOnlyMemory<byte> block, int header, bool old, Queue<(ulong Address, long Length)> blocks)
    {
        while (block.Length >= header)
        {
            ReadOnlySpan<byte> bytes = block.Span;
            int type = old ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : bytes[0];
            int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(old ? 2 : 1)..]), flags = bytes[old ? 4 : 3];
            if (length > block.Length - header || _messages.Count == MostMessages)
            {
                throw File.Error($"is damaged: the header of {Words} has a message of {length} bytes where {block.Length - header} are left, or more than {MostMessages} messages.");
            }

            ReadOnlyMemory<byte> content = block.Slice(header, length);
            block = block[(header + length)..];
            File.Step();
            if (type == Continuation && length >= 16)
            {
                (ulong address, long size) = (BinaryPrimitives.ReadUInt64LittleEndian(content.Span), BinaryPrimitives.ReadInt64LittleEndian(content.Span[8..]));
                if (!old)
                {
                    File.Signed(address, 4, "OCHK", "the header of " + Words);
                }

                blocks.Enqueue(old ? (address, size) : (address + 4, size - 8)); // without its letters and its checksum
            }
            else if (type != 0)
            {
                _messages.Add((flags & SharedFlag) == 0 || !Hdf5Types.AreNeeded(type) ? new(type, content)
                    : throw File.Error($"keeps message {type} of {Words} elsewhere, as a named type does; it was expected in the header of the object itself."));
            }
        }
    }
}
