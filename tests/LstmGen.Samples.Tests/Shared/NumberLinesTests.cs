using System.Text;

namespace LstmGen.Samples.Tests.Shared;

/// <summary>Numbers are read one a line; anything else is refused with the line and what was found.</summary>
public sealed class NumberLinesTests
{
    [Theory]
    [InlineData("1\n2\n")]
    [InlineData("1\r\n2")]
    [InlineData("x\n1\n 2\t\n\n\r\n \n")]
    [InlineData("\ufeff1\n2")]
    [InlineData("\ufeffx\n1\n2")]
    [InlineData("\"x, in m\"\n1\n2")]
    [InlineData("a header\n1.0e0\n+2")]
    public void LinesAreRead(string text)
    {
        foreach (Stream stream in (Stream[])[new MemoryStream(Encoding.UTF8.GetBytes(text)), new UnseekableStream(Encoding.UTF8.GetBytes(text), 3)])
        {
            using var lines = new NumberLines(stream, "made up");
            Assert.True(lines.Read(out float value));
            Assert.Equal(1, value);
            Assert.True(lines.Read(out value));
            Assert.Equal(2, value);
            Assert.False(lines.Read(out _));
            Assert.False(lines.Read(out _));
        }
    }

    [Theory]
    [InlineData("1\n2,3\n", "made up, line 2", "\"2,3\"", "one a line")]
    [InlineData("1\n2 3\n", "line 2", "\"2 3\"")]
    [InlineData("a\nc\n", "line 2", "\"c\" is not a finite number")]
    [InlineData("1\n4x\n", "line 2", "\"4x\"")]
    [InlineData("1\nNaN\n", "line 2", "\"NaN\"")]
    [InlineData("1\n-Infinity\n", "line 2", "\"-Infinity\"")]
    [InlineData("1\n1e99\n", "line 2", "\"1e99\"")]
    [InlineData("1\n,\n", "line 2", "\",\" is not")]
    [InlineData("1\n\n3\n", "line 2", "empty")]
    [InlineData("x\n\n1\n", "line 2", "empty")]
    [InlineData("NaN\n3\n", "line 1", "\"NaN\"")]
    [InlineData("1x\n3\n", "line 1", "\"1x\"")]
    [InlineData("-\n3\n", "line 1", "\"-\"")]
    [InlineData("\"1\"\n3\n", "line 1", "\"1\"")]
    [InlineData("#comment 1\n3\n", "line 1", "#comment")]
    [InlineData("infinity\n4\n", "line 1", "\"infinity\"")]
    [InlineData("a\nb\n1\n", "line 2", "\"b\"")]
    [InlineData("\n1\n", "line 1", "empty")]
    public void OtherLinesAreRefused(string text, params string[] parts)
    {
        using var lines = new NumberLines(new MemoryStream(Encoding.UTF8.GetBytes(text)), "made up");
        string message = Assert.Throws<InputException>(() =>
        {
            while (lines.Read(out _))
            {
            }
        }).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherEncodingIsNamed()
    {
        foreach (Encoding encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            using var lines = new NumberLines(new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes("1\n2\n")]), "made up");
            Assert.Contains("UTF-16", Assert.Throws<InputException>(() => lines.Read(out _)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ALineThatNeverEndsIsRefused()
    {
        using var lines = new NumberLines(new MemoryStream(new byte[1_000_000]), "made up");
        Assert.Contains("more than 65536 bytes", Assert.Throws<InputException>(() => lines.Read(out _)).Message, StringComparison.Ordinal);
    }
}
