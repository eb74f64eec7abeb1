using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Demand;

/// <summary>A row of a product in, with what is known of the next seven; out, of each of the seven, four quantiles.</summary>
[LstmModel(hidden: 48, input: 28, output: 28)]
public sealed partial class DemandLstm;

/// <summary>One network for all products, with its scaling.</summary>
internal sealed class DemandModel(DemandLstm model, SeriesScaler scaler)
{
    public const int Ahead = 7;

    /// <summary>The middle is the forecast; the outer ones hold four of five values; 0.8 is what to order where a lost sale costs four times an item left over.</summary>
    public static readonly float[] Quantiles = [0.1f, 0.5f, 0.8f, 0.9f];

    private static readonly int[] s_horizons = [.. Enumerable.Range(1, Ahead)];

    /// <summary>How windows are cut from the columns.</summary>
    public static SeriesWindowOptions Windows => new()
    {
        Steps = 35, Batch = 32, Horizons = s_horizons, TargetColumns = [Columns.Target], KnownColumns = Columns.KnownAhead,
    };

    /// <exception cref="LstmFormatException">The file is not what <see cref="Save"/> writes.</exception>
    public static DemandModel Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        return new DemandModel(new DemandLstm(LstmWeights.From(file)), SeriesScaler.FromMetadata(file, Columns.Names));
    }

    public void Save(string path, LstmParameters parameters) => parameters.Save(path, [scaler.ToMetadata(Columns.Names)]);

    /// <summary>Forecasts from every row of a product: [rows][ahead, quantiles], in units sold. Row n is made from rows 0 to n, and what is planned.</summary>
    public float[][] Run(Product product, Panel panel)
    {
        Columns columns = Columns.Of(product, panel);
        float[][] forecasts = new float[product.Rows][];
        if (columns.Count <= Ahead)
        {
            return forecasts;
        }

        // A stream of one row at a time: the windows of training without their borders.
        float[] rows = new float[columns.Rows.Length];
        scaler.Transform(columns.Rows, rows);
        var stream = new SeriesStream(rows, Columns.Names.Length, SeriesPart.All(columns.Count), Windows with { Steps = 1, Batch = 1 });
        var batch = new LstmBatch(stream);
        LstmState state = model.CreateState();
        for (int at = 0; at < stream.Positions; at++)
        {
            batch.Read(stream, at);
            float[] quantiles = new float[Ahead * Quantiles.Length];
            model.Run(batch.Inputs, state, quantiles);
            for (int index = 0; index < quantiles.Length; index++)
            {
                float log = columns.Usual[at + 1 + (index / Quantiles.Length)] + scaler.Inverse(Columns.Target, quantiles[index]);
                quantiles[index] = Math.Max((float)Math.Exp(log) - 1, 0); // of a quantile of the logarithm, the quantile
            }

            QuantileForecast.Sort(quantiles, Quantiles.Length);
            forecasts[columns.First + at] = quantiles;
        }

        return forecasts;
    }
}
