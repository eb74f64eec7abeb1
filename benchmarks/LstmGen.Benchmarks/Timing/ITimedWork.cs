namespace LstmGen.Benchmarks.Timing;

/// <summary>Work that takes its own time, here or in another process.</summary>
internal interface ITimedWork
{
    /// <summary>Does <paramref name="count"/> units of work.</summary>
    Block Time(int count);
}

/// <summary>One block of work.</summary>
/// <param name="Seconds">Of the whole block.</param>
/// <param name="Waited">Seconds of these in which the thread waited for its core.</param>
/// <param name="Parts">Seconds of the parts of the work, where it knows parts.</param>
internal readonly record struct Block(double Seconds, double Waited, double[]? Parts = null);
