using LstmGen.Samples.VoiceActivity;

namespace LstmGen.Samples.Tests.VoiceActivity;

public sealed class SpeechSegmentsTests
{
    // Frames of 0.05 s; two of them are a silence.
    [Theory]
    [InlineData("", "")]
    [InlineData("0 0 0", "")]
    [InlineData("9 9", "0-2")]
    [InlineData("0 5 0 0 0", "1-2")]
    [InlineData("0 9 0 9 0 0", "1-4")]
    [InlineData("9 4 4 4 4 0 0", "0-5")] // under the threshold, but not far enough
    [InlineData("9 0 0 9 0", "0-1 3-4")]
    [InlineData("4 9 0 4 0 0", "1-2")]
    public void FramesAreJoined(string tenths, string expected)
    {
        var segments = new SpeechSegments(0.5);
        var found = new List<(double Begin, double End)?>();
        int count = 0;
        foreach (char tenth in tenths.Where(char.IsAsciiDigit))
        {
            found.Add(segments.Next(count * 0.05, (count + 1) * 0.05, (tenth - '0') / 10.0));
            count++;
        }

        found.Add(segments.Finish(count * 0.05));
        Assert.Equal(expected, string.Join(" ", found.Where(segment => segment is not null).Select(segment => $"{segment!.Value.Begin * 20:F0}-{segment.Value.End * 20:F0}")));
    }
}
