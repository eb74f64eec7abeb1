namespace LstmGen.Formats;

/// <summary>
/// Looks for words outside of texts that are longer than any number or name of JSON. Readers of JSON name what they do not understand, all of it: of a damaged file that would be a message of
/// megabytes.
/// </summary>
internal static class JsonWords
{
    internal const int Longest = 256;

    /// <summary>Where a text has its first word that is too long, or -1.</summary>
    internal static int IndexOfLong(ReadOnlySpan<byte> text)
    {
        int begin = 0;
        bool quoted = false;
        for (int at = 0; at < text.Length; at++)
        {
            byte each = text[at];
            if (quoted)
            {
                at += each == (byte)'\\' ? 1 : 0;
                quoted = each != (byte)'"';
                begin = at + 1;
            }
            else if (each is (byte)'"' or (byte)' ' or (byte)',' or (byte)':' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                quoted = each == (byte)'"';
                begin = at + 1;
            }
            else if (at - begin >= Longest)
            {
                return begin;
            }
        }

        return -1;
    }
}
