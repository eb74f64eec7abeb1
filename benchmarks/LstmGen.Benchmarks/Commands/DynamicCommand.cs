using System.Globalization;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Commands;

/// <summary>What a network costs that is described at run time: beside the generated class, on the same weights, a block of each in turn.</summary>
internal static class DynamicCommand
{
    private const int Steps = 64;
    private const int Batch = 16;

    internal static int Run()
    {
        Console.WriteLine($"{MachineDescription.Text}\n");
        var probe = new QuietProbe();
        probe.Calibrate(1);
        var table = new MarkdownTable("(inputs, units)", "step: class, ns", "dynamic, ns", "times", "sequence: class, ns a step", "dynamic, ns", "times", "batch of 16: class, ns a step", "dynamic, ns", "times", "kept");
        Add<Lstm1x8>("(1, 8)", new LstmModelAttribute(8));
        Add<Lstm64x64>("(64, 64)", new LstmModelAttribute(64, input: 64));
        Add<Lstm128x128>("(128, 128)", new LstmModelAttribute(128, input: 128));
        Add<Lstm256x256>("(256, 256)", new LstmModelAttribute(256, input: 256));
        Add<Headed128x128x2>("(128, 128) x 2, 4 outputs", new LstmModelAttribute(128, layers: 2, input: 128, output: 4));
        Console.WriteLine(table);
        return 0;

        void Add<TModel>(string name, LstmModelAttribute model)
            where TModel : class, ILstmStreamingModel<TModel>
        {
            ITimedWork[] works = [.. Works<TModel>(new(model))];
            Tiers.Settle(works);
            Measurement[] timings = new BlockTimer(probe).Measure(works);
            var cells = new List<string> { name };
            for (int call = 0; call < timings.Length; call += 2)
            {
                int steps = call == 0 ? 1 : Steps;
                (double generated, double dynamic) = (timings[call].Seconds / steps * 1e9, timings[call + 1].Seconds / steps * 1e9);
                cells.AddRange([Text(generated, "N0"), Text(dynamic, "N0"), Text(dynamic / generated, "F1")]);
            }

            table.Add([.. cells, $"{timings.Min(timing => timing.Kept)}{(timings.Any(timing => timing.Uncertain) ? " (uncertain)" : "")}"]);
        }
    }

    /// <summary>A step, a sequence and a batch, each of the class and then of the description.</summary>
    private static IEnumerable<ITimedWork> Works<TModel>(LstmNetworkDescription description)
        where TModel : class, ILstmStreamingModel<TModel>
    {
        LstmWeights weights = LstmWeights.Random(1);
        TModel generated = TModel.Create(weights);
        var dynamic = new LstmDynamic(description, weights);
        float[] input = Feed.Uniform(TModel.Shape.Input), output = new float[TModel.Shape.OutputSize];
        LstmState state = generated.CreateState(), other = dynamic.CreateState();
        yield return Calls(() => generated.Step(input, state, output));
        yield return Calls(() => dynamic.Step(input, other, output));
        foreach (int batch in (int[])[1, Batch])
        {
            float[] inputs = Feed.Uniform(Steps * batch * TModel.Shape.Input), outputs = new float[Steps * batch * TModel.Shape.OutputSize];
            LstmState states = generated.CreateState(batch), others = dynamic.CreateState(batch);
            yield return Calls(() => generated.Run(inputs, states, outputs));
            yield return Calls(() => dynamic.Run(inputs, others, outputs));
        }
    }

    private static LocalWork Calls(Action call) => new(count =>
    {
        for (int each = 0; each < count; each++)
        {
            call();
        }
    });

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
