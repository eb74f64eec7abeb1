extern alias generator;

using LstmGen.Build;
using LstmGen.Formats;
using generator::LstmGen.Generator.Weights;
using LstmGen.Nightly.Fuzz;
using LstmGen.Nightly.Fuzz.Targets;

namespace LstmGen.Nightly.FuzzBuild;

/// <summary>Weight files as a build reads them, the task first and then the generator: they refuse what the library refuses, and nothing else.</summary>
internal sealed class BuildTarget : FuzzTarget
{
    internal override string Name => "weights at build";

    internal override IReadOnlyList<byte[]> Corpus { get; } = new WeightsTarget().Corpus;

    internal override IReadOnlyList<byte[]> Tokens => SafetensorsText.Tokens;

    internal override bool Refuses(Exception exception) => exception is RefusedException;

    internal override byte[] Make(SplitMix random) => SafetensorsText.Make(random, Corpus);

    internal override void Read(byte[] file, SplitMix random)
    {
        WeightHeader header = WeightHeaderReader.Read(HeaderText.Describe(new MemoryStream(file)));
        string? library = null;
        try
        {
            SafetensorsFile.Parse(file);
        }
        catch (LstmFormatException error)
        {
            library = error.Message;
        }

        if (header.Error is null != library is null)
        {
            throw new InvalidOperationException($"The build says: {header.Error ?? "valid"}. The library says: {library ?? "valid"}.");
        }

        if (header.Error is not null)
        {
            throw new RefusedException($"'weights.safetensors': {header.Error}"); // as the compiler says it
        }
    }

    private sealed class RefusedException(string message) : Exception(message);
}
