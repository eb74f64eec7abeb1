using LstmGen.Nightly.Combinations;
using LstmGen.TestKit.Combinations;
using LstmGen.TestKit.Reference;

namespace LstmGen.Generator.Tests.Combinations;

/// <summary>Combinations that went wrong once, under the checks of random ones.</summary>
public sealed class ChosenTests
{
    /// <summary>A step that reads sums and does not read what it gives, in one tile, in equal ones and in several that are not.</summary>
    [Theory]
    [InlineData(14, 11, LstmUnroll.Loop)]
    [InlineData(36, 30, LstmUnroll.Auto)]
    [InlineData(70, 20, LstmUnroll.Auto)]
    public void Tokens_and_a_projection(int hidden, int projection, LstmUnroll unroll)
    {
        var shape = new LstmShape(3, hidden, 2) { Projection = projection };
        string attribute = DeclarationText.Attribute(
            "LstmModel", [$"{hidden}", "2", "Tokens = 3", .. DeclarationText.Recurrent(shape), .. DeclarationText.Whole(shape.Activations, unroll)]);
        var chosen = new Combination(
            1, "M", DeclarationText.Class("M", [attribute]), ReferenceNetworks.Of(shape), ReferenceNetworks.Hidden(shape), ReferenceNetworks.Cells(shape), Streams: true, TakesTokens: true);

        CombinationCheck.Run(CompiledCombination.Compile([chosen])[0]);
    }
}
