namespace LstmGen.Generator.Emission;

/// <summary>Names of kernels say their sizes and options; those of many layers with many options would be longer than metadata and file systems take.</summary>
internal static class ShortName
{
    /// <summary>A file name has 255 characters at most, and the instruction set, the purpose and the ending follow.</summary>
    private const int Longest = 160;

    private const int Kept = Longest - 17;

    /// <summary>The name, or what it begins with and a number of the whole: FNV-1a of 64 bits.</summary>
    internal static string Of(string name)
    {
        if (name.Length <= Longest)
        {
            return name;
        }

        ulong hash = 14695981039346656037;
        foreach (char letter in name)
        {
            hash = unchecked((hash ^ letter) * 1099511628211);
        }

        return $"{name.Substring(0, Kept)}_{hash:x16}";
    }
}
