using System.Text;

namespace LstmGen.Samples.Tests.Shared;

/// <summary>Lines of numbers are read with any of the separators; anything else is refused with the line and what was found.</summary>
public sealed class NumberLinesTests
{
    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1,2\r\n3,4")]
    [InlineData("x,y\n1;2\n 3 , 4 \n\n\r\n \n")]
    [InlineData("\ufeff1,2\n3,4")]
    [InlineData("\ufeffx,y\n1,2\n3,4")]
    [InlineData("\"x, in m\";y\n1;2\n3;4")]
    [InlineData("time\tload\n1\t2\n3\t\t4\n")]
    [InlineData("1 2\n3.0e0   +4")]
    [InlineData("header\n1,\t2\n3 ;4")]
    public void LinesAreRead(string text)
    {
        foreach (Stream stream in (Stream[])[new MemoryStream(Encoding.UTF8.GetBytes(text)), new UnseekableStream(Encoding.UTF8.GetBytes(text), 3)])
        {
            using var lines = new NumberLines(stream, "made up");
            var values = new float[2];
            Assert.True(lines.Read(values));
            Assert.Equal([1, 2], values);
            Assert.True(lines.Read(values));
            Assert.Equal([3, 4], values);
            Assert.False(lines.Read(values));
            Assert.False(lines.Read(values));
        }
    }

    [Theory]
    [InlineData("1,2\n3\n", "made up, line 2", "is 1 value", "2 were expected")]
    [InlineData("1,2\n3,4,5\n", "line 2", "more than the 2 values")]
    [InlineData("a,b\nc,d\n", "line 2", "\"c\" is not a finite number")]
    [InlineData("1,2\n3,4x\n", "line 2", "\"4x\"")]
    [InlineData("1,2\n3,NaN\n", "line 2", "\"NaN\"")]
    [InlineData("1,2\n-Infinity,4\n", "line 2", "\"-Infinity\"")]
    [InlineData("1,2\n1e99,4\n", "line 2", "\"1e99\"")]
    [InlineData("1,2\n,4\n", "line 2", "\"\" is not")]
    [InlineData("1,2\n4,\n", "line 2", "\"\" is not")]
    [InlineData("1,2\n3,,4\n", "line 2", "\"\" is not")]
    [InlineData("1,2\n\n3,4\n", "line 2", "empty")]
    [InlineData("x,y\n\n1,2\n", "line 2", "empty")]
    [InlineData("NaN,2\n3,4\n", "line 1", "\"NaN\"")]
    [InlineData("1x,2\n3,4\n", "line 1", "\"1x\"")]
    [InlineData("-,2\n3,4\n", "line 1", "\"-\"")]
    [InlineData("x,2\n3,4\n", "line 1", "\"x\"")]
    [InlineData("\"1\",\"2\"\n3,4\n", "line 1", "\"1\"")]
    [InlineData("#comment 1\n3,4\n", "line 1", "#comment")]
    [InlineData(",2\n3,4\n", "line 1", "\"\" is not")]
    [InlineData("infinity,nan\n3,4\n", "line 1", "\"infinity\"")]
    [InlineData("a\nb\n1,2\n", "line 2", "\"b\"")]
    [InlineData("\n1,2\n", "line 1", "empty")]
    public void OtherLinesAreRefused(string text, params string[] parts)
    {
        using var lines = new NumberLines(new MemoryStream(Encoding.UTF8.GetBytes(text)), "made up");
        string message = Assert.Throws<InputException>(() =>
        {
            while (lines.Read(new float[2]))
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
            using var lines = new NumberLines(new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes("1,2\n3,4\n")]), "made up");
            Assert.Contains("UTF-16", Assert.Throws<InputException>(() => lines.Read(new float[2])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ALineThatNeverEndsIsRefused()
    {
        using var lines = new NumberLines(new MemoryStream(new byte[1_000_000]), "made up");
        Assert.Contains("more than 65536 bytes", Assert.Throws<InputException>(() => lines.Read(new float[1])).Message, StringComparison.Ordinal);
    }
}
