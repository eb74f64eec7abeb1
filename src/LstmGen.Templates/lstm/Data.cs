using LstmGen.Training;

/// <summary>Made-up examples, in place of your own.</summary>
internal static class Data
{
    /// <summary>Two noisy channels of 20 to 60 steps, a pulse in each. Class 0: channel 0 has its pulse first; class 1: channel 1 has.</summary>
    public static LstmSequence[] Make(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int steps = random.Next(20, 61), first = random.Next(2);
            float[] samples = [.. Enumerable.Range(0, 2 * steps).Select(_ => random.NextSingle() - 0.5f)]; // [steps, 2]
            samples[(2 * random.Next(steps / 2)) + first] += 1;
            samples[(2 * random.Next(steps / 2, steps)) + 1 - first] += 1;
            return new LstmSequence(samples, new float[] { first });
        })];
    }
}
