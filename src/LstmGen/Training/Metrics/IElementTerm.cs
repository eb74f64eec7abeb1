namespace LstmGen.Training;

/// <summary>What one output adds to a mean, and what is made of the mean.</summary>
internal interface IElementTerm
{
    /// <summary>Outputs that share a target.</summary>
    int OutputsPerTarget { get; }

    double Of(double output, double target, int column);

    double Finish(double mean);
}

/// <summary>|e| in the unit of the series.</summary>
internal readonly struct AbsoluteTerm(float scale) : IElementTerm
{
    public int OutputsPerTarget => 1;

    public double Finish(double mean) => mean;

    public double Of(double output, double target, int column) => Math.Abs(output - target) * scale;
}

/// <summary>e^2; the root of its mean in the unit of the series.</summary>
internal readonly struct SquaredTerm(float scale) : IElementTerm
{
    public int OutputsPerTarget => 1;

    public double Of(double output, double target, int column)
    {
        double error = (output - target) * scale;
        return error * error;
    }

    public double Finish(double mean) => Math.Sqrt(mean);
}

/// <summary>200 |f - y| / (|f| + |y|).</summary>
internal readonly struct SmapeTerm(float scale, float offset) : IElementTerm
{
    public int OutputsPerTarget => 1;

    public double Finish(double mean) => mean;

    public double Of(double output, double target, int column)
    {
        double forecast = (output * scale) + offset, value = (target * scale) + offset;
        double size = Math.Abs(forecast) + Math.Abs(value);
        return size == 0 ? 0 : 200 * Math.Abs(forecast - value) / size;
    }
}

/// <summary>The pinball loss of the quantile of a column.</summary>
internal readonly struct PinballTerm(float scale, float[] quantiles) : IElementTerm
{
        public int OutputsPerTarget => quantiles.Length;

    public double Finish(double mean) => mean;

    public double Of(double output, double target, int column)
    {
        double quantile = quantiles[column % quantiles.Length], error = (target - output) * scale;
        return (error > 0 ? quantile : quantile - 1) * error;
    }
}
