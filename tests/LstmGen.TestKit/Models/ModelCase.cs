using LstmGen.Training;

namespace LstmGen.TestKit.Models;

/// <summary>One compiled model class as a value, so that a property can run over all of them.</summary>
internal abstract class ModelCase(string name)
{
    internal string Name { get; } = name;

    internal abstract LstmShape Shape { get; }

    internal abstract IReadOnlyList<string> KernelSets { get; }

    /// <summary>Whether the class takes samples one by one.</summary>
    internal abstract bool Streams { get; }

    internal abstract CompiledModel Create(LstmWeights weights);

    internal abstract CompiledModel Create(LstmWeights weights, string kernelSet);

    internal abstract LstmTape CreateTape(LstmParameters parameters, LstmTapeOptions options);

    internal static ModelCase Of<TModel>()
        where TModel : class, ILstmTrainable<TModel>, ILstmStreamingModel<TModel>
        => new Typed<TModel>((model, input, state, output) => model.Step(input, state, output));

    /// <summary>A class that takes whole sequences alone.</summary>
    internal static ModelCase OfWhole<TModel>()
        where TModel : class, ILstmTrainable<TModel>
        => new Typed<TModel>(null);

    private sealed class Typed<TModel>(StepOf<TModel>? step) : ModelCase(typeof(TModel).Name)
        where TModel : class, ILstmTrainable<TModel>
    {
        internal override bool Streams => step is not null;

        internal override LstmShape Shape => TModel.Shape;

        internal override IReadOnlyList<string> KernelSets => TModel.KernelSets;

        internal override CompiledModel Create(LstmWeights weights) => new CompiledModel<TModel>(TModel.Create(weights), step);

        internal override CompiledModel Create(LstmWeights weights, string kernelSet)
            => new CompiledModel<TModel>(TModel.Create(weights, kernelSet), step);

        // Tests of every model ask for both kinds of dropout; one layer has nothing to pass on.
        internal override LstmTape CreateTape(LstmParameters parameters, LstmTapeOptions options)
            => TModel.CreateTape(parameters, options is { Dropout: > 0 and < 1 } && Shape.Layers == 1 ? options with { Dropout = 0 } : options);
    }
}

/// <summary>The step of a class.</summary>
internal delegate void StepOf<TModel>(TModel model, ReadOnlySpan<float> input, LstmState state, Span<float> output);

/// <summary>An instance of some model class, called through its public interface.</summary>
internal abstract class CompiledModel
{
    internal abstract LstmShape Shape { get; }

    internal abstract string KernelSet { get; }

    internal abstract string Plan { get; }

    internal abstract LstmState CreateState(int batch = 1);

    internal abstract void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output);

    internal abstract void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs);

    internal abstract void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs);

    internal abstract void Run(ReadOnlySpan<float> inputs, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked);
}

/// <inheritdoc cref="CompiledModel"/>
internal sealed class CompiledModel<TModel>(TModel model, StepOf<TModel>? step) : CompiledModel
    where TModel : class, ILstmTrainable<TModel>
{
    internal override LstmShape Shape => TModel.Shape;

    internal override string KernelSet => model.KernelSet;

    internal override string Plan => model.Plan;

    internal override LstmState CreateState(int batch = 1) => model.CreateState(batch);

    internal override void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output) => (step ?? throw new NotSupportedException())(model, input, state, output);

    internal override void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs) => model.Run(inputs, state, outputs);

    internal override void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs)
        => model.Run(inputs, lengths, state, outputs);

    internal override void Run(ReadOnlySpan<float> inputs, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked)
        => model.RunMasked(inputs, mask, state, outputs, masked);
}
