using System.Diagnostics;
using System.Globalization;
using LstmGen.Footprint.Models;

namespace LstmGen.Footprint;

/// <summary>Construction and first step in a process that has done nothing but read the file.</summary>
internal static class Startup
{
    internal static void Print(string path)
    {
        LstmWeights weights = LstmWeights.Load(path);
        float[] input = [0.5f];
        float[] output = new float[128];

        long start = Stopwatch.GetTimestamp();
        var model = new Forecaster(weights);
        long constructed = Stopwatch.GetTimestamp();
        LstmState state = model.CreateState();
        model.Step(input, state, output);
        long stepped = Stopwatch.GetTimestamp();

        model.Step(input, state, output);
        long again = Stopwatch.GetTimestamp();
        double unit = 1e3 / Stopwatch.Frequency;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"start,{(constructed - start) * unit:F4},{(stepped - constructed) * unit:F4},{(again - stepped) * unit:F4},{model.KernelSet}"));
    }
}
