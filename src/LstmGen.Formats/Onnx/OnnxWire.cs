using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using LstmGen.Formats.Onnx.Proto;

namespace LstmGen.Formats.Onnx;

/// <summary>
/// A walk over the bytes of a file before they are parsed: whether every field is one that is known and ends where it says, how deep messages lie, and how much memory parsing them takes,
/// which is many times the bytes where a hostile file is made of empty messages.
/// </summary>
internal sealed class OnnxWire
{
    private const int Deepest = 60;
    private const int Slack = 512 * 1024;

    /// <summary>What an object and a reference to it in a list that doubles take at least.</summary>
    private const int ObjectBytes = 48;

    private static readonly ConcurrentDictionary<MessageDescriptor, int> s_sizes = new();

    private readonly ModelBytes _file;
    private readonly long _limit;
    private long _memory;

    private OnnxWire(ModelBytes file) => (_file, _limit) = (file, Slack + (3L * file.Content.Length));

    /// <summary>The model of a file.</summary>
    /// <exception cref="LstmFormatException">The bytes are no such message, or would take too much memory.</exception>
    internal static ModelProto Parse(ModelBytes file)
    {
        new OnnxWire(file).Walk(file.Span, 0, ModelProto.Descriptor, "", 0);
        try
        {
            return ModelProto.Parser.ParseFrom(file.Span);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw file.Error($"this is no ONNX model, or a damaged one: {error.Message}", error);
        }
    }

    /// <summary>Whether the bytes are a message whose fields at the top are those of a model, among them a graph.</summary>
    internal static bool LooksLikeModel(ReadOnlySpan<byte> bytes)
    {
        bool graph = false;
        for (int at = 0; at < bytes.Length;)
        {
            if (!TryField(bytes, ref at, out uint number, out WireFormat.WireType type, out int _, out int _)
                || ModelProto.Descriptor.FindFieldByNumber((int)number) is not { } field || !Fits(field, type))
            {
                return false;
            }

            graph |= number == ModelProto.GraphFieldNumber;
        }

        return graph;
    }

    /// <param name="bytes">The message.</param>
    /// <param name="offset">Where it begins in the file.</param>
    /// <param name="message">What it is.</param>
    /// <param name="path">What it is called, with a dot at the end.</param>
    /// <param name="depth">Of how many messages it is part.</param>
    private void Walk(ReadOnlySpan<byte> bytes, int offset, MessageDescriptor message, string path, int depth)
    {
        if (depth > Deepest)
        {
            throw _file.Error($"{path.TrimEnd('.')} lies {depth} messages deep; {Deepest} at most were expected.");
        }

        Take(s_sizes.GetOrAdd(message, SizeOf));
        for (int at = 0; at < bytes.Length;)
        {
            int begin = at;
            if (!TryField(bytes, ref at, out uint number, out WireFormat.WireType type, out int start, out int length))
            {
                throw _file.Error($"{(path.Length == 0 ? "the model" : $"'{path.TrimEnd('.')}'")} ends in the middle of a field, or what is at byte {offset + begin} is none; the file is truncated or damaged, or no ONNX model.");
            }

            FieldDescriptor? field = message.FindFieldByNumber((int)number);
            if (field is null || !Fits(field, type))
            {
                throw _file.Error($"{path}{number} at byte {offset + begin} is no field of {message.Name} that is known{(field is null ? "" : $", or not written as '{field.Name}' is")}.");
            }

            Value(bytes.Slice(start, length), offset + start, field, type, path, depth);
        }
    }

    private void Value(ReadOnlySpan<byte> bytes, int offset, FieldDescriptor field, WireFormat.WireType type, string path, int depth)
    {
        switch (field.FieldType)
        {
            case FieldType.Message:
                Walk(bytes, offset, field.MessageType, path.Length > 120 ? $"...{field.Name}." : $"{path}{field.Name}.", depth + 1);
                break;
            case FieldType.String:
                Take(ObjectBytes + (2L * bytes.Length));
                break;
            case FieldType.Bytes:
                Take(ObjectBytes + bytes.Length);
                break;
            default:
                // A varint of one byte becomes up to 8, in a list that doubles.
                bool packed = type == WireFormat.WireType.LengthDelimited;
                bool wide = field.FieldType is FieldType.Float or FieldType.Double;
                Take(!field.IsRepeated ? 0 : !packed ? 24 : wide ? bytes.Length : Varints(bytes) * (field.FieldType == FieldType.Int32 ? 8L : 16L));
                break;
        }
    }

    private void Take(long bytes)
    {
        _memory += bytes;
        if (_memory > _limit)
        {
            throw _file.Error($"the messages of this file would take more than {_limit} bytes of memory, three times what it has; that is no model but a trap.");
        }
    }

    private static bool TryField(ReadOnlySpan<byte> bytes, ref int at, out uint number, out WireFormat.WireType type, out int start, out int length)
    {
        (number, type, start, length) = (0, default, at, 0);
        if (!TryVarint(bytes, ref at, out ulong tag) || tag >> 3 is 0 or > int.MaxValue)
        {
            return false;
        }

        (number, type, start) = ((uint)(tag >> 3), (WireFormat.WireType)(tag & 7), at);
        ulong size = 0;
        bool known = type switch
        {
            WireFormat.WireType.Varint => TryVarint(bytes, ref at, out _),
            WireFormat.WireType.Fixed32 => TrySkip(bytes, ref at, 4),
            WireFormat.WireType.Fixed64 => TrySkip(bytes, ref at, 8),
            WireFormat.WireType.LengthDelimited => TryVarint(bytes, ref at, out size) && TrySkip(bytes, ref at, size),
            _ => false,
        };
        start = type == WireFormat.WireType.LengthDelimited && known ? at - (int)size : start;
        length = at - start;
        return known;
    }

    private static bool TrySkip(ReadOnlySpan<byte> bytes, ref int at, ulong count)
    {
        if (count > (ulong)(bytes.Length - at))
        {
            return false;
        }

        at += (int)count;
        return true;
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70 && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            value |= shift < 64 ? (ulong)(next & 0x7F) << shift : 0;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Fits(FieldDescriptor field, WireFormat.WireType type)
    {
        WireFormat.WireType plain = field.FieldType switch
        {
            FieldType.Message or FieldType.String or FieldType.Bytes => WireFormat.WireType.LengthDelimited,
            FieldType.Float => WireFormat.WireType.Fixed32,
            FieldType.Double => WireFormat.WireType.Fixed64,
            _ => WireFormat.WireType.Varint,
        };
        return type == plain || (field.IsRepeated && type == WireFormat.WireType.LengthDelimited);
    }

    private static int SizeOf(MessageDescriptor message) => ObjectBytes + message.Fields.InDeclarationOrder().Sum(field => field.IsRepeated ? 48 : 8);

    private static long Varints(ReadOnlySpan<byte> bytes)
    {
        long count = 0;
        foreach (byte each in bytes)
        {
            count += each < 0x80 ? 1 : 0;
        }

        return count;
    }
}
