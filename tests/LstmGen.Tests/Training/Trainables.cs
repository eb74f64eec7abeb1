using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Trainable tensors without a model.</summary>
internal static class Trainables
{
    internal static LstmTrainable Of(string name, float[] values, float[] gradients) => new(name, [values.Length], values, gradients, new ParametersVersion());

    /// <summary>Random tensors of these sizes.</summary>
    internal static LstmTrainable[] Random(int seed, params int[] sizes)
    {
        var random = new Random(seed);
        return [.. sizes.Select((size, index) => Of($"t{index}", Floats(random, size), Floats(random, size)))];
    }

    internal static float[] Floats(Random random, int count, double scale = 2)
        => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * scale))];
}
