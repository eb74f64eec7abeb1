namespace LstmGen.Build;

/// <summary>
/// The copy of a weight file that goes into the assembly, and the text of its header for the compiler. The text is always that of the
/// copy, so what is checked is what the assembly holds, whatever happens to the file meanwhile.
/// </summary>
internal static class WeightCopy
{
    private const int BlockLength = 128 * 1024;

    /// <summary>Brings copy and text up to date; neither is written where its content is right.</summary>
    /// <exception cref="IOException">The copy or the text cannot be written.</exception>
    internal static void Update(string file, string copy)
    {
        string text = copy + ".json";
        FileStream source;
        try
        {
            source = Open(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            File.Delete(copy);
            SafeFile.WriteIfDifferent(text, HeaderText.Describe(file));
            return;
        }

        using (source)
        {
            if (!Holds(copy, source))
            {
                source.Position = 0;
                SafeFile.Write(copy, source.CopyTo);
            }
        }

        SafeFile.WriteIfDifferent(text, HeaderText.Describe(copy));
    }

    private static bool Holds(string copy, FileStream source)
    {
        if (!File.Exists(copy))
        {
            return false;
        }

        using FileStream other = Open(copy);
        byte[] expected = new byte[BlockLength];
        byte[] found = new byte[BlockLength];
        while (true)
        {
            int count = Fill(source, expected);
            if (Fill(other, found) != count)
            {
                return false;
            }

            for (int index = 0; index < count; index++)
            {
                if (expected[index] != found[index])
                {
                    return false;
                }
            }

            if (count == 0)
            {
                return true;
            }
        }
    }

    private static int Fill(FileStream stream, byte[] block)
    {
        int filled = 0;
        while (filled < block.Length && stream.Read(block, filled, block.Length - filled) is > 0 and int count)
        {
            filled += count;
        }

        return filled;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
}
