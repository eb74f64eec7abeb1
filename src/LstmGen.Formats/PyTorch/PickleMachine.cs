using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LstmGen.Formats;

/// <summary>
/// Runs a pickle of Python, protocols 0 to 5, without Python's powers: it makes numbers, texts, lists, tuples, sets and dictionaries, and asks its context for anything else. A function that
/// the context does not know is refused by its name.
/// </summary>
/// <param name="file">For messages.</param>
/// <param name="name">What messages call the pickle.</param>
/// <param name="bytes">The pickle, and what may follow it.</param>
/// <param name="context">Calls and persistent ids.</param>
internal sealed partial class PickleMachine(ModelBytes file, string name, ReadOnlyMemory<byte> bytes, IPickleContext context)
{
    // What values may take is in proportion to the file; each is charged with about what it takes.
    private const int ValueCost = 48;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<long, object?> _memo = [];
    private long _budget = file.Content.Length + (128L * 1024);

    /// <summary>Where the next pickle would begin.</summary>
    internal int Position { get; private set; }

    private ReadOnlySpan<byte> Span => bytes.Span;

    /// <summary>Runs a pickle to its end and gives what it left.</summary>
    internal object? Run()
    {
        _stack.Clear();
        _marks.Clear();
        _memo.Clear();
        while (true)
        {
            byte code = Byte();
            if (code == PickleCode.Stop)
            {
                return Pop();
            }

            Execute(code);
        }
    }

    /// <summary>An error of this pickle.</summary>
    internal LstmFormatException Error(string message) => file.Error($"the pickle {SafeText.Quote(name)} {message}");

    private void Execute(byte code)
    {
        if (Simple(code) || Memory(code) || Collection(code))
        {
            return;
        }

        switch (code)
        {
            case PickleCode.Global:
                Push(new PickleGlobal($"{Line()}.{Line()}"));
                break;
            case PickleCode.StackGlobal:
                (object? member, object? module) = (Pop(), Pop());
                Push(new PickleGlobal(module is string first && member is string second ? $"{first}.{second}" : throw Error("names a function by something else than two texts.")));
                break;
            case PickleCode.Reduce:
                (object? arguments, object? function) = (Pop(), Pop());
                Push(Call(function, arguments));
                break;
            case PickleCode.NewObject:
                (object? given, object? type) = (Pop(), Pop());
                Push(Made(type, given));
                break;
            case PickleCode.NewObjectExtended:
                (object? named, object? unnamed, object? made) = (Pop(), Pop(), Pop());
                Push(Made(made, named is PickleDictionary { Items: [] } ? unnamed : named));
                break;
            case PickleCode.Build:
                object? state = Pop();
                Build(Peek(), state);
                break;
            case PickleCode.Instance:
                throw Refused(new PickleGlobal($"{Line()}.{Line()}"));
            case PickleCode.Object:
                throw Refused(PopToMark() is [var called, ..] ? called : null);
            case PickleCode.PersistentId:
                Push(context.Load(this, Line()));
                break;
            case PickleCode.BinaryPersistentId:
                Push(context.Load(this, Pop()));
                break;
            default:
                throw Error($"has the instruction 0x{code:X2} at byte {Position - 1}, which no pickle of tensors has.");
        }
    }

    private object? Call(object? function, object? arguments)
        => function is PickleGlobal global && arguments is object?[] values ? context.Call(this, global, values) : throw Refused(function);

    /// <summary>An object is its class' name alone, without arguments: nothing is constructed.</summary>
    private object? Made(object? type, object? arguments)
        => type is not PickleGlobal global ? throw Refused(type)
            : arguments is object?[] { Length: 0 } ? global.Name is "collections.OrderedDict" ? new PickleDictionary() : new PickleObject(global)
            : throw Refused(global);

    private void Build(object? target, object? state)
    {
        switch (target, state)
        {
            case (PickleObject { Attributes: null } made, PickleDictionary attributes) when IsModule(made.Type, attributes):
                made.Attributes = attributes;
                break;
            case (PickleDictionary, PickleDictionary attributes) when attributes.Items.TrueForAll(item => item.Key is "_metadata"):
                break; // versions of modules, beside the tensors of a state_dict
            case (PickleObject made, _):
                throw Refused(made.Type);
            default:
                throw Error($"gives attributes to {Kind(target)}; tensors, dictionaries and numbers were expected.");
        }
    }

    /// <summary>Modules of PyTorch, whose tensors are in their attributes, and those of TorchScript, whose attributes are their tensors.</summary>
    private static bool IsModule(PickleGlobal type, PickleDictionary attributes)
        => type.Name.StartsWith("__torch__.", StringComparison.Ordinal) || (attributes.Has("_parameters") && attributes.Has("_modules"));

    /// <summary>That a function would be called which is not one of those that make tensors.</summary>
    internal LstmFormatException Refused(object? function)
        => Error($"calls {(function is PickleGlobal global ? global.ToString() : Kind(function))}, which is refused; tensors, dictionaries and numbers were expected. In Python, torch.save(model.state_dict(), path) writes tensors alone.");

    /// <summary>What a value is, for messages.</summary>
    internal static string Kind(object? value) => value switch
    {
        null => "None",
        bool => "a bool",
        long or PickleBigInteger => "an int",
        double => "a float",
        string text => $"the text {SafeText.Quote(text)}",
        byte[] => "bytes",
        List<object?> => "a list",
        object?[] => "a tuple",
        PickleSet => "a set",
        PickleDictionary => "a dictionary",
        TorchTensor => "a tensor",
        TorchStorage => "a storage",
        PickleGlobal global => $"the name {global}",
        PickleObject made => $"an object of {made.Type}",
        _ => "something else",
    };

    private void Push(object? value)
    {
        Charge(ValueCost);
        _stack.Add(value);
    }

    private void Charge(long cost)
    {
        _budget -= cost;
        if (_budget < 0)
        {
            throw Error($"makes more values than a file of {file.Content.Length} bytes could need.");
        }
    }

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Error($"takes a value at byte {Position - 1} where there is none.");

    private object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private int Floor => _marks.Count > 0 ? _marks.Peek() : 0;

    private object?[] PopToMark()
    {
        int at = _marks.TryPop(out int mark) ? mark : throw Error($"takes values at byte {Position - 1} down to a mark that is not there.");
        object?[] values = [.. _stack[at..]];
        _stack.RemoveRange(at, _stack.Count - at);
        Charge(8L * values.Length);
        return values;
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > bytes.Length - Position)
        {
            throw Error($"is cut off: it ends at byte {bytes.Length}, and {count} bytes were expected at byte {Position}.");
        }

        ReadOnlySpan<byte> taken = Span.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    private byte Byte() => Take(1)[0];

    private string Text(long count)
    {
        ReadOnlySpan<byte> text = Take(count);
        Charge(2 * count);
        return Encoding.UTF8.GetString(text);
    }

    private string Line()
    {
        int length = Span[Position..].IndexOf((byte)'\n');
        string line = Text(length < 0 ? bytes.Length - Position + 1 : length);
        Position++;
        return line.TrimEnd('\r');
    }

    private long Length4() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private long Length8() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    private long Number(string text) => long.TryParse(text.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Error($"has {SafeText.Quote(text)} where an integer was expected.");
}
