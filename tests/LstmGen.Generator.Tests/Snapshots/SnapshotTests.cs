namespace LstmGen.Generator.Tests.Snapshots;

/// <summary>A snapshot that differs says where.</summary>
public class SnapshotTests
{
    [Theory]
    [InlineData("a\nb\nc", "a\nx\nc", "line 2\n- b\n+ x")]
    [InlineData("a\nb", "a\nb\nc", "line 3\n- (end)\n+ c")]
    [InlineData("a\n", "a", "line 2\n- \n+ (end)")]
    public void The_first_line_that_differs_is_shown(string expected, string found, string message)
        => Assert.Equal(message, Snapshot.FirstDifference(expected, found));
}
