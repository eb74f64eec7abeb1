namespace LstmGen.Training;

/// <summary>What one sequence at a time needs; grows to the largest and is kept.</summary>
internal sealed class CtcScratch
{
    private float[] _exponentials = [];
    private double[] _sums = [];
    private double[] _classes = [];
    private double[] _states = [];
    private double[] _shares = [];
    private int[] _labels = [];

    /// <summary>[K]: exp(output - largest) of one step.</summary>
    internal Span<float> Exponentials => _exponentials;

    /// <summary>[K]: how probable each output is at one step, given the labels.</summary>
    internal Span<double> Classes => _classes;

    /// <summary>[T]: ln of the sum of exp(output) at each step.</summary>
    internal Span<double> LogSums => _sums;

    /// <summary>[S]: labels with a blank before, between and after them.</summary>
    internal Span<int> Labels => _labels;

    /// <summary>[2, S], of this step and of the one next to it.</summary>
    internal Span<double> States(int row, int states) => _states.AsSpan(row * states, states);

    /// <summary>[S, 3]: of what comes into each state at a step, the share from the state itself, from the one before it, and from the one before that.</summary>
    internal Span<double> Shares(int step, int states) => _shares.AsSpan(step * states * 3, states * 3);

    internal void Grow(int steps, int states, int outputSize, bool differentiates)
    {
        Grow(ref _exponentials, outputSize);
        Grow(ref _classes, outputSize);
        Grow(ref _sums, steps);
        Grow(ref _labels, states);
        Grow(ref _states, 2 * states);
        Grow(ref _shares, differentiates ? checked(steps * states * 3) : 0);
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
    }
}
