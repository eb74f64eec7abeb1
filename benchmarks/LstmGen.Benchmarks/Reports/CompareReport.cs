using System.Globalization;
using System.Text;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Forward calls and training steps of all peers of one leg, as text for people.</summary>
internal sealed record CompareReport(
    Leg Leg, int Processes, List<InferenceSummary> Calls, TrainingReport? Training, List<MissingRow> Missing, List<ProbeRow> Probes)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {Leg.Name}: medians of {Processes} process(es), {string.Join(' ', PeerEnvironment.WithTiers(Leg, 1).Select(pair => $"{pair.Key}={pair.Value}"))}\n\n");
        if (Probes.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{100 * Statistics.Median(Probes.Select(probe => probe.QuietPart)):0} % of the bursts of a calibration were undisturbed (median).\n\n");
        }

        foreach (MissingRow missing in Missing.Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"Missing: {missing.Peer} ({missing.Reason}). {Engine.HowToGet(missing.Peer)}\n\n");
        }

        foreach (IGrouping<string, InferenceSummary> group in Calls.GroupBy(calls => calls.Workload.Group))
        {
            text.Append(CultureInfo.InvariantCulture, $"### {group.Key}: {Explain(group.First().Workload)}\n\n").Append(CallTable(group)).Append('\n');
        }

        if (!Leg.Without512 && Calls.Any(calls => calls.Workload.Bars.Length > 0))
        {
            text.Append("### what LstmGen should reach\n\n").Append(BarTable()).Append('\n');
        }

        text.Append(Engine.Notes(this)).Append('\n');
        return text.Append(Training).ToString();
    }

    /// <summary>Our calls, workload by workload.</summary>
    internal IEnumerable<InferenceSummary> Ours => Calls.Where(calls => calls.Peer == LstmGenPeer.Title);

    /// <summary>A peer's calls of a workload, or null.</summary>
    internal InferenceSummary? Of(InferenceWorkload workload, string peer)
        => Calls.Find(calls => calls.Workload == workload && calls.Peer == peer);

    /// <summary>How many times as fast as the best of a bar's peers we are; null where one of them was not timed.</summary>
    internal double? Reached(InferenceSummary ours, SpeedBar bar)
    {
        InferenceSummary[] peers = [.. bar.Peers.Select(peer => Of(ours.Workload, peer)).OfType<InferenceSummary>()];
        return peers.Length == bar.Peers.Length ? InferenceSummary.TimesAsFast(ours, peers) : null;
    }

    private static string Explain(InferenceWorkload workload) => workload switch
    {
        { Steps: 1 } => "one time step of one sequence a call",
        { Batch: 1 } => $"one sequence of {workload.Steps} steps a call",
        { Ragged: true } => $"N sequences of 1 to {workload.Steps} steps a call",
        { Threads: 2 } => $"N sequences of {workload.Steps} steps a call, on two threads",
        _ => $"N sequences of {workload.Steps} steps a call",
    };

    private MarkdownTable CallTable(IEnumerable<InferenceSummary> group)
    {
        var table = new MarkdownTable("(inputs, units)", "engine", "a call", "% of limit", "LstmGen is faster", "error", "kept/tried", "uncertain", "details");
        foreach (InferenceSummary calls in group)
        {
            InferenceSummary? ours = Of(calls.Workload, LstmGenPeer.Title);
            bool isOurs = calls == ours;
            table.Add(
                calls.Workload.Label, calls.Peer, Figure.Time(calls.Nanoseconds), Figure.Percent(calls.LimitPercent),
                ours is null || isOurs ? "" : Figure.Times(InferenceSummary.TimesAsFast(ours, calls)!.Value),
                isOurs ? "" : calls.Error.ToString("0.0E+0", CultureInfo.InvariantCulture), $"{calls.Kept}/{calls.Tried}",
                calls.Uncertain == 0 ? "" : $"{calls.Uncertain} of {calls.Rows.Length}", calls.Details);
        }

        return table;
    }

    private MarkdownTable BarTable()
    {
        var table = new MarkdownTable("workload", "faster than", "reached", "at least", "met");
        foreach (InferenceSummary ours in Ours)
        {
            foreach (SpeedBar bar in ours.Workload.Bars)
            {
                double? reached = Reached(ours, bar);
                table.Add(
                    $"{ours.Workload.Group} {ours.Workload.Label}", bar.Label, reached is { } times ? Figure.Times(times) : "missing", Figure.Times(bar.Times),
                    reached is { } some ? Figure.YesNo(some >= bar.Times) : "");
            }
        }

        return table;
    }
}
