using LstmGen.Training;

namespace LstmGen.Samples.Demand;

/// <summary>Trains one network for all products, forecasts each from every day of the test, and orders.</summary>
internal static class Job
{
    private const double LeftOver = 1, LostSale = 4; // costs of one item; 4 / (4 + 1) = 0.8 is the quantile to order

    public static int Run(string[] args) => new SampleCommand(
        "Forecasts the demand of many products with one model, and orders.", data: "airline-passengers.csv and monthly-sunspots.csv", epochs: 30).Run(args, Run);

    /// <summary>Fine where the network is better than the season before.</summary>
    private static bool Run(SampleRun run)
    {
        Panel panel = run.Data is null ? MadeUpShop.Make(seed: 1) : Classics.Read(run);
        DemandModel model;
        if (run.Load is not null)
        {
            model = DemandModel.Load(run.Load);
        }
        else
        {
            (model, LstmParameters parameters) = Training.Run(panel, run);
            if (run.Save is not null)
            {
                model.Save(run.Save, parameters);
            }
        }

        Score[][] scores = [.. panel.Products.Select(product => Method.Of(product, panel, model).Select(method => Of(product, method)).ToArray())];
        Print("all series", scores, panel);
        Print("new ones", [.. scores.Where((_, at) => IsNew(panel.Products[at], panel))], panel);
        if (run.Picture is not null)
        {
            Draw(panel, model, run.Picture);
        }

        return scores.Average(of => of[^1].Smape) < scores.Average(of => of[1].Smape);
    }

    private static bool IsNew(Product product, Panel panel) => product.Known < 6 * panel.Season;

    private sealed record Score(string Name, double Smape, double Met, double Over, double Lost);

    /// <summary>From every origin of the rows that are forecast, each with what was known there.</summary>
    private static Score Of(Product product, Method method)
    {
        float[] forecast = new float[DemandModel.Ahead];
        double smape = 0, met = 0, over = 0, lost = 0;
        var origins = new RollingOrigin { Initial = product.Known, Horizon = DemandModel.Ahead }.Splits(product.Rows);
        foreach (RollingOriginSplit split in origins)
        {
            method.Forecast(split.Origin, forecast);
            ReadOnlySpan<float> came = product.Sales.AsSpan(split.Validation.Start, split.Validation.Count);
            for (int ahead = 0; ahead < came.Length; ahead++)
            {
                double size = Math.Abs(forecast[ahead]) + Math.Abs(came[ahead]);
                smape += size > 0 ? 200 * Math.Abs(forecast[ahead] - came[ahead]) / size / came.Length : 0;
            }

            double order = Math.Ceiling(method.Order(split.Origin)), sold = came[Method.LeadTime - 1];
            (met, over, lost) = (met + (order >= sold ? 1 : 0), over + Math.Max(order - sold, 0), lost + Math.Max(sold - order, 0));
        }

        int count = origins.Count;
        return new Score(method.Name, smape / count, met / count, over / count, lost / count);
    }

    private static void Print(string which, Score[][] scores, Panel panel)
    {
        if (scores.Length == 0)
        {
            return;
        }

        var table = new MetricTable(
            $"{which} ({scores.Length}), 1 to {DemandModel.Ahead} {panel.Noun}s ahead",
            new("sMAPE %", "F2"), new($"{panel.Noun}s served", "P1"), new("left over", "F2"), new("lost sales", "F2"), new("cost", "F2"));
        for (int method = 0; method < scores[0].Length; method++)
        {
            Score[] of = [.. scores.Select(product => product[method])];
            (double over, double lost) = (of.Average(score => score.Over), of.Average(score => score.Lost));
            table.Add(of[0].Name, of.Average(score => score.Smape), of.Average(score => score.Met), over, lost, (over * LeftOver) + (lost * LostSale));
        }

        table.Print();
        Console.WriteLine();
    }

    /// <summary>Three products: the last rows that are forecast, each as far ahead as an order is.</summary>
    private static void Draw(Panel panel, DemandModel model, string path)
    {
        Chart[] charts = [.. panel.Products.OrderByDescending(product => product.Promoted[product.Known..].Sum()).Take(3).Select(product =>
        {
            float[][] made = model.Run(product, panel);
            int first = Math.Max(product.Known, product.Rows - 60);
            int[] rows = [.. Enumerable.Range(first, product.Rows - DemandModel.Ahead - first)];
            double[] Quantile(int index) => [.. rows.Select(row => (double)made[row - Method.LeadTime][((Method.LeadTime - 1) * DemandModel.Quantiles.Length) + index])];
            return new Chart(product.Name, $"{panel.Noun}s from {product.Times[first]:yyyy-MM-dd}", "sold")
                .Band("80 %", Quantile(0), Quantile(3)).Line("expected", Quantile(1)).Line("order", Quantile(2)).Line("sold", [.. rows.Select(row => (double)product.Sales[row])], dots: true);
        })];
        Chart.Save(path, 900, 300, charts);
    }
}
