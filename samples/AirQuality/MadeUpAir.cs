namespace LstmGen.Samples.AirQuality;

/// <summary>
/// Air that the sample makes up, so that it runs without data: calm days gather dust, a north-west wind blows it away, rain washes it out, the
/// station fails now and then. The same for the same seed.
/// </summary>
internal static class MadeUpAir
{
    public static Hours Make(int hours, int seed)
    {
        var random = new Random(seed);
        var made = new Hours.HoursBuilder();
        var start = new DateTime(2010, 1, 1);
        string[] winds = [.. Hours.Wind, "cv"];
        (string from, double blown, double pm, int fails, double rain) = ("cv", 0, 60, 0, 0);
        for (int hour = 0; hour < hours; hour++)
        {
            DateTime time = start.AddHours(hour);
            if (random.NextDouble() < 0.06)
            {
                (from, blown) = (winds[random.Next(winds.Length)], 0);
            }

            double year = 2 * Math.PI * time.DayOfYear / 365, day = 2 * Math.PI * (time.Hour - 8) / 24;
            double temperature = 12 - (15 * Math.Cos(year)) + (5 * Math.Sin(day)) + Noise(1);
            rain = random.NextDouble() < (rain > 0 ? 0.8 : 0.01) ? rain + 1 : 0;
            blown += from == "cv" ? 0.5 : 3 + random.NextDouble();
            double sources = 6 + (3 * Math.Cos(year)) + (2 * Math.Sin(day + 1.5)) + (from == "SE" ? 3 : 0);
            double cleared = (from is "NW" or "NE" ? 0.12 : 0.02) + (rain > 0 ? 0.05 : 0);
            pm = Math.Max(2, (pm * (1 - cleared)) + (sources * (1 + Noise(0.4))) + Noise(4));
            fails = fails > 0 ? fails - 1 : random.NextDouble() < 0.005 ? random.Next(1, 12) : 0;
            made.Add(
                time, fails > 0 ? double.NaN : Math.Round(pm), temperature - 8 + Noise(2), temperature, 1016 - (temperature / 2) + Noise(1), blown,
                temperature < 0 ? rain : 0, temperature < 0 ? 0 : rain, from);
        }

        return made.ToHours();

        double Noise(double size) => size * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
    }
}
