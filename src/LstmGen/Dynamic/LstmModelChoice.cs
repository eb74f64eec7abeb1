using LstmGen.Dynamic;

namespace LstmGen;

/// <summary>
/// Generated classes that a program prefers where a description has the shape of one: of a file whose network is not known before. What has no class is an
/// <see cref="LstmDynamic"/>, with the same bits.
/// </summary>
public sealed class LstmModelChoice
{
    private readonly List<Entry> _entries = [];

    /// <summary>Adds a class that has a <c>Step</c>.</summary>
    /// <typeparam name="TModel">The class.</typeparam>
    public LstmModelChoice Add<TModel>()
        where TModel : class, ILstmStreamingModel<TModel>
        => Add(TModel.Shape, canStep: true, takesTokens: false, weights => new StreamingRuntimeModel<TModel>(TModel.Create(weights)));

    /// <summary>Adds a class that takes whole sequences alone.</summary>
    /// <typeparam name="TModel">The class.</typeparam>
    public LstmModelChoice AddWhole<TModel>()
        where TModel : class, ILstmModel<TModel>
        => Add(TModel.Shape, canStep: false, takesTokens: false, weights => new RuntimeModel<TModel>(TModel.Create(weights)));

    /// <summary>Adds a class that takes tokens and has a <c>Step</c>.</summary>
    /// <typeparam name="TModel">The class.</typeparam>
    public LstmModelChoice AddTokens<TModel>()
        where TModel : class, ILstmStreamingTokenModel<TModel>
        => Add(TModel.Shape, canStep: true, takesTokens: true, weights => new StreamingTokenRuntimeModel<TModel>(TModel.Create(weights)));

    /// <summary>Adds a class that takes whole sequences of tokens alone.</summary>
    /// <typeparam name="TModel">The class.</typeparam>
    public LstmModelChoice AddWholeTokens<TModel>()
        where TModel : class, ILstmTokenModel<TModel>
        => Add(TModel.Shape, canStep: false, takesTokens: true, weights => new TokenRuntimeModel<TModel>(TModel.Create(weights)));

    /// <summary>A model of a network: the first class that was added and has its shape, activations and tokens, else an <see cref="LstmDynamic"/>.</summary>
    /// <param name="description">The network.</param>
    /// <param name="weights">Named tensors or random values; copied, so they may change or go afterwards.</param>
    /// <exception cref="ArgumentException">The description is wrong: what the compiler would say of a class.</exception>
    /// <exception cref="LstmFormatException">The weights do not fit the network.</exception>
    public ILstmRuntimeModel Create(LstmNetworkDescription description, LstmWeights weights)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(weights);
        DescribedNetwork described = description.Described;
        Entry? entry = _entries.Find(each => each.Shape == described.Shape && each.CanStep == described.Streams && each.TakesTokens == described.Model.Tokens > 0);
        return entry is null ? new LstmDynamic(description, weights) : entry.Create(weights);
    }

    private LstmModelChoice Add(LstmShape shape, bool canStep, bool takesTokens, Func<LstmWeights, ILstmRuntimeModel> create)
    {
        _entries.Add(new(shape, canStep, takesTokens, create));
        return this;
    }

    private sealed record Entry(LstmShape Shape, bool CanStep, bool TakesTokens, Func<LstmWeights, ILstmRuntimeModel> Create);
}
