namespace LstmGen.Samples.Demand;

/// <summary>
/// A shop that the sample makes up: 120 products, some sold by the hundred and some once in a week, with a trend, a week and a year of their own,
/// days closed, offers that are planned ahead, and products that are new. The same for the same seed.
/// </summary>
internal static class MadeUpShop
{
    private const int Count = 120, Days = 420, TestDays = 56;

    public static Panel Make(int seed)
    {
        var random = new Random(seed);
        return new Panel([.. Enumerable.Range(0, Count).Select(number => Make($"product {number + 1}", number % 8 == 7, random))], Season: 7, Seasons: 4, "day");
    }

    private static Product Make(string name, bool isNew, Random random)
    {
        int age = isNew ? random.Next(12, 36) : Days - TestDays; // days before the first that is forecast
        int days = age + TestDays;
        double level = Math.Exp(2.2 + (1.3 * Normal(random))), trend = 0.4 * Normal(random), year = 0.3 * random.NextDouble(), peak = random.NextDouble();
        double uplift = 1.4 + (1.6 * random.NextDouble()), spread = 0.05 + (0.25 * random.NextDouble()), drift = 0;
        bool closed = random.Next(3) == 0;
        double[] week = [.. Enumerable.Range(0, 7).Select(day => closed && day == 6 ? 0 : Math.Exp((0.25 * Normal(random)) + (day is 4 or 5 ? 0.35 : 0)))];
        DateTime[] times = [.. Enumerable.Range(0, days).Select(day => new DateTime(2024, 1, 1).AddDays(Days - days + day))];
        float[] promoted = new float[days], sales = new float[days];
        for (int day = 0, offer = 0; day < days; day++)
        {
            offer = offer > 0 ? offer - 1 : random.Next(35) == 0 ? random.Next(3, 8) : 0;
            promoted[day] = offer > 0 ? 1 : 0;
            drift = (0.97 * drift) + (0.04 * Normal(random));
            double turn = (times[day].DayOfYear / 365.0) - peak;
            double mean = level * week[((int)times[day].DayOfWeek + 6) % 7] * (offer > 0 ? uplift : 1)
                * Math.Exp((trend * (day - age) / Days) + (year * Math.Cos(2 * Math.PI * turn)) + drift + (spread * Normal(random)));
            sales[day] = Poisson(mean, random);
        }

        return new Product(name, times, sales, promoted, age);
    }

    private static int Poisson(double mean, Random random)
    {
        if (mean > 60)
        {
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal(random))));
        }

        int count = 0;
        for (double product = random.NextDouble(); product > Math.Exp(-mean); product *= random.NextDouble())
        {
            count++;
        }

        return count;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
