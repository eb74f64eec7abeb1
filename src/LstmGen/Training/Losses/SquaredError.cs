namespace LstmGen.Training;

internal readonly struct SquaredError : IElementError
{
    public string Description => nameof(LstmLoss.MeanSquared);

    public int OutputsPerTarget => 1;

    public string Expected => "a finite number";

    public bool Accepts(float target) => float.IsFinite(target);

    public double Evaluate(double output, double target, int column, out double derivative)
    {
        double error = output - target;
        derivative = 2 * error;
        return error * error;
    }
}
