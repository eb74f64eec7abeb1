using System.Text;

namespace LstmGen.Samples.Tests.Shared;

/// <summary>A text is read as it is, or refused: no character takes the place of a byte that is none.</summary>
public sealed class TextFileTests
{
    [Theory]
    [InlineData("abc\ré😀\n", false)]
    [InlineData("abc", true)]
    [InlineData("", false)]
    public void TextIsReadAsItIs(string text, bool mark) => Assert.Equal(text, Read([.. mark ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(text)]));

    [Fact]
    public void AnotherEncodingIsRefused()
    {
        Assert.Contains("line 2: the byte 0xE9", Refused([.. "a\ncaf"u8, 0xE9, .. " b"u8]), StringComparison.Ordinal);
        Assert.Contains("line 1", Refused([.. "a"u8, 0xC3]), StringComparison.Ordinal);
        Assert.Contains("UTF-16", Refused([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("abc")]), StringComparison.Ordinal);
        Assert.Contains("UTF-16", Refused([.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes("abc")]), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => TextFile.Read(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }

    private static string Refused(byte[] bytes) => Assert.Throws<InputException>(() => Read(bytes)).Message;

    private static string Read(byte[] bytes)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            return TextFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
