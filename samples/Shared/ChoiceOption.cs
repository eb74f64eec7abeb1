using System.CommandLine;

namespace LstmGen.Samples;

/// <summary>Options of the command line that are one of some names.</summary>
internal static class ChoiceOption
{
    /// <summary>An option, checked when the command line is parsed; the first choice where it is not given. Numbers are no names: 7 would be taken for a value of any enumeration.</summary>
    public static Option<T> Create<T>(string name, string description, params T[] choices)
        where T : struct, Enum
    {
        string names = $"{string.Join(", ", choices[..^1])} or {choices[^1]}";
        return new(name)
        {
            Description = $"{description} {names}.",
            DefaultValueFactory = _ => choices[0],
            CustomParser = result =>
            {
                string given = result.Tokens[0].Value;
                int at = Array.FindIndex(choices, choice => choice.ToString().Equals(given, StringComparison.OrdinalIgnoreCase));
                if (at >= 0)
                {
                    return choices[at];
                }

                result.AddError($"{name} is {given}; {names} was expected.");
                return default;
            },
        };
    }
}
