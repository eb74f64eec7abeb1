namespace LstmGen.Samples.HeartBeats;

/// <summary>A heart beat cut out of a signal, and its class, 0 to 4.</summary>
internal sealed record Beat(float[] Samples, int Label)
{
    /// <summary>Samples of a beat.</summary>
    public const int Length = 140;

    /// <summary>The classes 1 to 5 of ECG5000.</summary>
    public static readonly string[] Classes = ["normal", "R-on-T PVC", "PVC", "supraventricular", "unclassified"];

    /// <summary>Lines of 140 samples and a class from 1 to 5, separated by commas.</summary>
    /// <exception cref="InputException">A line is something else, or there are too few.</exception>
    public static Beat[] Read(string path)
    {
        var beats = new List<Beat>();
        foreach (string line in TextFile.Read(path).Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Length == 0)
            {
                continue;
            }

            string[] fields = line.Split(',');
            if (fields.Length != Length + 1)
            {
                throw new InputException($"{path}, beat {beats.Count + 1}: {fields.Length} numbers; {Length} samples and a class were expected.");
            }

            float[] numbers = [.. fields.Select((field, at) => float.TryParse(field, out float number) && float.IsFinite(number) ? number
                : throw new InputException($"{path}, beat {beats.Count + 1}, column {at + 1}: \"{field}\" was found; a finite number was expected."))];
            if (numbers[Length] is not (1 or 2 or 3 or 4 or 5))
            {
                throw new InputException($"{path}, beat {beats.Count + 1}: class {numbers[Length]}; one from 1 to {Classes.Length} was expected.");
            }

            beats.Add(new Beat(numbers[..Length], (int)numbers[Length] - 1));
        }

        return beats.Count >= Classes.Length ? [.. beats] : throw new InputException($"{path}: {beats.Count} beats; at least {Classes.Length} were expected.");
    }

    /// <summary>
    /// Beats that look a little like real ones: waves P, Q, R, S and T as bells of changing height, width and place. A PVC has no P and a broad R, an
    /// R-on-T PVC one that comes early besides, a supraventricular beat comes earlier still, and unclassified ones are halfway between normal and PVC.
    /// </summary>
    public static Beat[] Synthetic(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(20) switch { < 9 => 0, < 14 => 1, < 16 => 2, < 18 => 3, _ => 4 }).Select(label =>
        {
            double pvc = label switch { 1 or 2 => 1, 4 => 0.5, _ => 0 };
            double start = (label switch { 1 => 40, 3 => 32, _ => 48 }) + Vary(5);
            (double Height, double Place, double Width)[] waves =
            [
                (0.6 * (1 - pvc) + Vary(0.1), start - 18 + Vary(2), 4), (-0.5, start - 5 - (4 * pvc), 2 + pvc), (3 + Vary(0.6) - pvc, start, 2.5 + (5 * pvc) + Vary(0.5)),
                (-0.8, start + 6 + (6 * pvc), 2.5 + (3 * pvc)), ((label == 2 ? -1 : 1) * (0.9 + Vary(0.3)), start + 42 + Vary(4), 9 + Vary(1)),
            ];
            double wander = Vary(0.4), phase = random.NextDouble() * 6;
            return new Beat([.. Enumerable.Range(0, Length).Select(t => (float)((wander * Math.Sin(phase + (t / 40.0))) + Vary(0.3)
                + waves.Sum(wave => wave.Height * Math.Exp(-0.5 * Math.Pow((t - wave.Place) / wave.Width, 2)))))], label);
        })];

        double Vary(double by) => by * ((2 * random.NextDouble()) - 1);
    }
}
