using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Makes one call of many fail: the n-th at one place.</summary>
internal sealed class Faults
{
    private string? _site;
    private int _left;

    internal bool Fired { get; private set; }

    internal void Arm(string site, int nth) => (_site, _left, Fired) = (site, nth, false);

    /// <summary>Whether this call is the one.</summary>
    internal bool Hit(string site)
    {
        Fired |= site == _site && --_left == 0;
        return site == _site && _left == 0;
    }

    internal void At(string site)
    {
        if (Hit(site))
        {
            throw new InjectedException(site);
        }
    }
}

/// <summary>What a planted fault throws.</summary>
internal sealed class InjectedException(string site) : Exception($"injected at {site}");

/// <summary>Data that fail; and at their calls, whatever a test wants to happen meanwhile.</summary>
internal sealed class FaultyData(LstmBatches inner, Faults faults, string name, Action? filling = null)
    : LstmBatches(inner.Batch, inner.Steps, inner.InputSize, inner.TargetSize)
{
    public override int Count
    {
        get
        {
            faults.At(name + ".Count");
            return inner.Count;
        }
    }

    public override bool CarriesState => inner.CarriesState;

    public override void Fill(int index, LstmBatch batch)
    {
        filling?.Invoke();
        faults.At(name + ".Fill");
        inner.Fill(index, batch);
        faults.At(name + ".Filled");
    }
}

/// <summary>A loss that fails after it has written its gradients.</summary>
internal sealed class FaultyLoss(LstmLoss inner, Faults faults) : LstmLoss
{
    public override int TargetSize(int outputSize) => inner.TargetSize(outputSize);

    public override double Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients)
    {
        double loss = inner.Evaluate(outputs, targets, mask, outputSize, gradients);
        faults.At(gradients.IsEmpty ? "validation.Loss" : "training.Loss");
        return loss;
    }
}

/// <summary>Gradient descent with momentum that fails when half of the weights are changed.</summary>
internal sealed class FaultyOptimizer(IReadOnlyList<LstmTrainable> trainables, Faults faults) : LstmOptimizer(trainables, 0.01f, "velocity")
{
    private protected override void Update(int tensor, Span<float> values, ReadOnlySpan<float> gradients)
    {
        if (tensor == 2)
        {
            faults.At("optimizer");
        }

        Span<float> velocity = State(tensor, 0);
        for (int index = 0; index < values.Length; index++)
        {
            velocity[index] = (0.5f * velocity[index]) + gradients[index];
            values[index] -= LearningRate * velocity[index];
        }
    }
}

/// <summary>A rate that falls with every report, and fails after it has fallen.</summary>
internal sealed class FaultySchedule(Faults faults) : LstmSchedule
{
    private readonly LstmScalar _rate = new("rate", 0.05);

    public override IReadOnlyList<LstmScalar> Scalars => [_rate];

    public override void Report(double metric)
    {
        _rate.Value *= 0.75;
        faults.At("schedule.Report");
    }

    private protected override double Rate(long step)
    {
        faults.At("schedule.Rate");
        return _rate.Value / (step + 1);
    }
}
