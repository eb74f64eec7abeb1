namespace LstmGen.TestKit.Reference;

/// <summary>One step of a cell, for all units of a row.</summary>
/// <param name="x">Sums over the inputs: of each kind, of each unit.</param>
/// <param name="h">Sums over h, likewise.</param>
/// <param name="states">States before the step: h, then others, of each unit.</param>
/// <param name="vectors">Weights of units by the names of their tensors, as many values as the tensor has.</param>
internal delegate ReferenceScalar[][] ReferenceRowStep(
    ReferenceScalar[][] x, ReferenceScalar[][] h, ReferenceScalar[][] states, Dictionary<string, ReferenceScalar[]> vectors);

/// <summary>
/// A recurrent layer in one direction whose cell is written for a whole row of units: sums by hand, the cell in numbers that remember what they were made of.
/// </summary>
/// <param name="index">Its place among the states.</param>
/// <param name="input">Values that it reads.</param>
/// <param name="units">Its units.</param>
/// <param name="sums">Sums of a unit.</param>
/// <param name="names">Names of W, R, the biases of their sums, and the projection; null for none.</param>
/// <param name="vectors">Names of tensors of weights a unit.</param>
/// <param name="step">The cell.</param>
/// <param name="projectionClip">Bound of what the projection gives.</param>
/// <param name="heads">Groups of units whose rows of R have the columns of the group alone.</param>
internal sealed class ReferenceRowLayer(
    int index, int input, int units, int sums, (string W, string R, string? BiasX, string? BiasH, string? Projection) names, string[] vectors, ReferenceRowStep step,
    double projectionClip = double.PositiveInfinity, int heads = 1) : ReferenceNode
{
    private sealed record Step(double[] X, double[] Before, ReferenceScalar[][] Sx, ReferenceScalar[][] Sh, ReferenceScalar[][] States, ReferenceScalar[][] After);

    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
    {
        (double[] w, double[] r) = (pass.Weight(names.W), Whole(pass.Weight(names.R)));
        double[]? projection = names.Projection is { } name ? pass.Weight(name) : null;
        var given = vectors.ToDictionary(vector => vector, vector => Scalars(pass.Weight(vector)));
        var steps = new List<Step>();
        double[] h = pass.Hidden[index];
        double[][] further = Split(pass.Cell[index]);
        var outputs = new List<double[]>();
        foreach (double[] x in inputs)
        {
            ReferenceScalar[][] sx = Sums(w, x, Bias(pass, names.BiasX)), sh = Sums(r, h, Bias(pass, names.BiasH));
            ReferenceScalar[][] states = [Scalars(h), .. further.Select(Scalars)];
            ReferenceScalar[][] after = step(sx, sh, states, given);
            steps.Add(new(x, h, sx, sh, states, after));
            double[] y = Values(after[0]);
            h = projection is null ? y : [.. Product(projection, y).Select(value => Math.Clamp(value, -projectionClip, projectionClip))];
            further = [.. after.Skip(1).Select(Values)];
            outputs.Add(h);
        }

        pass.Keep(this, (steps, given));
        (pass.Hidden[index], pass.Cell[index]) = (h, [.. further.SelectMany(state => state)]);
        return [.. outputs];
    }

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
    {
        (List<Step> steps, Dictionary<string, ReferenceScalar[]> given) = pass.Kept<(List<Step>, Dictionary<string, ReferenceScalar[]>)>(this);
        (double[] w, double[] r) = (pass.Weight(names.W), Whole(pass.Weight(names.R)));
        double[]? projection = names.Projection is { } name ? pass.Weight(name) : null;
        double[] dw = new double[w.Length], dr = new double[r.Length], dbx = new double[sums * units], dbh = new double[sums * units], dp = new double[projection?.Length ?? 0];
        double[] dh = pass.Hidden[index];
        double[][] further = Split(pass.Cell[index]);
        var result = new double[steps.Count][];
        for (int at = steps.Count - 1; at >= 0; at--)
        {
            Step one = steps[at];
            double[] dy = [.. dh.Zip(gradients[at], (a, b) => a + b)];
            if (projection is not null)
            {
                double[] y = Values(one.After[0]), through = new double[units];
                dy = [.. dy.Zip(Product(projection, y), (gradient, value) => Math.Abs(value) < projectionClip ? gradient : 0)];
                AddOuter(dp, dy, y);
                AddTransposed(projection, dy, through);
                dy = through;
            }

            ReferenceScalar.Backward([.. one.After[0].Zip(dy), .. one.After.Skip(1).Zip(further).SelectMany(state => state.First.Zip(state.Second))]);
            double[] dsx = [.. one.Sx.SelectMany(Gradients)], dsh = [.. one.Sh.SelectMany(Gradients)];
            AddOuter(dw, dsx, one.X);
            AddOuter(dr, dsh, one.Before);
            Add(dbx, dsx);
            Add(dbh, dsh);
            result[at] = new double[input];
            AddTransposed(w, dsx, result[at]);
            dh = projection is null ? Gradients(one.States[0]) : new double[dh.Length];
            AddTransposed(r, dsh, dh);
            further = [.. one.States.Skip(1).Select(Gradients)];
        }

        pass.AddGradient(names.W, dw);
        pass.AddGradient(names.R, OfHeads(dr));
        AddBias(pass, names.BiasX, dbx);
        AddBias(pass, names.BiasH, dbh);
        if (names.Projection is { } projected)
        {
            pass.AddGradient(projected, dp);
        }

        foreach ((string vector, ReferenceScalar[] values) in given)
        {
            pass.AddGradient(vector, Gradients(values));
        }

        (pass.Hidden[index], pass.Cell[index]) = (dh, [.. further.SelectMany(state => state)]);
        return result;
    }

    /// <summary>R with zeros where a row has no column.</summary>
    private double[] Whole(double[] matrix)
    {
        if (heads == 1)
        {
            return matrix;
        }

        int own = units / heads;
        var whole = new double[sums * units * units];
        for (int at = 0; at < matrix.Length; at++)
        {
            whole[(at / own * units) + (at / own % units / own * own) + (at % own)] = matrix[at];
        }

        return whole;
    }

    private double[] OfHeads(double[] whole)
    {
        int own = units / heads;
        return heads == 1 ? whole : [.. Enumerable.Range(0, sums * units * own).Select(at => whole[(at / own * units) + (at / own % units / own * own) + (at % own)])];
    }

    private static void AddBias(ReferencePass pass, string? name, double[] gradient)
    {
        if (name is not null && pass.Weight(name).Length > 0)
        {
            pass.AddGradient(name, gradient);
        }
    }

    private static double[]? Bias(ReferencePass pass, string? name) => name is not null && pass.Weight(name) is { Length: > 0 } bias ? bias : null;

    private double[][] Split(double[] states) => [.. Enumerable.Range(0, states.Length / units).Select(state => states[(state * units)..((state + 1) * units)])];

    private ReferenceScalar[][] Sums(double[] matrix, double[] x, double[]? bias)
        => [.. Enumerable.Range(0, sums).Select(sum => (ReferenceScalar[])[.. Product(matrix, x).Skip(sum * units).Take(units).Select((value, unit) => new ReferenceScalar(value + (bias?[(sum * units) + unit] ?? 0)))])];

    private static double[] Product(double[] matrix, double[] x)
        => [.. Enumerable.Range(0, matrix.Length / x.Length).Select(row => x.Select((value, k) => matrix[(row * x.Length) + k] * value).Sum())];

    private static void AddOuter(double[] sum, double[] rows, double[] columns)
    {
        for (int at = 0; at < sum.Length; at++)
        {
            sum[at] += rows[at / columns.Length] * columns[at % columns.Length];
        }
    }

    private static void AddTransposed(double[] matrix, double[] rows, double[] sum)
    {
        for (int at = 0; at < matrix.Length; at++)
        {
            sum[at % sum.Length] += matrix[at] * rows[at / sum.Length];
        }
    }

    private static void Add(double[] sum, double[] values)
    {
        for (int at = 0; at < sum.Length; at++)
        {
            sum[at] += values[at];
        }
    }

    private static ReferenceScalar[] Scalars(double[] values) => [.. values.Select(value => new ReferenceScalar(value))];

    private static double[] Values(ReferenceScalar[] scalars) => [.. scalars.Select(scalar => scalar.Value)];

    private static double[] Gradients(ReferenceScalar[] scalars) => [.. scalars.Select(scalar => scalar.Gradient)];
}
