using LstmGen.Training;

namespace LstmGen.Samples.Demand;

/// <summary>Trains one network on the known rows of all products; their last four seasons decide when to stop.</summary>
internal static class Training
{
    private const int ValidationRows = 28;
    private const int Windows = 4000; // about so many to train on, however many rows there are

    public static (DemandModel Model, LstmParameters Parameters) Run(Panel panel, SampleRun run)
    {
        SeriesWindowOptions windows = DemandModel.Windows;
        List<float> all = [];
        List<SeriesPart> training = [], validation = [];
        foreach (Product product in panel.Products)
        {
            int start = all.Count / Columns.Names.Length;
            all.AddRange(Columns.Of(Known(product), panel).Rows);
            int end = all.Count / Columns.Names.Length, cut = end - ValidationRows;
            if (cut - start >= windows.Steps + DemandModel.Ahead)
            {
                training.Add(new SeriesPart(start, cut));
                validation.Add(new SeriesPart(cut - windows.Steps, end));
            }
        }

        float[] rows = [.. all];
        SeriesScaler scaler = SeriesScaler.Standard(rows, Columns.Names.Length, SeriesPart.All(rows.Length / Columns.Names.Length));
        scaler.Transform(rows, rows);
        var data = new SeriesWindows(rows, Columns.Names.Length, rows, Columns.Names.Length, training,
            windows with { Stride = Math.Max(1, all.Count / Columns.Names.Length / Windows), ScoredSteps = 21 });
        using var trainer = new Trainer<DemandLstm>(
            data,
            new TrainerOptions
            {
                Loss = LstmLoss.Quantile(DemandModel.Quantiles),
                Optimizer = trainables => new AdamW(trainables, new AdamOptions { WeightDecay = 0.05 }),
                Schedule = () => LstmSchedule.WarmUp(30, LstmSchedule.Cosine(0.004f, (long)run.Epochs * data.Count)),
                ClipNorm = 1,
                InputDropout = 0.1f,
                RecurrentDropout = 0.2f,
                Epochs = run.Epochs,
                Patience = 6,
                Seed = (ulong)run.Seed,
                Threads = run.Threads,
            },
            new SeriesWindows(rows, Columns.Names.Length, rows, Columns.Names.Length, validation, windows with { Stride = 7, ScoredSteps = 1 }));
        run.Train(bar => trainer.Train(bar, run.Cancellation));
        return (new DemandModel(trainer.Snapshot(), scaler), trainer.Parameters);
    }

    private static Product Known(Product product) => product with
    {
        Times = product.Times[..product.Known], Sales = product.Sales[..product.Known], Promoted = product.Promoted[..product.Known],
    };
}
