using System.Text;

namespace LstmGen.Samples.Tests.Shared;

/// <summary>Columns are read whole; a row that is not there, cut or of another form is never passed over.</summary>
public sealed class CsvColumnsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("\ufeffa,b\n1,2\n3,4\n")]
    [InlineData("\ufeff\"a\",\"b\"\r\n\"1\",\"2\"\r\n3,4")]
    [InlineData("a;b;c\n1;2;x\n3;4;\n")]
    [InlineData("b\ta\n2\t1\n4\t3\n\n\n")]
    [InlineData("a|b\n1|2\n 3 | 4 \n")]
    public void ColumnsAreRead(string text)
    {
        double[][] columns = Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal([1, 3], columns[0]);
        Assert.Equal([2, 4], columns[1]);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n\na,b\n1,2\n", "line 1", "empty")]
    [InlineData("a,b\n1,2\n\n3,4\n", "line 3", "empty")]
    [InlineData("a,b\n\n1,2\n", "line 2", "empty")]
    [InlineData("a,b\n1,2\n3\n", "line 3", "1 field")]
    [InlineData("a,b\n1,2\n3,4,5\n", "line 3", "3 fields")]
    [InlineData("a,b\n1,2\n3,\n", "line 3", "column b", "\"\"")]
    [InlineData("a,b\n1,2\nNA,4\n", "line 3", "column a", "\"NA\"")]
    [InlineData("a,b\n1,2\n#3,4\n", "line 3", "\"#3\"")]
    [InlineData("a,b,a\n1,2,3\n", "line 1", "more than once")]
    [InlineData("a,c\n1,2\n", "no column b")]
    [InlineData("a,b\n1,2\n3,\"4\n", "line")]
    [InlineData("a;b\n0,5;1,5\n", "line 2", "\"0,5\"")]
    public void WhatIsNotARowOfNumbersIsRefused(string text, params string[] parts)
    {
        string message = Assert.Throws<InputException>(() => Read(Encoding.UTF8.GetBytes(text))).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherEncodingWithItsMarkIsRead()
    {
        foreach (Encoding encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            Assert.Equal([1, 3], Read([.. encoding.GetPreamble(), .. encoding.GetBytes("a,b\n1,2\n3,4\n")])[0]);
        }
    }

    private static double[][] Read(byte[] file)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            return CsvColumns.Read(path, "a", "b");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
