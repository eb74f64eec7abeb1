using System.Globalization;
using System.Security.Cryptography;
using FsCheck.Xunit;

namespace LstmGen.TestKit.Properties;

/// <summary>
/// Gives the properties of an assembly a stated seed, so that every run tries the same cases. The environment variable LSTMGEN_REPLAY
/// takes the place of it: "random", or what a failure printed, as "(seed,gamma)" or "(seed,gamma,size)", which begins with the
/// case that failed.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class)]
#pragma warning disable xUnit3003 // PropertiesAttribute has no constructor with source information
public class SeededPropertiesAttribute : PropertiesAttribute
{
    private const string FixedSeed = "(20260101,1)";

    private static readonly string Seed = Environment.GetEnvironmentVariable("LSTMGEN_REPLAY") switch
    {
        null or "" => FixedSeed,
        "random" => string.Create(CultureInfo.InvariantCulture, $"({BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 1},1)"),
        string text => text,
    };

    public SeededPropertiesAttribute()
    {
        Replay = Seed;
        QuietOnSuccess = true;
    }
}
