using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Kernels;
using LstmGen.Generator.Kernels.Form;

namespace LstmGen.Generator.Emission;

/// <summary>Kernels in their typed form to C#: the one place where text is made of them.</summary>
internal sealed class KernelPrinter(CodeWriter writer, Dialect dialect)
{
    private const int LongestLine = 150;

    /// <summary>Methods with a line between them.</summary>
    internal void Print(IEnumerable<Method> methods)
    {
        foreach ((Method method, int index) in methods.SelectMany(OnLines.Of).Select((method, index) => (method, index)))
        {
            if (index > 0)
            {
                writer.Line();
            }

            Print(method);
        }
    }

    private void Print(Method method)
    {
        if (method.Comment.Length > 0)
        {
            writer.Lines(method.Comment);
        }

        if (method.Jit != Jit.Tiered)
        {
            writer.Line($"[MethodImpl(MethodImplOptions.Aggressive{(method.Jit == Jit.Optimized ? "Optimization" : "Inlining")})]");
        }

        string start = $"{(method.Public ? "public" : "private")} static void {method.Name}(";
        string parameters = string.Join(", ", method.Parameters) + ")";
        using (writer.Block(start.Length + parameters.Length > LongestLine - 4 ? $"{start}\n    {parameters}" : start + parameters))
        {
            Print(method.Body);
        }
    }

    private void Print(IEnumerable<Statement> body)
    {
        foreach (Statement statement in body)
        {
            if (statement is Block block)
            {
                using (writer.Block(block.Header))
                {
                    Print(block.Body);
                }
            }
            else
            {
                writer.Line(Text(statement));
            }
        }
    }

    private string Text(Statement statement) => statement switch
    {
        Let(var to, var of, var typed, var note)
            => $"{(typed > 0 ? dialect.Type(typed) : "var")} {to.Name} = {Of(of)};{(note is null ? "" : $" // {note}")}",
        Set(var to, Apply { Op: Op.Add } sum) when sum.Of[0] == to => $"{to.Name} += {Of(sum.Of[1])};",
        Set(var to, var of) => $"{to.Name} = {Of(of)};",
        Store(var of, var to, 1) => $"{At(to)} = {Of(of)};",
        Store(var of, var to, var lanes) => $"{dialect.Store(lanes, Operand(of), Base(to), to.Offset.Constant)};",
        LetRef(var name, var to, null, _) => $"ref float {name} = ref {At(to)};",
        LetRef(var name, var to, var condition, var other) => $"ref float {name} = ref {condition} ? ref {At(to)} : ref {At(other)};",
        SetRef(var name, var to) => $"{name} = ref {At(to)};",
        Call(var method, var arguments) => $"{method}({string.Join(", ", arguments.Select(Text))});",
        Integers(var text) => text,
        Comment("") => "",
        Comment(var text) => $"// {text}",
        _ => throw new InvalidOperationException($"Unknown statement {statement}."),
    };

    private string Of(Value value) => value switch
    {
        Local(var name) => name,
        Load(var from, 1) => At(from),
        Load(var from, var lanes) => dialect.Load(lanes, Base(from), from.Offset.Constant),
        Splat(var from, var lanes) => dialect.Broadcast(lanes, At(from)),
        Constant(0, var lanes) => dialect.Zero(lanes),
        Constant(var bits, var lanes) => dialect.Constant(lanes, bits),
        HalfOf(var of, _, var upper) => $"{Operand(of)}.Get{(upper ? "Upper" : "Lower")}()",
        Masked(var of, var lanes, var valid) => dialect.And(Operand(of), dialect.Mask(lanes, valid)),
        ByLane(var vector, var scalars, var lane, var sum) => dialect.MultiplyAddByLane(Of(vector), Of(scalars), lane, Of(sum)),
        Dot(var terms, var lanes, var scalars, var vector, var sum) => dialect.Dot(terms, lanes, Operand(scalars), Operand(vector), Operand(sum)),
        FromIntegers(var of, var lanes) => dialect.FromIntegers(lanes, Operand(of)),
        SwappedPairs(var of) => dialect.SwapPairs(Of(of)),
        Element(var of, 0) => $"{Operand(of)}.ToScalar()",
        Element(var of, var lane) => $"{Operand(of)}.GetElement({lane})",
        Apply { Op: var op } apply when Operator(op) is { } sign => $"{Operand(apply.Of[0])} {sign} {Operand(apply.Of[1])}",
        Apply { Op: Op.ShiftBitsLeft or Op.AddBits } => $"{Bits(value)}.AsSingle()",
        Apply apply => Intrinsic(apply.Op, apply.Lanes, Array.ConvertAll(apply.Of, Of)),
        _ => throw new InvalidOperationException($"Unknown value {value}."),
    };

    private string Intrinsic(Op op, int lanes, string[] x) => op switch
    {
        Op.MultiplyAdd => dialect.MultiplyAdd(lanes, x[0], x[1], x[2]),
        Op.NegatedMultiplyAdd => dialect.NegatedMultiplyAdd(lanes, x[0], x[1], x[2]),
        Op.Min => dialect.Min(lanes, x[0], x[1]),
        Op.Max => dialect.Max(lanes, x[0], x[1]),
        Op.Sqrt => dialect.Sqrt(lanes, x[0]),
        Op.Select => dialect.Select(lanes, x[0], x[1], x[2], x[3]),
        _ => throw new InvalidOperationException($"{op} is not elementary."),
    };

    /// <summary>A value as integers.</summary>
    private string Bits(Value value) => value switch
    {
        Apply { Op: Op.ShiftBitsLeft } shift => dialect.ShiftLeft(shift.Lanes, Bits(shift.Of[0]), shift.Bits),
        Apply { Op: Op.AddBits } sum => $"({Bits(sum.Of[0])} + {Bits(sum.Of[1])})",
        _ => $"{Operand(value)}.AsUInt32()",
    };

    /// <summary>What stands beside an operator or before a dot: an operation in parentheses, which no reader has to know the precedence for.</summary>
    private string Operand(Value value) => value is Apply { Op: var op } && Operator(op) is not null ? $"({Of(value)})" : Of(value);

    private static char? Operator(Op op) => op switch { Op.Add => '+', Op.Subtract => '-', Op.Multiply => '*', Op.Divide => '/', _ => null };

    /// <summary>A ref at the symbol of an offset; what is constant of it goes into the access.</summary>
    private static string Base(Place place) => At(place with { Offset = place.Offset with { Constant = 0 } });

    private string Text(Argument argument) => argument.Ref is { } place ? $"ref {At(place)}" : Text(argument.Number);

    private static string At(Place place) => place.Offset is { Symbol: null, Constant: 0 } ? place.Ref : $"Unsafe.Add(ref {place.Ref}, {Text(place.Offset)})";

    private static string Text(Offset index)
    {
        string symbol = index.Times == 1 ? index.Symbol ?? "" : $"{index.Symbol} * {index.Times}";
        return index switch
        {
            { Symbol: null } => $"{index.Constant}",
            { Constant: 0 } => symbol,
            _ => $"{(index.Times == 1 ? symbol : $"({symbol})")} {(index.Constant < 0 ? '-' : '+')} {Math.Abs(index.Constant)}",
        };
    }
}
