using System.Globalization;
using System.Text;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Training steps of one leg, as text for people.</summary>
internal sealed record TrainingReport(
    Leg Leg, int Processes, List<TrainingSummary> Steps, List<UpdateRow> Updates, List<ScalingRow> Scalings, List<MissingRow> Missing, List<ProbeRow> Probes)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {Leg.Name}: medians of {Processes} process(es), {string.Join(' ', PeerEnvironment.Of(Leg).Select(pair => $"{pair.Key}={pair.Value}"))}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{100 * Statistics.Median(Probes.Select(probe => probe.QuietPart)):0} % of the bursts of a calibration were undisturbed (median).\n\n");
        foreach (MissingRow missing in Missing.Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"Missing: {missing.Peer} ({missing.Reason}).\n\n");
        }

        text.Append(StepTable());
        if (Updates.Count > 0)
        {
            text.Append('\n').Append(UpdateTable());
        }

        if (Scalings.Count > 0)
        {
            text.Append('\n').Append(ScalingTable());
        }

        return text.ToString();
    }

    internal TrainingSummary? Ours(TrainingWorkload workload)
        => Steps.Find(step => step.Workload == workload && step.Peer == LstmGenPeer.Title);

    /// <summary>What we should reach beside a peer.</summary>
    internal static double? RatioBar(TrainingSummary step) => step.Peer switch
    {
        "PyTorch" => step.Workload.Bars.OverPyTorch,
        "oneDNN" => step.Workload.Bars.OverOneDnn,
        _ => null,
    };

    /// <summary>What we should reach of the multiply-add limit.</summary>
    internal double? FmaBar(TrainingSummary step)
        => step.Peer != LstmGenPeer.Title ? null : Leg.Without512 ? step.Workload.Bars.Fma256 : step.Workload.Bars.Fma;

    private MarkdownTable StepTable()
    {
        var table = new MarkdownTable(
            "training step", "peer", "ms", "GFLOP/s", "% FMA", "bar", "met", "ours is faster", "bar", "met", "error", "kept/tried", "uncertain", "details");
        foreach (TrainingSummary step in Steps)
        {
            double? bar = FmaBar(step);
            double? ratio = step.OursIsFaster(Ours(step.Workload));
            double? ratioBar = Leg.Without512 ? null : RatioBar(step);
            table.Add(
                step.Workload.Label, step.Peer, Number(step.Milliseconds), Number(step.Gflops), Number(step.FmaPercent), Number(bar),
                YesNo(step.FmaPercent >= bar, bar), Ratio(ratio), Ratio(ratioBar), YesNo(ratio >= ratioBar, ratio is null ? null : ratioBar),
                step.Reference is { } reference ? string.Create(CultureInfo.InvariantCulture, $"{step.Error:0.0E+0} of {reference}") : "",
                $"{step.Kept}/{step.Tried}", step.Uncertain == 0 ? "" : $"{step.Uncertain} of {step.Rows.Length}", step.Details);
        }

        return table;
    }

    private MarkdownTable UpdateTable()
    {
        var table = new MarkdownTable(
            "step of LstmGen, ms", "forward", "backward", "packing", "clipping and Adam", "% of the step", "bar", "met", "kept/tried", "uncertain");
        foreach (IGrouping<string, UpdateRow> rows in Updates.GroupBy(row => row.Workload))
        {
            TrainingWorkload workload = TrainingWorkload.Named(rows.Key);
            double? bar = Leg.Without512 ? null : workload.Bars.UpdatePercent;
            double percent = Median(row => row.Percent);
            int uncertain = rows.Count(row => row.Uncertain);
            table.Add(
                workload.Label, Number(1e3 * Median(row => row.Forward)), Number(1e3 * Median(row => row.Backward)),
                Number(1e3 * Median(row => row.Packing)), Number(1e3 * Median(row => row.Update)), Number(percent),
                bar is null ? "" : $"< {Number(bar)}", YesNo(percent < bar, bar), $"{rows.Sum(row => row.Kept)}/{rows.Sum(row => row.Tried)}",
                uncertain == 0 ? "" : $"{uncertain} of {rows.Count()}");

            double Median(Func<UpdateRow, double> value) => Statistics.Median(rows.Select(value));
        }

        return table;
    }

    private MarkdownTable ScalingTable()
    {
        var table = new MarkdownTable(
            "two threads", "2 processes, steps/s", "2 threads, steps/s", "% of the processes", "bar", "met", "rounds kept/tried", "uncertain");
        foreach (ScalingRow row in Scalings)
        {
            table.Add(
                TrainingWorkload.Named(row.Workload).Label, Number(row.Alone), Number(row.Together), Number(100 * row.Ratio),
                Number(TrainingBars.Threads), YesNo(100 * row.Ratio >= TrainingBars.Threads, TrainingBars.Threads), $"{row.Kept}/{row.Tried}",
                row.Uncertain ? "yes" : "");
        }

        return table;
    }

    private static string Number(double? value)
        => value is { } number ? number.ToString(Math.Abs(number) >= 1000 ? "0" : Math.Abs(number) >= 100 ? "0.0" : Math.Abs(number) >= 1 ? "0.00" : "0.0000", CultureInfo.InvariantCulture) : "";

    private static string Ratio(double? value) => value is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) + "x" : "";

    private static string YesNo(bool met, double? bar) => bar is null ? "" : met ? "yes" : "NO";
}
