using LstmGen.Dynamic;

namespace LstmGen;

/// <summary>
/// A network as data: the attributes that a class of it would have. What reads model files gives one, LstmDynamic runs one, and a class can be written from it.
/// </summary>
/// <remarks>Attributes that it was made of must not change any more.</remarks>
public sealed class LstmNetworkDescription
{
    private readonly ILstmLayer[] _layers;
    private DescribedNetwork? _described;

    /// <summary>A network of the short form.</summary>
    public LstmNetworkDescription(LstmModelAttribute model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Model, _layers) = (model, []);
    }

    /// <summary>A network of the long form.</summary>
    /// <param name="network">What concerns all of it.</param>
    /// <param name="layers">Its layers, from the inputs to the outputs.</param>
    public LstmNetworkDescription(LstmNetworkAttribute network, params ILstmLayer[] layers)
        : this(network, (IEnumerable<ILstmLayer>)layers)
    {
    }

    /// <summary>A network of the long form.</summary>
    /// <param name="network">What concerns all of it.</param>
    /// <param name="layers">Its layers, from the inputs to the outputs.</param>
    public LstmNetworkDescription(LstmNetworkAttribute network, IEnumerable<ILstmLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layers);
        (Network, _layers) = (network, [.. layers]);
        foreach (ILstmLayer layer in _layers)
        {
            ArgumentNullException.ThrowIfNull(layer, nameof(layers));
        }
    }

    /// <summary>The attribute of the short form; null where it is of the long one.</summary>
    public LstmModelAttribute? Model { get; }

    /// <summary>The attribute of the long form; null where it is of the short one.</summary>
    public LstmNetworkAttribute? Network { get; }

    /// <summary>The shape that a generated class of it has.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or options or layers do not fit together: what the compiler would say of a class.</exception>
    public LstmShape Shape => Described.Shape;

    /// <summary>The same network with weights of another kind (docs/narrow.md); it takes the same parameters.</summary>
    /// <param name="weights">What kernels hold weights as.</param>
    public LstmNetworkDescription WithWeights(LstmNumbers weights)
        => Model is { } model ? new(model.WithWeights(weights)) : new(Network!.WithWeights(weights), _layers);

    /// <summary>What it says, by the rules of the compiler.</summary>
    internal DescribedNetwork Described => _described ??= DescribedNetwork.Read(this);

    /// <summary>The layers of the long form, from the inputs to the outputs; none of the short one.</summary>
    public IReadOnlyList<ILstmLayer> Layers => _layers;
}
