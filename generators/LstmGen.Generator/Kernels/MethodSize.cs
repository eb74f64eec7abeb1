using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;

namespace LstmGen.Generator.Kernels;

/// <summary>
/// How large a method will be once it is compiled, counted on its typed form. Products are exact; bytes of IL at least 0.98 of the true figure; locals
/// nearly: the compiler gives every scope its own, and none to what it can keep on its stack.
/// </summary>
internal sealed class MethodSize
{
    // Of a return, and of branches that no statement stands for.
    private const int FrameBytes = 8;

    // Of an opcode with its operand.
    private const int CallBytes = 5;
    private const int WordBytes = 2;

    // The first arguments and locals have opcodes of their own, those past a byte longer ones.
    private const int Near = 4;
    private const int Far = 256;

    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    internal MethodSize(Method method)
    {
        IlBytes = FrameBytes;
        foreach ((string parameter, int at) in method.Parameters.Select((parameter, at) => (parameter, at)))
        {
            _slots[parameter.Substring(parameter.LastIndexOf(' ') + 1)] = at;
        }

        Count(method.Body);
    }

    /// <summary>Products added to sums that loops continue, vectors of them, written out.</summary>
    internal int Products { get; private set; }

    internal int IlBytes { get; private set; }

    internal int Locals { get; private set; }

    private void Count(IReadOnlyList<Statement> body)
    {
        bool alone = body.Count(statement => statement is Let) == 1;
        for (int at = 0; at < body.Count; at++)
        {
            if (alone && body[at] is Let(var to, var of, _, _) && StaysOnStack(to, body.Skip(at + 1)))
            {
                Count(of);
                _slots.Remove(to.Name);
            }
            else
            {
                Count(body[at]);
            }
        }
    }

    /// <summary>Whether the one value of a scope is only ever the first operand of what follows: then the compiler duplicates it on its stack.</summary>
    private static bool StaysOnStack(Local local, IEnumerable<Statement> rest)
        => rest.All(statement => statement switch
        {
            Set set when set.To == local => false,
            Block(_, var body) => body.All(inner => inner is not (Let or Set or Store or Block)),
            _ => Walk.Computed(statement) is not { } value || !Reads(value, local, first: true),
        });

    /// <summary>Whether a value reads a local, but as its first operand.</summary>
    private static bool Reads(Value value, Local local, bool first)
        => value is Local ? !first && value == local : Walk.Operands(value).Select((operand, at) => Reads(operand, local, first && at == 0)).Any(reads => reads);

    private void Count(Statement statement)
    {
        switch (statement)
        {
            case Let(var to, var of, _, _):
                Count(of);
                Declare(to.Name);
                break;
            case Set(var to, var of):
                Count(of);
                Touch(to.Name);
                Products += Walk.IsProduct(statement) ? 1 : 0;
                break;
            case Store(var of, var to, var lanes):
                Count(of);
                Count(to, access: lanes > 1);
                IlBytes += CallBytes;
                break;
            case LetRef(var name, var to, var condition, var other):
                Count(to);
                if (condition is not null)
                {
                    Count(other);
                    Number(condition);
                }

                Declare(name);
                break;
            case SetRef(var name, var to):
                Count(to);
                Touch(name);
                break;
            case Call(_, var arguments):
                Array.ForEach(arguments, Count);
                IlBytes += CallBytes;
                break;
            case Integers(var text):
                Number(text);
                break;
            case Block(var header, var inner):
                Number(header ?? "");
                Count(inner);
                break;
        }
    }

    private void Count(Value value)
    {
        foreach (Value operand in Walk.Operands(value))
        {
            Count(operand);
        }

        switch (value)
        {
            case Local(var name):
                Touch(name);
                break;
            case Load(var from, var lanes):
                Count(from, access: lanes > 1);
                break;
            case Splat(var from, _):
                Count(from);
                break;
        }

        IlBytes += value switch
        {
            Local => 0,
            Splat or ByLane or Element => 1 + CallBytes,
            Constant { Bits: not 0 } => 3 * CallBytes,
            Masked masked => masked.Lanes + (4 * CallBytes),
            FromIntegers => 2 * CallBytes,
            Dot { Terms: 4 } => 9 * CallBytes,
            Dot => 6 * CallBytes,
            SwappedPairs => 4 + (2 * CallBytes),
            Apply { Op: Op.ShiftBitsLeft or Op.AddBits } => WordBytes + (3 * CallBytes),
            Apply { Op: Op.Select } => 2 * CallBytes,
            _ => CallBytes,
        };
    }

    /// <summary>A ref; what is constant of an offset is an argument of the access of a vector.</summary>
    private void Count(Place place, bool access = false)
    {
        Touch(place.Ref);
        if (place.Offset.Symbol is { } symbol)
        {
            Number(symbol);
            IlBytes += 1 + CallBytes + (place.Offset.Times == 1 ? 0 : 1 + Bytes(place.Offset.Times));
        }

        if (place.Offset.Constant != 0)
        {
            IlBytes += (access ? 0 : place.Offset.Symbol is null ? CallBytes : 1) + 1 + Bytes(place.Offset.Constant);
        }
    }

    private void Count(Argument argument)
    {
        if (argument.Ref is { } place)
        {
            Count(place);
        }
        else if (argument.Number.Symbol is { } symbol)
        {
            Number(symbol);
        }
        else
        {
            IlBytes += 1 + Bytes(argument.Number.Constant);
        }
    }

    /// <summary>Integers as C# spells them, word for word.</summary>
    private void Number(string text)
    {
        string[] words = text.Split([' ', '(', ')', ';', ','], StringSplitOptions.RemoveEmptyEntries);
        IlBytes += words.Sum(word => int.TryParse(word, out int number) ? Bytes(number) : WordBytes);
        foreach (int at in Enumerable.Range(0, words.Length).Where(at => words[at] is "int" or "nint"))
        {
            Declare(words[at + 1]);
        }
    }

    private void Declare(string name)
    {
        _slots[name] = Locals++;
        Touch(name);
    }

    private void Touch(string name) => IlBytes += !_slots.TryGetValue(name, out int slot) || slot < Near ? 1 : slot < Far ? 2 : 4;

    /// <summary>Bytes that load a constant.</summary>
    private static int Bytes(int number) => number is >= -1 and <= 8 ? 1 : Math.Abs(number) < 128 ? 2 : 5;
}
