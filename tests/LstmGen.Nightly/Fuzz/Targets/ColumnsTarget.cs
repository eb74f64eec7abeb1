using System.Text;
using LstmGen.Samples;

namespace LstmGen.Nightly.Fuzz.Targets;

/// <summary>CSV files with a header, as the quickstart reads its users' series.</summary>
internal sealed class ColumnsTarget : FuzzTarget
{
    private readonly string _path = ReadingFolder.NewFile();

    internal override string Name => "CSV columns";

    internal override IReadOnlyList<byte[]> Corpus { get; } =
    [.. new[]
    {
        "time,load\n1,0.5\n2,0.75\n3,-1e-3\n",
        "load;time;note\r\n1;2;\"a \"\"quoted\"\" text; with\nlines\"\r\n3;4;\r\n",
        "load\ttime\n" + string.Concat(Enumerable.Range(0, 300).Select(n => $"{n}.5\t{n}\n")),
    }.Select(Encoding.UTF8.GetBytes)];

    internal override IReadOnlyList<byte[]> Tokens => LinesTarget.CsvTokens;

    internal override bool Refuses(Exception exception) => exception is InputException;

    internal override void Place(byte[] file) => File.WriteAllBytes(_path, file);

    internal override void Read(byte[] file, SplitMix random) => CsvColumns.Read(_path, "load", "time");
}
