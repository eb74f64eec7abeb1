using LstmGen.Nightly.Soak;

namespace LstmGen.Samples.Tests.Soak;

/// <summary>A short run of what LstmGen.Nightly does for a week of steps.</summary>
[Collection(nameof(Quiet))]
public sealed class SoakTests
{
    [Fact]
    public void AHundredThousandStepsHold() => Assert.Equal(0, SoakCommand.Run(100_000));
}
