using System.Reflection;
using System.Text;
using LstmGen.Formats;

namespace LstmGen.Nightly.Fuzz.Targets;

/// <summary>Model files of one ending, as <see cref="LstmModelFile"/> reads them; those of the tests of formats are what cases start from.</summary>
internal sealed class FormatTarget : FuzzTarget
{
    private const int LongestSeed = 64 * 1024; // a case is to be quick

    private readonly string _ending;

    private FormatTarget(string ending, byte[][] corpus) => (_ending, Corpus) = (ending, corpus);

    internal override string Name => $"model {_ending}";

    internal override IReadOnlyList<byte[]> Corpus { get; }

    internal override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[] { "\"", "{", "}", "[", "]", ",", "1e39", "-1", "null", "weight_ih_l0", "PK\u0003\u0004", "PK\u0001\u0002", "PK\u0005\u0006", "TREE", "SNOD", "HEAP", "OHDR", "TFL3", "LSTM", "cposix\nsystem\n", "R.", "(", "t", "}" }
            .Select(Encoding.Latin1.GetBytes),
        [0, 0, 0, 0], [255, 255, 255, 255], [255, 255, 255, 127], [0, 0, 0, 128], [0x80, 2], [0x8A, 10], [1, 0, 0, 0, 0, 0, 0, 0], [255, 255, 255, 255, 255, 255, 255, 127], [0x80, 0x80, 0x80, 0x80, 0x08], new byte[64],
    ];

    /// <summary>One for each ending that tests have files of.</summary>
    internal static IEnumerable<FuzzTarget> All()
    {
        Assembly assembly = typeof(FormatTarget).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith("model/", StringComparison.Ordinal))
            .GroupBy(Path.GetExtension, name => Bytes(assembly, name)).OrderBy(files => files.Key, StringComparer.Ordinal)
            .Select(files => (files.Key, Seeds: files.Where(file => file.Length <= LongestSeed && IsModel(file, files.Key!)).ToArray())).Where(files => files.Seeds.Length > 0)
            .Select(files => new FormatTarget(files.Key!, files.Seeds));
    }

    internal override bool Refuses(Exception exception) => exception is LstmFormatException;

    internal override void Read(byte[] file, SplitMix random) => LstmModelFile.Read(file, "fuzzed" + _ending);

    /// <summary>Tests have files too that are refused, and some that are read with options alone.</summary>
    private static bool IsModel(byte[] file, string ending)
    {
        try
        {
            LstmModelFile.Read(file, "seed" + ending);
            return true;
        }
        catch (LstmFormatException)
        {
            return false;
        }
    }

    private static byte[] Bytes(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
