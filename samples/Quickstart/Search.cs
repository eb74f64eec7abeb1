using LstmGen.Training;

namespace LstmGen.Samples.Quickstart;

[LstmModel(hidden: 16, layers: 2, input: 8, output: 1)]
public sealed partial class MachineLoad16;

[LstmModel(hidden: 96, layers: 2, input: 8, output: 1)]
public sealed partial class MachineLoad96;

/// <summary>A random search over hidden sizes, each a compiled class of its own, and learning rates: to copy, not to configure.</summary>
internal static class Search
{
    public sealed record Trial(string Model, float LearningRate, double Loss);

    public static IReadOnlyList<Trial> Run(Problem problem, int trials, Action<Trial> done, CancellationToken cancellation)
    {
        Func<float, Trial>[] sizes = [Try<MachineLoad16>, Try<MachineLoad>, Try<MachineLoad96>];
        var random = new Random(1);
        var found = new List<Trial>();
        while (found.Count < trials)
        {
            float learningRate = (float)(0.0005 * Math.Pow(20, random.NextDouble())); // 0.0005 to 0.01, each order of magnitude as likely
            found.Add(sizes[random.Next(sizes.Length)](learningRate));
            done(found[^1]);
        }

        return [.. found.OrderBy(trial => trial.Loss)];

        Trial Try<TModel>(float learningRate)
            where TModel : class, ILstmTrainable<TModel>, ILstmStreamingModel<TModel>
            => new($"2 x {TModel.Shape.Hidden} units", learningRate, Forecaster<TModel>.Train(problem, learningRate, batches: 200, null, cancellation).Loss);
    }
}
