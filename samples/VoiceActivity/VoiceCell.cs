namespace LstmGen.Samples.VoiceActivity;

/// <summary>The recurrent part of the network, whichever weights its class has.</summary>
internal abstract class VoiceCell
{
    public abstract string KernelSet { get; }

    public static VoiceCell Of<TModel>(TModel model)
        where TModel : class, ILstmStreamingModel<TModel>
        => new Typed<TModel>(model);

    public abstract LstmState CreateState();

    public abstract void Step(ReadOnlySpan<float> inputs, LstmState state, Span<float> hidden);

    private sealed class Typed<TModel>(TModel model) : VoiceCell
        where TModel : class, ILstmStreamingModel<TModel>
    {
        public override string KernelSet => model.KernelSet;

        public override LstmState CreateState() => model.CreateState();

        public override void Step(ReadOnlySpan<float> inputs, LstmState state, Span<float> hidden) => model.Step(inputs, state, hidden);
    }
}
