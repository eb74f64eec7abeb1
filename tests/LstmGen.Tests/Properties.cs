using System.Globalization;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace LstmGen.Tests;

/// <summary>
/// Runs FsCheck properties, always with a stated seed: 20260101 unless the environment variable LSTMGEN_SEED gives another
/// number or "random". A failure prints the seed to set. LSTMGEN_CASES scales the number of cases in percent.
/// </summary>
internal static class Properties
{
    private const ulong FixedSeed = 20260101;

    private static readonly ulong Seed = Environment.GetEnvironmentVariable("LSTMGEN_SEED") switch
    {
        null or "" => FixedSeed,
        "random" => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 1,
        string text => ulong.Parse(text, CultureInfo.InvariantCulture),
    };

    private static readonly int Percent =
        int.Parse(Environment.GetEnvironmentVariable("LSTMGEN_CASES") ?? "100", CultureInfo.InvariantCulture);

    internal static void Check<T>(Gen<T> values, int cases, Action<T> property)
    {
        try
        {
            Prop.ForAll(values.ToArbitrary(), property)
                .Check(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(1, cases * Percent / 100)).WithReplay(Seed, 1));
        }
        catch (Exception failure)
        {
            throw new Xunit.Sdk.XunitException($"Replay with LSTMGEN_SEED={Seed}.{Environment.NewLine}{failure.Message}");
        }
    }
}
