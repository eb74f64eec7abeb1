namespace LstmGen.Generator.Specs;

/// <summary>Numbers of things in English.</summary>
internal static class Words
{
    internal static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A range of units, both ends included.</summary>
    internal static string Units(int first, int last) => first == last ? $"unit {first}" : $"units {first} to {last}";

    internal static string Number(long value) => value.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);
}
