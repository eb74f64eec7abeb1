namespace LstmGen;

/// <summary>The runs of a model, of whichever kind: what builds upon them is written once.</summary>
internal interface IModelRuns
{
    LstmShape Shape { get; }

    void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs);

    void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs);
}

/// <summary>The same of tokens.</summary>
internal interface ITokenRuns
{
    LstmShape Shape { get; }

    void Run(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs);
}

/// <summary>Those of a class.</summary>
internal readonly struct ModelRuns<TModel>(TModel model) : IModelRuns
    where TModel : class, ILstmModel<TModel>
{
    public LstmShape Shape => TModel.Shape;

    public void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs) => model.Run(inputs, state, outputs);

    public void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs) => model.Run(inputs, lengths, state, outputs);
}

/// <summary>Those of a class that takes tokens.</summary>
internal readonly struct TokenModelRuns<TModel>(TModel model) : ITokenRuns
    where TModel : class, ILstmTokenModel<TModel>
{
    public LstmShape Shape => TModel.Shape;

    public void Run(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs) => model.Run(tokens, lengths, state, outputs);
}

/// <summary>Those of a model chosen at run time.</summary>
internal readonly struct RuntimeModelRuns(ILstmRuntimeModel model) : IModelRuns, ITokenRuns
{
    public LstmShape Shape => model.Shape;

    public void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs) => model.Run(inputs, state, outputs);

    public void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs) => model.Run(inputs, lengths, state, outputs);

    public void Run(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs) => model.Run(tokens, lengths, state, outputs);
}
