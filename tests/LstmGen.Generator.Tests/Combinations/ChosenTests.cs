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

    /// <summary>An ELU that is above 0 on both sides: its derivative needs argument and value, and the tape of a dense layer has no outputs.</summary>
    [Theory]
    [InlineData(-0.125f)]
    [InlineData(0.5f)]
    public void A_dense_layer_whose_activation_is_not_known_by_its_value(float alpha)
    {
        var shape = new LstmShape(2, 3);
        var function = new ReferenceActivation(LstmActivation.Elu, alpha);
        string[] attributes =
        [
            DeclarationText.Attribute("LstmNetwork", ["3"]), DeclarationText.Attribute("Dense", ["2", .. DeclarationText.Dense(true, function)]), DeclarationText.Attribute("Lstm", ["3"]),
        ];
        int index = 0;
        var chosen = new Combination(
            1, "M", DeclarationText.Class("M", attributes),
            new ReferenceChain(new ReferenceDense("dense0.", 2, function.Value, function.Slope), ReferenceNetworks.Layer(shape, "lstm1.", "_l0", 2, ref index)),
            ReferenceNetworks.Hidden(shape), ReferenceNetworks.Cells(shape), Streams: true, TakesTokens: false);

        CombinationCheck.Run(CompiledCombination.Compile([chosen])[0]);
    }
}
