using LstmGen.Nightly.Activations;

namespace LstmGen.Generator.Tests.Emission;

/// <summary>A sample of the check over all floats that LstmGen.Nightly makes; the stride is prime, so every exponent is met.</summary>
public class ActivationTests
{
    [Fact]
    public void Generated_activations_keep_their_bounds_and_their_bits()
        => Assert.Equal(0, ActivationsCommand.Run(stride: 65521));
}
