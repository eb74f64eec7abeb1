using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace LstmGen.Samples;

/// <summary>Options of the command line that are numbers within a range.</summary>
internal static class NumberOption
{
    /// <summary>An option, checked when the command line is parsed; without a default value it is 0 where it is not given.</summary>
    public static Option<T> Create<T>(string name, string description, T? value, T least, T most)
        where T : struct, INumber<T>
    {
        var option = new Option<T>(name) { Description = $"{description} {Text(least)} to {Text(most)}." };
        if (value is T known)
        {
            option.DefaultValueFactory = _ => known;
        }

        option.Validators.Add(result =>
        {
            // What is no number at all, or too many of them, is told without this.
            if (result.Tokens.Count == 1 && T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out T given) && !(given >= least && given <= most))
            {
                result.AddError($"{name} is {Text(given)}; {Text(least)} to {Text(most)} was expected.");
            }
        });
        return option;
    }

    private static string Text<T>(T number)
        where T : IFormattable
        => number.ToString(null, CultureInfo.InvariantCulture);
}
