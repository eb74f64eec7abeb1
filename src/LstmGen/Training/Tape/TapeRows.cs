namespace LstmGen.Training.Tape;

/// <summary>
/// The rows of one pass in order of falling length (of equal length in the caller's order), and how many of them still run at each
/// step: those are always the first ones.
/// </summary>
internal sealed class TapeRows(int batch, int capacity)
{
    private readonly int[] _order = new int[batch];
    private readonly long[] _keys = new long[batch];
    private readonly int[] _running = new int[capacity];

    internal int Batch => batch;

    /// <summary>Steps of the pass.</summary>
    internal int Steps { get; private set; }

    /// <summary>Whether every row has every step.</summary>
    internal bool Full { get; private set; }

    /// <summary>All rows have all steps.</summary>
    internal void SetFull(int steps)
    {
        (Steps, Full) = (steps, true);
        for (int row = 0; row < batch; row++)
        {
            _order[row] = row;
        }

        _running.AsSpan(0, steps).Fill(batch);
    }

    /// <summary>Rows of different lengths, each 0 to <paramref name="steps"/>.</summary>
    internal void Set(ReadOnlySpan<int> lengths, int steps)
    {
        (Steps, Full) = (steps, false);
        for (int row = 0; row < batch; row++)
        {
            // Longest first, then in the caller's order: keys differ, so that any sorting algorithm gives the same.
            _keys[row] = ((long)(steps - lengths[row]) << 32) | (uint)row;
        }

        Array.Sort(_keys);
        int running = batch;
        for (int row = 0; row < batch; row++)
        {
            _order[row] = (int)(uint)_keys[row];
        }

        for (int step = 0; step < steps; step++)
        {
            while (running > 0 && LengthOf(running - 1) <= step)
            {
                running--;
            }

            _running[step] = running;
        }

        Full = steps == 0 || _running[steps - 1] == batch;
        if (Full)
        {
            SetFull(steps);
        }
    }

    /// <summary>Index in the caller's batch of a row.</summary>
    internal int Source(int row) => _order[row];

    internal int LengthOf(int row) => Full ? Steps : Steps - (int)(_keys[row] >> 32);

    /// <summary>How many rows have a step.</summary>
    internal int Running(int step) => _running[step];

    /// <summary>Steps whose rows lie behind one another without a gap: all of them where every row has every step.</summary>
    internal int StepsTogether => Full ? Math.Max(Steps, 1) : 1;

    /// <summary>How many rows <see cref="StepsTogether"/> have from a step on.</summary>
    internal int RowsTogether(int step) => Full ? Steps * batch : _running[step];

    /// <summary>First row of a part of so many parts with about equal numbers of steps.</summary>
    internal int FirstOfPart(int part, int parts)
    {
        if (Full)
        {
            return (int)((long)batch * part / parts);
        }

        long total = 0;
        for (int step = 0; step < Steps; step++)
        {
            total += _running[step];
        }

        long before = total * part / parts;
        int row = 0;
        for (long steps = 0; row < batch && steps < before; row++)
        {
            steps += LengthOf(row);
        }

        return part == parts ? batch : row;
    }
}
