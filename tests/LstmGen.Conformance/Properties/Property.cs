using System.Globalization;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using LstmGen.Conformance.Compiled;

namespace LstmGen.Conformance.Properties;

/// <summary>
/// Runs FsCheck properties over a compiled model, always with a stated seed: 20260101 unless the environment variable
/// LSTMGEN_SEED gives another number or "random". A failure prints the seed to set. LSTMGEN_CASES scales the number of
/// cases in percent.
/// </summary>
internal static class Property
{
    private const ulong FixedSeed = 20260101;

    private static readonly ulong Seed = ReadSeed();
    private static readonly int Percent =
        int.Parse(Environment.GetEnvironmentVariable("LSTMGEN_CASES") ?? "100", CultureInfo.InvariantCulture);

    /// <summary>Names of the models, as theory data.</summary>
    internal static TheoryData<string> Models => [.. ModelCases.All.Select(model => model.Name)];

    internal static void Check(ModelCase model, Action<Trial> property)
        => Check(model, scenario => property(new Trial(model.Shape, scenario)));

    internal static void Check(ModelCase model, Action<Scenario> property)
        => Check(model.Name, Scenario.For(model.Shape), Cases(model.Shape), property);

    /// <summary>Checks a property of anything else; LSTMGEN_CASES scales <paramref name="cases"/>.</summary>
    internal static void Check<T>(string name, Gen<T> values, int cases, Action<T> property)
        => Check(name, values.ToArbitrary(), Math.Max(1, cases * Percent / 100), property);

    private static void Check<T>(string name, Arbitrary<T> values, int cases, Action<T> property)
    {
        try
        {
            Prop.ForAll(values, property)
                .Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true).WithReplay(Seed, 1));
        }
        catch (Exception failure)
        {
            throw new Xunit.Sdk.XunitException($"{name}: a property fails. Replay it with LSTMGEN_SEED={Seed}.{Environment.NewLine}{failure.Message}");
        }
    }

    /// <summary>Cases for a shape: fewer for larger models.</summary>
    private static int Cases(LstmShape shape)
    {
        int cases = shape.MultiplyAddsPerStep switch
        {
            < 10_000 => 40,
            < 40_000 => 25,
            _ => 12,
        };
        return Math.Max(1, cases * Percent / 100);
    }

    private static ulong ReadSeed()
    {
        string? text = Environment.GetEnvironmentVariable("LSTMGEN_SEED");
        return text switch
        {
            null or "" => FixedSeed,
            "random" => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 1,
            _ => ulong.Parse(text, CultureInfo.InvariantCulture),
        };
    }
}
