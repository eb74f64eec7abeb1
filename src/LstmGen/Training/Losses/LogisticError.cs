namespace LstmGen.Training;

internal readonly struct LogisticError : IElementError
{
    public string Description => nameof(LstmLoss.BinaryCrossEntropy);

    public int OutputsPerTarget => 1;

    public string Expected => "a number from 0 to 1";

    public bool Accepts(float target) => target is >= 0 and <= 1;

    /// <summary>max(x, 0) - x t + ln(1 + exp(-|x|)): no exponential overflows.</summary>
    public double Evaluate(double output, double target, int column, out double derivative)
    {
        double exponential = DoubleMath.Exp(-Math.Abs(output));
        double sigmoid = (output < 0 ? exponential : 1) / (1 + exponential);
        derivative = sigmoid - target;

        // For targets 0 and 1 written so that nothing cancels: x (1 - t) and -x t are 0 or positive where x has the sign of the label.
        double linear = output > 0 ? output * (1 - target) : -output * target;
        return linear + DoubleMath.LogOnePlus(exponential);
    }
}
