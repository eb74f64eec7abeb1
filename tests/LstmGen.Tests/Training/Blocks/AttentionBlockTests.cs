using LstmGen.Tests.Training.Tape;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Blocks;

/// <summary>Attention against loops in double, finite differences, and itself step by step, on other widths and threads.</summary>
[Collection(nameof(Alone))]
public sealed class AttentionBlockTests
{
    private const int Batch = 3, Steps = 5, QuerySteps = 4;
    private static readonly int[] Lengths = [5, 0, 2];

    public static TheoryData<AttentionKind> Kinds => [AttentionKind.Dot, AttentionKind.General, AttentionKind.Additive];

    [Theory, MemberData(nameof(Kinds))]
    public void Contexts_weights_and_gradients_are_those_of_plain_loops(AttentionKind kind)
    {
        var run = new Run(kind, MatrixKernels.Best, 1);
        run.Whole();
        double[] queries = BlockRuns.Wide(run.Queries), source = BlockRuns.Wide(run.Source);
        double[][] parameters = [.. run.Block.Trainables.Select(trainable => BlockRuns.Wide(trainable.Values))];
        (double[] contexts, double[] weights) = run.Naive(queries, source, parameters);
        BlockRuns.Close(contexts, run.Contexts, "context");
        BlockRuns.Close(weights, run.Weights, "weight");
        double Loss(double[] q, double[] s, double[][] p) => run.Naive(q, s, p).Contexts.Zip(run.Gradient, (value, each) => value * each).Sum();
        BlockRuns.Close(BlockRuns.Differences(run.Queries, at => Loss(at, source, parameters)), run.QueryGradients, "dq", 2e-5);
        BlockRuns.Close(BlockRuns.Differences(run.Source, at => Loss(queries, at, parameters)), run.SourceGradients, "ds", 2e-5);
        for (int index = 0; index < parameters.Length; index++)
        {
            LstmTrainable trainable = run.Block.Trainables[index];
            BlockRuns.Close(
                BlockRuns.Differences(trainable.Values, at => Loss(queries, source, [.. parameters.Select((values, other) => other == index ? at : values)])),
                trainable.Gradients, trainable.Name, 2e-5);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Step_by_step_is_all_at_once(AttentionKind kind)
    {
        Run whole = new(kind, MatrixKernels.Best, 1), steps = new(kind, MatrixKernels.Best, 2);
        whole.Whole();
        steps.ByStep();
        BlockRuns.SameBits(whole.Contexts, steps.Contexts, "context");
        BlockRuns.SameBits(whole.Weights, steps.Weights, "weight");
        BlockRuns.SameBits(whole.QueryGradients, steps.QueryGradients, "dq");
        BlockRuns.SameBits(whole.SourceGradients, steps.SourceGradients, "ds");
        foreach ((LstmTrainable one, LstmTrainable other) in whole.Block.Trainables.Zip(steps.Block.Trainables))
        {
            BlockRuns.Close(BlockRuns.Wide(one.Gradients), other.Gradients, one.Name, 1e-6);
        }

        float[] contexts = new float[whole.Contexts.Length], weights = new float[whole.Weights.Length];
        steps.Block.Read(steps.Source, Lengths);
        steps.Block.Run(steps.Queries, contexts, weights);
        BlockRuns.SameBits(whole.Contexts, contexts, "Run");
        BlockRuns.SameBits(whole.Weights, weights, "Run's weights");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Bits_are_the_same_on_every_width_and_for_any_number_of_threads(AttentionKind kind)
    {
        float[]? expected = null;
        foreach ((MatrixKernels kernels, int threads) in BlockRuns.Widths)
        {
            var run = new Run(kind, kernels, threads);
            run.Whole();
            float[] found =
            [
                .. run.Contexts, .. run.Weights, .. run.QueryGradients, .. run.SourceGradients,
                .. run.Block.Trainables.SelectMany(trainable => trainable.Gradients.ToArray()),
            ];
            expected ??= found;
            BlockRuns.SameBits(expected, found, $"{kernels.PanelColumns / 2} lanes, {threads} threads");
            run.Block.Dispose();
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_sequence_has_the_bits_it_has_alone_whatever_lies_past_its_length(AttentionKind kind)
    {
        var run = new Run(kind, MatrixKernels.Best, 1);
        for (int step = Lengths[2]; step < Steps; step++)
        {
            run.Source.AsSpan(((step * Batch) + 2) * run.Source.Length / (Steps * Batch), run.Block.SourceSize).Fill(float.NaN);
        }

        run.Whole();
        Assert.All(run.Contexts, value => Assert.True(float.IsFinite(value)));
        Assert.All(run.Block.Trainables, trainable => Assert.True(float.IsFinite(trainable.Gradients.ToArray().Sum())));
        int e = run.Block.SourceSize, d = run.Block.QuerySize;
        float[] source = Rows(run.Source, 2, e)[..(2 * e)], queries = Rows(run.Queries, 2, d), contexts = new float[QuerySteps * e], dq = new float[queries.Length], ds = new float[source.Length];
        run.Block.Forward(queries, source, [2], contexts);
        run.Block.Backward(Rows(run.Gradient, 2, e), dq, ds);
        BlockRuns.SameBits(Rows(run.Contexts, 2, e), contexts, "context");
        BlockRuns.SameBits(Rows(run.QueryGradients, 2, d), dq, "dq");
        BlockRuns.SameBits(Rows(run.SourceGradients, 2, e)[..(2 * e)], ds, "ds");
        Assert.All(Rows(run.Contexts, 1, e), value => Assert.Equal(0, value)); // of length 0
        Assert.All(Rows(run.SourceGradients, 2, e)[(2 * e)..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Gradients_accumulate_over_sources()
    {
        var run = new Run(AttentionKind.Additive, MatrixKernels.Best, 1);
        run.Whole();
        float[][] once = [.. run.Block.Trainables.Select(trainable => trainable.Gradients.ToArray())];
        run.Block.Forward(run.Queries, run.Source, Lengths, run.Contexts);
        run.Block.Backward(run.Gradient, run.QueryGradients, run.SourceGradients, accumulate: true);
        foreach ((LstmTrainable trainable, float[] gradients) in run.Block.Trainables.Zip(once))
        {
            BlockRuns.Close([.. gradients.Select(value => 2.0 * value)], trainable.Gradients, trainable.Name, 1e-6);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Nothing_is_allocated(AttentionKind kind)
    {
        var run = new Run(kind, MatrixKernels.Best, 2);
        Allocated.NothingAnywhere(() =>
        {
            run.Whole();
            run.ByStep();
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var options = new AttentionOptions { Batch = 2, SourceSteps = 3, QuerySteps = 2 };
        Assert.Throws<ArgumentException>("sourceSize", () => new AttentionBlock("a.", 3, 4, options));
        Assert.Throws<ArgumentException>(() => new AttentionBlock("a.", 3, 3, options with { Units = 5 }));
        Assert.Throws<ArgumentException>(() => new AttentionBlock("a.", 3, 3, options with { Kind = (AttentionKind)7 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionBlock("a.", 3, 3, options with { Scale = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionBlock("a.", 3, 3, options with { QuerySteps = 0 }));
        var block = new AttentionBlock("a.", 3, 3, options);
        Assert.Throws<InvalidOperationException>(() => block.Forward(new float[6], new float[6]));
        Assert.Throws<ArgumentException>("lengths", () => block.Read(new float[18], [1, 4]));
        Assert.Throws<ArgumentException>("lengths", () => block.Read(new float[18], [1, 1, 1]));
        Assert.Throws<ArgumentException>("source", () => block.Read(new float[24], [1, 1]));
        Assert.Throws<ArgumentException>("source", () => block.Read(new float[17], [1, 1]));
        block.Read(new float[18], [3, 1]);
        Assert.Throws<InvalidOperationException>(() => block.Backward(new float[6], []));
        Assert.Throws<ArgumentException>("queries", () => block.Forward(new float[5], new float[6]));
        Assert.Throws<ArgumentException>("contexts", () => block.Forward(new float[6], new float[5]));
        Assert.Throws<ArgumentException>("weights", () => block.Forward(new float[6], new float[6], new float[5]));
        Assert.Throws<ArgumentException>("inputs", () => block.Forward(new float[18], new float[18]));
        block.Forward(new float[6], new float[6], new float[6]);
        Assert.Throws<ArgumentException>("contextGradients", () => block.Backward(new float[5], []));
        Assert.Throws<ArgumentException>("queryGradients", () => block.Backward(new float[6], new float[5]));
        block.Backward(new float[6], new float[6]);
        Assert.Throws<ArgumentException>("sourceGradients", () => block.ReadBackward(new float[5]));
        block.ReadBackward(new float[18]);
        block.Dispose();
        Assert.Throws<ObjectDisposedException>(() => block.Read(new float[18]));
    }

    private static float[] Rows(float[] values, int row, int size)
        => [.. Enumerable.Range(0, values.Length / (Batch * size)).SelectMany(step => values.AsSpan(((step * Batch) + row) * size, size).ToArray())];

    private sealed class Run
    {
        private readonly AttentionKind _kind;
        private readonly int _query, _source, _units = 7;
        private readonly float _scale = 0.6f;

        internal Run(AttentionKind kind, MatrixKernels kernels, int threads)
        {
            (_kind, _query, _source) = (kind, 18, kind == AttentionKind.Dot ? 18 : 21);
            Block = new AttentionBlock("a.", _query, _source, new AttentionOptions
            {
                Batch = Batch, SourceSteps = Steps, QuerySteps = AttentionBlockTests.QuerySteps, Kind = kind, Units = kind == AttentionKind.Additive ? _units : null, Scale = _scale, Threads = threads, Seed = 3,
            }, kernels);
            (Queries, Source, Gradient) = (BlockRuns.Floats(1, AttentionBlockTests.QuerySteps * Batch * _query), BlockRuns.Floats(2, Steps * Batch * _source), BlockRuns.Floats(3, AttentionBlockTests.QuerySteps * Batch * _source));
            (Contexts, Weights) = (new float[Gradient.Length], new float[AttentionBlockTests.QuerySteps * Batch * Steps]);
            (QueryGradients, SourceGradients) = (new float[Queries.Length], new float[Source.Length]);
        }

        internal AttentionBlock Block { get; }

        internal float[] Queries { get; }

        internal float[] Source { get; }

        internal float[] Gradient { get; }

        internal float[] Contexts { get; }

        internal float[] Weights { get; }

        internal float[] QueryGradients { get; }

        internal float[] SourceGradients { get; }

        internal void Whole()
        {
            Block.Forward(Queries, Source, Lengths, Contexts, Weights);
            Block.Backward(Gradient, QueryGradients, SourceGradients);
        }

        internal void ByStep()
        {
            int q = Batch * _query, s = Batch * _source, w = Batch * Steps;
            Block.Read(Source, Lengths);
            for (int step = 0; step < AttentionBlockTests.QuerySteps; step++)
            {
                Block.Forward(Queries.AsSpan(step * q, q), Contexts.AsSpan(step * s, s), Weights.AsSpan(step * w, w), nested: step > 0);
            }

            for (int step = AttentionBlockTests.QuerySteps - 1; step >= 0; step--)
            {
                Block.Backward(Gradient.AsSpan(step * s, s), QueryGradients.AsSpan(step * q, q));
            }

            Block.ReadBackward(SourceGradients);
        }

        internal (double[] Contexts, double[] Weights) Naive(double[] queries, double[] source, double[][] parameters)
        {
            double[] contexts = new double[Contexts.Length], weights = new double[Weights.Length];
            for (int at = 0; at < AttentionBlockTests.QuerySteps * Batch; at++)
            {
                int row = at % Batch;
                double[] q = queries[(at * _query)..((at + 1) * _query)];
                double[] exponentials = [.. Enumerable.Range(0, Lengths[row]).Select(step => Math.Exp(_scale * Score(q, source[(((step * Batch) + row) * _source)..(((step * Batch) + row + 1) * _source)], parameters)))];
                for (int step = 0; step < exponentials.Length; step++)
                {
                    double weight = weights[(at * Steps) + step] = exponentials[step] / exponentials.Sum();
                    for (int unit = 0; unit < _source; unit++)
                    {
                        contexts[(at * _source) + unit] += weight * source[(((step * Batch) + row) * _source) + unit];
                    }
                }
            }

            return (contexts, weights);
        }

        private double Score(double[] q, double[] s, double[][] parameters) => _kind switch
        {
            AttentionKind.Dot => q.Zip(s, (a, b) => a * b).Sum(),
            AttentionKind.General => q.Select((value, unit) => value * Product(parameters[0], unit, s)).Sum(),
            _ => Enumerable.Range(0, _units).Sum(unit => parameters[2][unit] * Math.Tanh(Product(parameters[0], unit, q) + Product(parameters[1], unit, s))),
        };

        private static double Product(double[] weight, int row, double[] x) => x.Select((value, column) => weight[(row * x.Length) + column] * value).Sum();
    }
}
