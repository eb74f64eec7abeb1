namespace LstmGen.Conformance.Dynamic;

/// <summary>What is wrong with a description is said in the words of the compiler.</summary>
public sealed class DescriptionTests
{
    public static TheoryData<string, LstmNetworkDescription> Wrong => new()
    {
        { "[LstmModel]: hidden is 0; 1 to 4096 was expected.", new(new LstmModelAttribute(0)) },
        { "[LstmModel]: layers is 17; 1 to 16 was expected.", new(new LstmModelAttribute(4, layers: 17)) },
        { "[LstmModel]: Direction is 9; one of LstmDirection.Forward, LstmDirection.Reverse,", new(new LstmModelAttribute(4) { Direction = (LstmDirection)9 }) },
        { "[LstmModel]: Clip is -1; a finite number above 0, or 0 for no bound, was expected.", new(new LstmModelAttribute(4) { Clip = -1 }) },
        { "[LstmModel]: CellZoneout is 1; a probability, 0 up to but not including 1, was expected.", new(new LstmModelAttribute(4) { CellZoneout = 1 }) },
        { "[LstmModel]: Merge is LstmMerge.Sum, but layers have one direction and nothing to merge; leave Merge out.", new(new LstmModelAttribute(4) { Merge = LstmMerge.Sum }) },
        { "[LstmModel]: GateAlpha is 2, but Sigmoid, which the gates go through, has no alpha; leave GateAlpha out.", new(new LstmModelAttribute(4) { GateAlpha = 2 }) },
        { "[LstmModel]: NormEpsilon is 0.5, but nothing is normalised; leave NormEpsilon out.", new(new LstmModelAttribute(4) { NormEpsilon = 0.5f }) },
        { "[LstmModel]: Projection is 4; less than the 4 units, or 0 for none, was expected.", new(new LstmModelAttribute(4) { Projection = 4 }) },
        { "[LstmModel]: Tokens is 5; 3, as input says, was expected.", new(new LstmModelAttribute(4, input: 3) { Tokens = 5 }) },
        { "[LstmModel]: the number of weights together is ", new(new LstmModelAttribute(4096, layers: 16, input: 65536)) },
        { "[LstmNetwork]: input is 0; 1 to 65536 was expected.", new(new LstmNetworkAttribute(0), new LstmAttribute(4)) },
        { "[LstmNetwork]: The description has no recurrent layer; a network has one at least: [Lstm], [Gru] or [Slstm].", new(new LstmNetworkAttribute(2), new DenseAttribute(3)) },
        { "[Gru], layer 1 of the description: hidden is 5000; 1 to 4096 was expected.", new(new LstmNetworkAttribute(2), new LstmAttribute(4), new GruAttribute(5000)) },
        { "[Slstm], layer 0 of the description: Heads is 3; a divisor of the 4 units was expected.", new(new LstmNetworkAttribute(2), new SlstmAttribute(4) { Heads = 3 }) },
        { "[Dense], layer 1 of the description: Alpha is 2, but Relu, which the outputs go through, has no alpha; leave Alpha out.", new(new LstmNetworkAttribute(2), new LstmAttribute(4), new DenseAttribute(3) { Activation = LstmActivation.Relu, Alpha = 2 }) },
        { "[Lstm], layer 1 of the description: two layers have the name 'a', and their tensors would too.", new(new LstmNetworkAttribute(2), new LstmAttribute(4) { Name = "a" }, new LstmAttribute(4) { Name = "a" }) },
        { "[Lstm], layer 0 of the description: a residual layer gives as many values as it reads; this one reads 2 and gives 4.", new(new LstmNetworkAttribute(2), new LstmAttribute(4) { Residual = true }) },
        { "[LstmNetwork]: Skip adds the first inputs to the outputs; there are 2 inputs and 4 outputs.", new(new LstmNetworkAttribute(2) { Skip = true }, new LstmAttribute(4)) },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void WhatIsWrongIsNamed(string message, LstmNetworkDescription description)
    {
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => description.Shape).Message);
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new LstmDynamic(description, LstmWeights.Random(1))).Message);
    }

    [Fact]
    public void LayersOfOtherKindsAreRefused()
        => Assert.StartsWith("A layer is a ", Assert.Throws<ArgumentException>(() => new LstmNetworkDescription(new LstmNetworkAttribute(), new Other()).Shape).Message);

    private sealed class Other : ILstmLayer
    {
        public string? Name { get; set; }
    }
}
