using System.Text;
using LstmGen.Samples.AirQuality;

namespace LstmGen.Samples.Tests.AirQuality;

/// <summary>Every line is an hour, the one after the line before, and every field says something known.</summary>
public sealed class HoursTests
{
    private const string Header = "No,year,month,day,hour,pm2.5,DEWP,TEMP,PRES,cbwd,Iws,Is,Ir\n";
    private const string First = "1,2010,12,31,22,NA,-21,-11,1021,NW,1.79,0,0\n";
    private const string Second = "2,2010,12,31,23,12,-21,-12,1020,cv,4.92,0,0\n";
    private const string Third = "3,2011,1,1,0,14,-21,-12,1020,SE,0,0,1\n";

    [Fact]
    public void HoursAreRead()
    {
        foreach (string text in new[] { Header + First + Second + Third, "\ufeff" + Header + First + Second + Third + "\n\n" })
        {
            Hours hours = Read(text);
            Assert.Equal([float.NaN, 12, 14], hours.Pm);
            Assert.Equal(3 * Hours.Names.Length, hours.Columns.Length);
            Assert.Equal([new DateTime(2010, 12, 31, 22, 0, 0), new(2010, 12, 31, 23, 0, 0), new(2011, 1, 1)], hours.Times);
            Assert.Equal([1, 0, 0], Enumerable.Range(0, 3).Select(hour => hours[hour][^1])); // the mark of what is missing
            Assert.Equal([0, 0, 2], Enumerable.Range(0, 3).Select(hour => hours[hour][1])); // the change
        }
    }

    [Theory]
    [InlineData(Header + First + Third, "line 3", "2011-01-01 00", "2010-12-31 22")]
    [InlineData(Header + First + First, "line 3", "one after the other")]
    [InlineData(Header + First + "\n" + Second, "line 3", "empty")]
    [InlineData(Header + "1,2010,12,31,22,NA,-21,-11,1021,NW,1.79,0\n", "line 2", "12 fields")]
    [InlineData(Header + "1,2010,12,31,22,NA,-21,-11,1021,NW,1.79,0,0,7\n", "line 2", "14 fields")]
    [InlineData(Header + "1,2010,12,31,22,NA,-21,-11,1021,XX,1.79,0,0\n", "line 2", "cbwd", "\"XX\"")]
    [InlineData(Header + "1,2010,12,31,22,NA,-21,-11,1021,,1.79,0,0\n", "line 2", "cbwd", "\"\"")]
    [InlineData(Header + "1,2010,12,31,24,NA,-21,-11,1021,NW,1.79,0,0\n", "line 2", "hour", "\"24\"")]
    [InlineData(Header + "1,2010,2,29,22,NA,-21,-11,1021,NW,1.79,0,0\n", "line 2", "day", "\"29\"")]
    [InlineData(Header + "1,2010,12,31,22,,-21,-11,1021,NW,1.79,0,0\n", "line 2", "pm2.5", "\"\"")]
    [InlineData(Header + "1,2010,12,31,22,-5,-21,-11,1021,NW,1.79,0,0\n", "line 2", "pm2.5", "\"-5\"")]
    [InlineData(Header + "1,2010,12,31,22,NA,NA,-11,1021,NW,1.79,0,0\n", "line 2", "DEWP", "\"NA\"")]
    [InlineData(Header + "1,2010,12,31,22,NA,-21,-11,1021,NW,-1,0,0\n", "line 2", "Iws", "\"-1\"")]
    [InlineData("No,hour\n", "line 1", "year")]
    public void WhatIsNoHourIsRefused(string text, params string[] parts)
    {
        string message = Assert.Throws<InputException>(() => Read(text)).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static Hours Read(string text)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text, new UTF8Encoding(false));
            return Hours.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
