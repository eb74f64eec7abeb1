namespace LstmGen.Nightly.Activations;

/// <summary>Plants faults and throws where a sweep passes them: a check that cannot fail shows nothing.</summary>
internal static class SelfCheck
{
    private const uint From = 0x3F7FF000;
    private const uint One = 0x3F800000;
    private const float Small = 1f / 1024;

    internal static void Run()
    {
        var formula = new ScalarActivation("formula", Formulas.Tanh);
        Require(Sweep.Run(ActivationFunction.Tanh, [formula, formula], From, From + 8192).Passes, "the formula itself failed");
        Require(!Passes(x => x == Small ? x + (3 * (MathF.BitIncrement(x) - x)) : Formulas.Tanh(x), Bits(Small)), "one result 3 ULP off passed");
        Require(!Passes(x => Bits(x) == One + 4095 ? float.NaN : Formulas.Tanh(x)), "one NaN passed");
        Require(!Passes(x => float.IsNaN(x) ? 0 : Formulas.Tanh(x), 0x7F7FF800), "a swallowed NaN passed");
        Require(!Passes(x => x > 20 ? MathF.BitIncrement(1) : Formulas.Tanh(x), 0x41A00000), "a result above 1 passed");
        Require(!Passes(x => x < -20 ? -1.0000001f : Formulas.Tanh(x), 0xC1A00000), "a result below -1 passed");

        var other = new ScalarActivation("other", x => Bits(x) == One ? MathF.BitIncrement(Formulas.Tanh(x)) : Formulas.Tanh(x));
        Sweep.Difference difference = Sweep.Run(ActivationFunction.Tanh, [formula, other], From, From + 8192).Differences[1];
        Require(difference is { Count: 1, X: 1f }, $"one differing bit was reported as: {difference}");

        var fast = new ScalarActivation("fast sigmoid", x => x == 1 ? Formulas.FastSigmoid(x) + 2e-6f : Formulas.FastSigmoid(x));
        Require(!Sweep.Run(ActivationFunction.FastSigmoid, [fast], From, From + 8192).Passes, "one result 2e-6 off passed");

        var softplus = new ScalarActivation("softplus", x => x > 88 ? float.PositiveInfinity : Formulas.Softplus(x));
        Require(!Sweep.Run(ActivationFunction.Softplus, [softplus], Bits(89), Bits(90)).Passes, "a softplus that overflows passed");

        var sigmoid = new ScalarActivation("sigmoid", x => x < -87.33f ? 1.3e-38f : Formulas.Sigmoid(x));
        Require(!Sweep.Run(ActivationFunction.Sigmoid, [sigmoid], 0xC2F00000, 0xC2F01000).Passes, "a large tail of sigmoid passed");
    }

    private static bool Passes(Func<float, float> faulty, uint from = From)
        => Sweep.Run(ActivationFunction.Tanh, [new ScalarActivation("faulty", faulty)], from, (ulong)from + 8192).Passes;

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The checker is broken: {message}.");
        }
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
