namespace LstmGen.Training;

internal readonly struct HuberError(float delta) : IElementError
{
    private readonly double _delta = delta;

    public string Description => FormattableString.Invariant($"{nameof(LstmLoss.Huber)}(delta {(float)_delta})");

    public int OutputsPerTarget => 1;

    public string Expected => "a finite number";

    public bool Accepts(float target) => float.IsFinite(target);

    public double Evaluate(double output, double target, int column, out double derivative)
    {
        double error = output - target;
        double size = Math.Abs(error);
        if (size > _delta)
        {
            derivative = error < 0 ? -_delta : _delta;
            return _delta * (size - 0.5 * _delta);
        }

        derivative = error;
        return 0.5 * error * error;
    }
}
