using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Workloads;

/// <summary>How a model is called.</summary>
internal enum Call
{
    /// <summary>One time step of one sequence.</summary>
    Step,

    /// <summary>One sequence.</summary>
    Sequence,

    /// <summary>Several sequences.</summary>
    Batch,
}

/// <summary>A loop of steps over a model whose type is known, so that the call is direct as in a user's program.</summary>
internal delegate void StepLoop<TModel>(TModel model, Feed feed, int count);

/// <summary>A model ready to be timed.</summary>
/// <param name="KernelSet">The kernels it runs.</param>
/// <param name="Work">The calls.</param>
/// <param name="Steps">Time steps of one call.</param>
internal sealed record Prepared(string KernelSet, Work Work, int Steps);

/// <summary>One thing to time, with what it should reach.</summary>
/// <param name="Call">How the model is called.</param>
/// <param name="Shape">The model.</param>
/// <param name="Batch">Rows.</param>
/// <param name="Bar">With every instruction set of the processor.</param>
/// <param name="Bar256">With AVX-512 off.</param>
/// <param name="Prepare">Makes the model.</param>
internal sealed record Workload(Call Call, LstmShape Shape, int Batch, Bar? Bar, Bar? Bar256, Func<Prepared> Prepare)
{
    private const double LongCallSeconds = 0.002;
    private const int Trials = 10;
    private const int ShortestSequence = 64;

    internal Cost Cost => Cost.Of(Shape, Batch, Call != Call.Step && Batch == 1);

    /// <summary>Single steps.</summary>
    internal static Workload Step<TModel>(StepLoop<TModel> loop, Bar? bar = null, Bar? bar256 = null)
        where TModel : class, ILstmModel<TModel>
        => new(Call.Step, TModel.Shape, 1, bar, bar256, () =>
        {
            TModel model = TModel.Create(LstmWeights.Random(1));
            var feed = new Feed(TModel.Shape.Input, TModel.Shape.OutputSize, model.CreateState());
            return new(model.KernelSet, count => loop(model, feed, count), 1);
        });

    /// <summary>Runs of several steps.</summary>
    internal static Workload Run<TModel>(int batch, int steps, Bar? bar = null, Bar? bar256 = null)
        where TModel : class, ILstmModel<TModel>
        => new(batch == 1 ? Call.Sequence : Call.Batch, TModel.Shape, batch, bar, bar256, () =>
        {
            TModel model = TModel.Create(LstmWeights.Random(1));
            LstmState state = model.CreateState(batch);
            float[] inputs = Feed.Uniform(steps * batch * TModel.Shape.Input);
            float[] outputs = new float[steps * batch * TModel.Shape.OutputSize];
            int taken = ShortEnough(model, inputs, state, outputs, steps);
            int input = inputs.Length / steps * taken;
            int output = outputs.Length / steps * taken;
            return new(model.KernelSet, count =>
            {
                for (int i = 0; i < count; i++)
                {
                    model.Run(inputs.AsSpan(0, input), state, outputs.AsSpan(0, output));
                }
            }, taken);
        });

    // A call too long for a quiet block is timed as calls of fewer steps, state carried on; a run of one row works in
    // chunks of steps and keeps several of them.
    private static int ShortEnough<TModel>(TModel model, float[] inputs, LstmState state, float[] outputs, int steps)
        where TModel : class, ILstmModel<TModel>
    {
        double seconds = double.MaxValue;
        for (int trial = 0; trial < Trials; trial++)
        {
            var clock = Clock.Start();
            model.Run(inputs, state, outputs);
            seconds = Math.Min(seconds, clock.Seconds);
        }

        int taken = steps;
        while (taken > (state.Batch == 1 ? ShortestSequence : 1) && taken % 2 == 0 && seconds * taken / steps > LongCallSeconds)
        {
            taken /= 2;
        }

        return taken;
    }
}
