namespace LstmGen.Generator.Options;

/// <summary>What is wrong with an attribute: the compiler says it where the attribute is written, the run time where it is described.</summary>
/// <param name="Of">The arguments of the attribute.</param>
/// <param name="Argument">The one that is wrong; null for the attribute as a whole.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Texts">What the message of that kind is made with.</param>
internal sealed record ArgumentFault(IArguments Of, string? Argument, FaultKind Kind, params string[] Texts)
{
    internal const string Size = "{0} is {1}; {2} was expected";
    internal const string Choice = "{0} is {1}; one of {2} was expected";
    internal const string Number = "{0} is {1}; {2} was expected";
    internal const string Unused = "{0} is {1}, but {2}; leave {0} out";
    internal const string Unknown = "{0} is an argument of [LstmModel] that this generator does not know: it is older than the library; use both of one LstmGen package";
    internal const string Network = "{0}";

    /// <summary>The message.</summary>
    internal string Message => string.Format(System.Globalization.CultureInfo.InvariantCulture, FormatOf(Kind), Texts);

    private static string FormatOf(FaultKind kind) => kind switch
    {
        FaultKind.Size => Size,
        FaultKind.Choice => Choice,
        FaultKind.Number => Number,
        FaultKind.Unused => Unused,
        FaultKind.Unknown => Unknown,
        _ => Network,
    };
}
