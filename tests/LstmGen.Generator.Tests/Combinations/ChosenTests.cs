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

    /// <summary>Names that say sizes and options of all layers would be too long for metadata and for file systems.</summary>
    [Fact]
    public void Many_layers_of_many_options_have_names_that_fit()
    {
        string[] layers = [.. Enumerable.Range(1, 12).Select(layer
            => $"[LstmGen.Lstm({layer}, 3, Peepholes = true, GateActivation = LstmGen.LstmActivation.HardSigmoid, GateAlpha = 0.{layer}75f, OutputActivation = LstmGen.LstmActivation.ScaledTanh, OutputAlpha = 1.12{layer}5f, OutputBeta = -0.62{layer}5f)]")];
        GeneratorRun run = GeneratorHarness.RunProject([("LstmGenKernelSets", "Portable")], DeclarationText.Class("One", ["[LstmGen.LstmNetwork(3)]", .. layers]) + DeclarationText.Class("Other", ["[LstmGen.LstmNetwork(3)]", .. layers[..^1], "[LstmGen.Lstm(2)]"]));

        Assert.Empty(run.Reported);
        run.Load();
        Assert.All(run.Sources, source => Assert.InRange(source.HintName.Length, 1, 200));
        Assert.Equal(2, run.Sources.Count(source => source.HintName.Contains("Network_", StringComparison.Ordinal) && source.HintName.EndsWith("_Portable.g.cs", StringComparison.Ordinal)));
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
