using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Peers;

/// <summary>A problem ready to be run; a unit of work runs it once.</summary>
internal interface IPrepared : ITimedWork, IDisposable
{
    /// <summary>
    /// What the last run computed, by name: for a forward call the names of <see cref="InferenceProblem"/>, for a training step "output" and a gradient under the name of each
    /// thing that has one.
    /// </summary>
    IReadOnlyDictionary<string, float[]> Results();
}
