namespace LstmGen.Generator.Kernels.Form;

internal abstract record Statement;

/// <summary>A new local; its type is written where <paramref name="Typed"/> gives lanes.</summary>
internal sealed record Let(Local To, Value Of, int Typed = 0, string? Note = null) : Statement;

internal sealed record Set(Local To, Value Of) : Statement;

internal sealed record Store(Value Of, Place To, int Lanes) : Statement;

/// <summary>A new ref; to <paramref name="Else"/> where a condition is given that does not hold.</summary>
internal sealed record LetRef(string Name, Place To, string? If = null, Place Else = default) : Statement;

internal sealed record SetRef(string Name, Place To) : Statement;

internal sealed record Call(string Method, params Argument[] Arguments) : Statement;

/// <summary>Bookkeeping of integers, as C# spells it.</summary>
internal sealed record Integers(string Text) : Statement;

internal sealed record Block(string? Header, IReadOnlyList<Statement> Body) : Statement;

/// <summary>A line for the reader; empty for a blank one.</summary>
internal sealed record Comment(string Text) : Statement;
