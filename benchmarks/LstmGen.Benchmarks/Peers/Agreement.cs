namespace LstmGen.Benchmarks.Peers;

/// <summary>How far the results of two peers are apart.</summary>
/// <param name="Tensor">The one furthest apart.</param>
/// <param name="Error">Its largest difference divided by its largest value.</param>
internal sealed record Agreement(string Tensor, double Error)
{
    /// <summary>The largest error of peers that compute the same in f32.</summary>
    internal const double Tolerance = 1e-4;

    /// <summary>
    /// The same of networks with normalised sums: those are large whatever the weights, and what f32 rounds grows from step to step. PyTorch is 1.5e-4 from itself in f64 here.
    /// </summary>
    internal const double NormedTolerance = 1e-3;

    /// <summary>The largest error for a shape.</summary>
    internal static double ToleranceOf(LstmShape shape) => shape.CellOptions.Norm == LstmNorm.None ? Tolerance : NormedTolerance;

    /// <summary>Compares all tensors.</summary>
    /// <exception cref="BenchmarkException">The results differ by more than the tolerance, in names or in lengths.</exception>
    internal static Agreement Require(
        string problem, string name, IReadOnlyDictionary<string, float[]> results, string reference, IReadOnlyDictionary<string, float[]> expected, double tolerance = Tolerance)
    {
        string[] names = [.. results.Keys.Order(StringComparer.Ordinal)];
        string[] wanted = [.. expected.Keys.Order(StringComparer.Ordinal)];
        if (!names.SequenceEqual(wanted))
        {
            throw new BenchmarkException($"{problem}: {name} gives {string.Join(' ', names)}; {string.Join(' ', wanted)} were expected, as {reference} gives.");
        }

        var worst = new Agreement("", 0);
        foreach (string tensor in wanted)
        {
            double error = Distance(results[tensor], expected[tensor]);
            if (!(error <= tolerance))
            {
                throw new BenchmarkException(
                    $"{problem}: {tensor} of {name} differs from that of {reference} by {error:G3} of its largest value; at most {tolerance:G1} was expected. Nothing is timed.");
            }

            worst = error >= worst.Error ? new(tensor, error) : worst;
        }

        return worst;
    }

    private static double Distance(float[] values, float[] expected)
    {
        if (values.Length != expected.Length)
        {
            return double.NaN;
        }

        double largest = 0;
        double difference = 0;
        for (int i = 0; i < values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs((double)expected[i]));
            difference = Math.Max(difference, Math.Abs((double)values[i] - expected[i])); // NaN stays
        }

        return difference / largest;
    }
}
