using LstmGen.TestKit.Reference;

namespace LstmGen.TestKit.Combinations;

/// <summary>A model class that was drawn, and what it should compute.</summary>
/// <param name="Seed">What it was drawn from, and its data are.</param>
/// <param name="Name">Of the class.</param>
/// <param name="Declaration">Its C#.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Hidden">Values of h of each recurrent layer and direction.</param>
/// <param name="Cells">Values of c of the same.</param>
/// <param name="Streams">Whether it has a step.</param>
/// <param name="TakesTokens">Whether it takes tokens.</param>
internal sealed record Combination(ulong Seed, string Name, string Declaration, ReferenceNode Reference, int[] Hidden, int[] Cells, bool Streams, bool TakesTokens)
{
    public override string ToString() => Declaration;
}
