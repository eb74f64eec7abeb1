namespace LstmGen.Nightly.Fuzz;

/// <summary>What became of the cases of one target.</summary>
internal sealed class FuzzTally
{
    internal long Accepted;
    internal long Refused;
    internal long Failed;
    internal long MostOverhead = long.MinValue; // bytes allocated beyond six times the file
    internal double Slowest;

    internal long Cases => Accepted + Refused + Failed;

    internal void Add(FuzzTally other)
    {
        Accepted += other.Accepted;
        Refused += other.Refused;
        Failed += other.Failed;
        MostOverhead = Math.Max(MostOverhead, other.MostOverhead);
        Slowest = Math.Max(Slowest, other.Slowest);
    }
}

/// <summary>A case that ended otherwise than it may.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Case">Number of the case.</param>
/// <param name="What">What happened.</param>
internal sealed record FuzzFailure(string Target, long Case, string What);

/// <summary>What became of a run.</summary>
/// <param name="Tallies">By target.</param>
/// <param name="Failures">The first of them.</param>
internal sealed record FuzzReport(IReadOnlyDictionary<string, FuzzTally> Tallies, IReadOnlyList<FuzzFailure> Failures)
{
    internal long Cases => Tallies.Values.Sum(tally => tally.Cases);

    internal long Failed => Tallies.Values.Sum(tally => tally.Failed);
}
