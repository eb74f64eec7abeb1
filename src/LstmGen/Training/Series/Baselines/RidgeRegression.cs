namespace LstmGen.Training;

/// <summary>
/// Ridge regression by normal equations of features that are centred and scaled to deviation 1. The rows are gone over three times: for means,
/// for deviations, for products. A feature that is a combination of those before it gets the coefficient 0.
/// </summary>
internal sealed class RidgeRegression(int features)
{
    internal const int Passes = 3;
    private const double Tolerance = 1e-10; // of what is left of a feature's variance after those before it

    private readonly double[] _row = new double[features];
    private readonly double[] _mean = new double[features];
    private readonly double[] _scale = new double[features];
    private readonly double[] _products = new double[features * features]; // the lower triangle
    private readonly double[] _withTarget = new double[features];
    private double _targetMean;
    private bool _hasMeans;
    private bool _hasScales;

    /// <summary>Rows of the last pass.</summary>
    internal int Count { get; private set; }

    /// <summary>The features of the next row, to be written before <see cref="Add"/>.</summary>
    internal Span<double> Row => _row;

    internal void Add(int pass, double target)
    {
        if (pass == 0)
        {
            Count++;
            _targetMean += target;
            for (int feature = 0; feature < features; feature++)
            {
                _mean[feature] += _row[feature];
            }

            return;
        }

        if (!_hasMeans)
        {
            FinishMeans();
        }

        if (pass == 1)
        {
            for (int feature = 0; feature < features; feature++)
            {
                double difference = _row[feature] - _mean[feature];
                _scale[feature] += difference * difference;
            }

            return;
        }

        if (!_hasScales)
        {
            FinishScales();
        }

        for (int feature = 0; feature < features; feature++)
        {
            _row[feature] = (_row[feature] - _mean[feature]) * _scale[feature];
        }

        for (int feature = 0; feature < features; feature++)
        {
            double value = _row[feature];
            _withTarget[feature] += value * (target - _targetMean);
            for (int other = 0; other <= feature; other++)
            {
                _products[(feature * features) + other] += value * _row[other];
            }
        }
    }

    /// <summary>The coefficients of the features as they were given, then the constant.</summary>
    internal double[] Solve(double ridge)
    {
        for (int feature = 0; feature < features; feature++)
        {
            _products[(feature * features) + feature] += ridge * Count;
        }

        // L D L^T in place; where nothing is left of a feature its column is empty.
        double[] diagonal = new double[features], solution = new double[features];
        for (int j = 0; j < features; j++)
        {
            double whole = _products[(j * features) + j];
            for (int i = j; i < features; i++)
            {
                double sum = _products[(i * features) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= _products[(i * features) + k] * diagonal[k] * _products[(j * features) + k];
                }

                if (i == j)
                {
                    diagonal[j] = sum > Tolerance * whole ? sum : 0;
                }
                else
                {
                    _products[(i * features) + j] = diagonal[j] > 0 ? sum / diagonal[j] : 0;
                }
            }

            solution[j] = _withTarget[j];
            for (int k = 0; k < j; k++)
            {
                solution[j] -= _products[(j * features) + k] * solution[k];
            }
        }

        for (int j = features - 1; j >= 0; j--)
        {
            solution[j] = diagonal[j] > 0 ? solution[j] / diagonal[j] : 0;
            for (int i = j + 1; i < features && diagonal[j] > 0; i++)
            {
                solution[j] -= _products[(i * features) + j] * solution[i];
            }
        }

        double[] coefficients = new double[features + 1];
        coefficients[features] = _targetMean;
        for (int feature = 0; feature < features; feature++)
        {
            coefficients[feature] = solution[feature] * _scale[feature];
            coefficients[features] -= coefficients[feature] * _mean[feature];
        }

        return coefficients;
    }

    private void FinishMeans()
    {
        _hasMeans = true;
        _targetMean /= Count;
        for (int feature = 0; feature < features; feature++)
        {
            _mean[feature] /= Count;
        }
    }

    private void FinishScales()
    {
        _hasScales = true;
        for (int feature = 0; feature < features; feature++)
        {
            double deviation = Math.Sqrt(_scale[feature] / Count);
            _scale[feature] = deviation > 0 ? 1 / deviation : 0; // a constant says nothing
        }
    }
}
