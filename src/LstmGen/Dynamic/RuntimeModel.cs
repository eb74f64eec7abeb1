namespace LstmGen.Dynamic;

/// <summary>A generated class behind the interface of models chosen at run time.</summary>
internal class RuntimeModel<TModel>(TModel model) : ILstmRuntimeModel
    where TModel : class, ILstmModel<TModel>
{
    protected TModel Model => model;

    public LstmShape Shape => TModel.Shape;

    public string KernelSet => model.KernelSet;

    public virtual bool CanStep => false;

    public virtual bool TakesTokens => false;

    public LstmState CreateState(int batch = 1) => model.CreateState(batch);

    public void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs) => model.Run(inputs, state, outputs);

    public void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs) => model.Run(inputs, lengths, state, outputs);

    public virtual void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output) => throw RuntimeModelFaults.NoStep(Shape);

    public virtual void Step(int token, LstmState state, Span<float> output) => throw (TakesTokens ? RuntimeModelFaults.NoStep(Shape) : RuntimeModelFaults.NoTokens(Shape));

    public virtual void Run(ReadOnlySpan<int> tokens, LstmState state, Span<float> outputs) => throw RuntimeModelFaults.NoTokens(Shape);

    public virtual void Run(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs) => throw RuntimeModelFaults.NoTokens(Shape);
}

/// <summary>One that has a step.</summary>
internal sealed class StreamingRuntimeModel<TModel>(TModel model) : RuntimeModel<TModel>(model)
    where TModel : class, ILstmStreamingModel<TModel>
{
    public override bool CanStep => true;

    public override void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output) => Model.Step(input, state, output);
}

/// <summary>One that takes tokens.</summary>
internal class TokenRuntimeModel<TModel>(TModel model) : RuntimeModel<TModel>(model)
    where TModel : class, ILstmTokenModel<TModel>
{
    public sealed override bool TakesTokens => true;

    public sealed override void Run(ReadOnlySpan<int> tokens, LstmState state, Span<float> outputs) => Model.Run(tokens, state, outputs);

    public sealed override void Run(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs) => Model.Run(tokens, lengths, state, outputs);
}

/// <summary>One that takes tokens and has a step.</summary>
internal sealed class StreamingTokenRuntimeModel<TModel>(TModel model) : TokenRuntimeModel<TModel>(model)
    where TModel : class, ILstmStreamingTokenModel<TModel>
{
    public override bool CanStep => true;

    public override void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output) => Model.Step(input, state, output);

    public override void Step(int token, LstmState state, Span<float> output) => Model.Step(token, state, output);
}
