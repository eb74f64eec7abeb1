namespace LstmGen.TestKit.Reference;

/// <summary>
/// A layer of gated recurrent units whose reset gate comes before the product with R (Cho et al. 2014; ONNX with <c>linear_before_reset</c> 0): n = tanh(W_n x + b_n + R_n (r h) + c_n).
/// All in numbers that remember what they were made of.
/// </summary>
/// <param name="index">Its place among the states.</param>
/// <param name="units">Its units.</param>
/// <param name="names">Names of W, R and the two biases.</param>
/// <param name="gate">What r and z go through.</param>
/// <param name="candidate">What n goes through.</param>
internal sealed class ReferenceResetGru(int index, int units, string[] names, ReferenceActivation gate, ReferenceActivation candidate) : ReferenceNode
{
    private sealed record Memory(Dictionary<string, ReferenceScalar[]> Weights, ReferenceScalar[][] Inputs, ReferenceScalar[] Initial, ReferenceScalar[][] Outputs);

    internal override double[][] Forward(ReferencePass pass, double[][] inputs)
    {
        var weights = names.ToDictionary(name => name, name => Scalars(pass.Weight(name)));
        ReferenceScalar[][] x = [.. inputs.Select(Scalars)];
        ReferenceScalar[] initial = Scalars(pass.Hidden[index]), h = initial;
        var outputs = new List<ReferenceScalar[]>();
        foreach (ReferenceScalar[] step in x)
        {
            ReferenceScalar[] before = h;
            ReferenceScalar[] r = Each(unit => (Sum(names[0], names[2], unit, step) + Sum(names[1], names[3], unit, before)).Through(gate));
            ReferenceScalar[] z = Each(unit => (Sum(names[0], names[2], units + unit, step) + Sum(names[1], names[3], units + unit, before)).Through(gate));
            ReferenceScalar[] reset = Each(unit => r[unit] * before[unit]);
            ReferenceScalar[] n = Each(unit => (Sum(names[0], names[2], (2 * units) + unit, step) + Sum(names[1], names[3], (2 * units) + unit, reset)).Through(candidate));
            h = Each(unit => ((1 - z[unit]) * n[unit]) + (z[unit] * before[unit]));
            outputs.Add(h);
        }

        pass.Keep(this, new Memory(weights, x, initial, [.. outputs]));
        pass.Hidden[index] = Values(h);
        return [.. outputs.Select(Values)];

        ReferenceScalar Sum(string matrix, string bias, int row, ReferenceScalar[] values)
        {
            ReferenceScalar sum = weights[bias].Length > 0 ? weights[bias][row] : 0;
            for (int column = 0; column < values.Length; column++)
            {
                sum += weights[matrix][(row * values.Length) + column] * values[column];
            }

            return sum;
        }
    }

    internal override double[][] Backward(ReferencePass pass, double[][] gradients)
    {
        Memory memory = pass.Kept<Memory>(this);
        ReferenceScalar[] last = memory.Outputs.Length > 0 ? memory.Outputs[^1] : memory.Initial;
        ReferenceScalar.Backward([.. memory.Outputs.Zip(gradients).SelectMany(step => step.First.Zip(step.Second)), .. last.Zip(pass.Hidden[index])]);
        foreach ((string name, ReferenceScalar[] values) in memory.Weights)
        {
            pass.AddGradient(name, Gradients(values));
        }

        pass.Hidden[index] = Gradients(memory.Initial);
        return [.. memory.Inputs.Select(Gradients)];
    }

    private ReferenceScalar[] Each(Func<int, ReferenceScalar> value) => [.. Enumerable.Range(0, units).Select(value)];

    private static ReferenceScalar[] Scalars(double[] values) => [.. values.Select(value => new ReferenceScalar(value))];

    private static double[] Values(ReferenceScalar[] scalars) => [.. scalars.Select(scalar => scalar.Value)];

    private static double[] Gradients(ReferenceScalar[] scalars) => [.. scalars.Select(scalar => scalar.Gradient)];
}
