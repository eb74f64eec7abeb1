using LstmGen.Formats;

namespace LstmGen.Tool.Data;

/// <summary>Random inputs of one sequence.</summary>
internal static class RandomSamples
{
    /// <summary>Values of -1 to 1, or numbers of tokens.</summary>
    internal static Samples Of(LstmModelFile file, int steps, int seed)
    {
        var random = new Random(seed);
        int width = ModelRun.InputWidth(file), tokens = file.Network.Shape.EmbeddedTokens;
        return new([.. Enumerable.Range(0, steps * width).Select(_ => tokens > 0 ? random.Next(tokens) : (random.NextSingle() * 2) - 1)], width);
    }
}
