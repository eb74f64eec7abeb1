using LstmGen.Training;

namespace LstmGen.Samples.Demand;

/// <summary>A way to forecast a product from its first rows, and to order.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Forecast">Writes the rows after the first <c>origin</c> of the product, <see cref="DemandModel.Ahead"/> of them.</param>
/// <param name="Order">What to order after so many rows for the row that is <see cref="LeadTime"/> ahead.</param>
internal sealed record Method(string Name, Action<int, Span<float>> Forecast, Func<int, float> Order)
{
    public const int LeadTime = 2; // rows from an order to the row it is for
    private const double Service = 0.8;

    /// <summary>The methods for a product: baselines that know its past alone, and the network.</summary>
    public static Method[] Of(Product product, Panel panel, DemandModel model)
    {
        float[][] quantiles = model.Run(product, panel);
        float[] logs = [.. product.Sales.Zip(product.Promoted).SelectMany(row => (float[])[(float)Math.Log(1 + row.First), row.Second])];
        LinearForecast? linear = product.Known < 6 * panel.Season ? null : LinearForecast.Fit(logs, 2, new SeriesPart(0, product.Known), new LinearForecastOptions
        {
            Lags = 2 * panel.Season, Horizons = [.. Enumerable.Range(1, DemandModel.Ahead)], KnownColumns = [1], Ridge = 0.05,
        });
        return
        [
            WithStore(product, "last value", (origin, forecast) => SeriesBaselines.LastValue(product.Sales.AsSpan(0, origin), forecast)),
            WithStore(product, "season before", SeasonBefore),
            WithStore(product, "linear, a model each", Linear),
            new("LSTM, one for all", (origin, forecast) => Quantile(origin, 1, forecast), origin =>
            {
                Span<float> orders = stackalloc float[DemandModel.Ahead];
                Quantile(origin, 2, orders);
                return orders[LeadTime - 1];
            }),
        ];

        void SeasonBefore(int origin, Span<float> forecast) => SeriesBaselines.SeasonalNaive(product.Sales.AsSpan(0, origin), panel.Season, forecast);

        void Linear(int origin, Span<float> forecast)
        {
            if (linear is null || origin < 2 * panel.Season)
            {
                SeasonBefore(origin, forecast); // too young for a model of its own
                return;
            }

            linear.Forecast(logs, origin - 1, forecast);
            foreach (ref float value in forecast)
            {
                value = Math.Max((float)Math.Exp(value) - 1, 0);
            }
        }

        void Quantile(int origin, int index, Span<float> forecast)
        {
            for (int ahead = 0; ahead < forecast.Length; ahead++)
            {
                forecast[ahead] = quantiles[origin - 1][(ahead * DemandModel.Quantiles.Length) + index];
            }
        }
    }

    /// <summary>A baseline orders its forecast, and what its own errors of the known rows ask for on top.</summary>
    private static Method WithStore(Product product, string name, Action<int, Span<float>> forecast)
    {
        float[] made = new float[DemandModel.Ahead];
        List<float> errors = [];
        for (int origin = DemandModel.Ahead; origin + DemandModel.Ahead <= product.Known; origin++)
        {
            forecast(origin, made);
            float error = product.Sales[origin + LeadTime - 1] - made[LeadTime - 1];
            if (!float.IsNaN(error))
            {
                errors.Add(error);
            }
        }

        errors.Sort();
        float store = errors.Count == 0 ? 0 : errors[(int)Math.Min(Math.Ceiling((errors.Count + 1) * Service), errors.Count) - 1];
        return new Method(name, forecast, origin =>
        {
            forecast(origin, made);
            return Math.Max(made[LeadTime - 1] + store, 0);
        });
    }
}
