namespace LstmGen.Training;

/// <summary>The checks at the public door of blocks.</summary>
internal static class BlockGuard
{
    private const int MostThreads = 1_024;

    internal static void AtLeastOne(int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");
        }
    }

    internal static void Threads(int threads)
    {
        AtLeastOne(threads, nameof(threads));
        if (threads > MostThreads)
        {
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"Threads must be at most {MostThreads}.");
        }
    }

    /// <summary>Floats of so many rows, which one array holds.</summary>
    internal static int Floats(int rows, int width, string what)
        => (long)rows * width <= Array.MaxLength ? rows * width : throw new ArgumentOutOfRangeException(
            what, (long)rows * width, $"{what} x {width} must be at most {Array.MaxLength} floats.");

    /// <summary>Number of rows, at least one.</summary>
    internal static int Rows(int length, int width, string name)
        => length > 0 && length % width == 0 ? length / width : throw new ArgumentException(
            $"{name} has {length} floats; a multiple of {width} above 0 was expected.", name);

    internal static void Length(int length, int rows, int width, string name)
    {
        if (length != (long)rows * width)
        {
            throw new ArgumentException($"{name} has {length} floats; {rows} rows x {width} = {(long)rows * width} were expected.", name);
        }
    }

    /// <summary>A length, or nothing.</summary>
    internal static void Wanted(int length, int rows, int width, string name)
    {
        if (length != 0)
        {
            Length(length, rows, width, name);
        }
    }
}
