using System.Runtime.InteropServices;
using LstmGen.Dynamic;
using LstmGen.Generator.Networks;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>
/// A model of any <see cref="LstmNetworkDescription"/>, without a generated class: for programs that learn at run time which network they have. Its results are the bits of
/// the generated class. It cannot be trained.
/// </summary>
public sealed class LstmDynamic : ILstmRuntimeModel
{
    private readonly KernelRuns _kernels;
    private readonly NetworkKernels _network;
    private readonly NetworkKernels? _tokenNetwork;
    private readonly LstmPackedWeights _weights;
    private readonly LstmTokenTable? _tokens;

    /// <summary>A model with these weights, on the best kernel set of this processor.</summary>
    /// <param name="description">The network.</param>
    /// <param name="weights">Named tensors or random values; copied, so they may change or go afterwards.</param>
    /// <exception cref="ArgumentException">The description is wrong: what the compiler would say of a class.</exception>
    /// <exception cref="LstmFormatException">The weights do not fit the network.</exception>
    public LstmDynamic(LstmNetworkDescription description, LstmWeights weights)
        : this(description, weights, null)
    {
    }

    /// <summary>A model with these weights, on one of <see cref="KernelSets"/>; all give the same bits.</summary>
    /// <param name="description">The network.</param>
    /// <param name="weights">Named tensors or random values; copied, so they may change or go afterwards.</param>
    /// <param name="kernelSet">A name of <see cref="KernelSets"/>, or null for the best.</param>
    /// <exception cref="ArgumentException">The description is wrong, or this processor has no such kernel set.</exception>
    /// <exception cref="LstmFormatException">The weights do not fit the network.</exception>
    public LstmDynamic(LstmNetworkDescription description, LstmWeights weights, string? kernelSet)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(weights);
        (Description, Shape) = (description, description.Shape);
        _kernels = Array.Find(KernelRuns.All, set => kernelSet is null || set.Name == kernelSet)
            ?? throw new ArgumentException($"This processor has no kernel set {kernelSet}; it has {string.Join(", ", KernelSets)}.", nameof(kernelSet));
        LstmParameters parameters = weights.Bind(Shape);
        var model = description.Described.Model;
        _network = new NetworkKernels(Network.Of(model));
        _weights = new LstmPackedWeights(Shape, parameters, _network.Layout);
        if (Network.FoldsTokens(model))
        {
            _tokenNetwork = new NetworkKernels(Network.OfTokens(model));
            _tokens = new LstmTokenTable(_weights, parameters, _tokenNetwork.Layout);
        }
        else if (model.Tokens > 0)
        {
            (_tokenNetwork, _tokens) = (_network, new LstmTokenTable(_weights, parameters));
        }
    }

    /// <summary>Names of the kernel sets this processor can run, best first: those of generated classes. All give the same bits.</summary>
    public static IReadOnlyList<string> KernelSets => Array.ConvertAll(KernelRuns.All, set => set.Name);

    /// <summary>The network as it was described.</summary>
    public LstmNetworkDescription Description { get; }

    /// <summary>The shape, which a generated class of it has too.</summary>
    public LstmShape Shape { get; }

    /// <inheritdoc/>
    public string KernelSet => _kernels.Name;

    /// <inheritdoc/>
    public bool CanStep => _network.Streams;

    /// <inheritdoc/>
    public bool TakesTokens => _tokens is not null;

    /// <inheritdoc/>
    public LstmState CreateState(int batch = 1) => _weights.CreateState(batch);

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output)
    {
        RequireSteps();
        LstmGuard.Step(Shape, Shape.Input, Shape.OutputSize, input, state, output);
        _kernels.Step(_network, _weights, ref MemoryMarshal.GetReference(input), state, output);
    }

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs)
    {
        int steps = LstmGuard.Run(Shape, inputs, state, outputs);
        _kernels.Run(_network, _weights, inputs, steps, state, outputs);
    }

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs)
    {
        int steps = LstmGuard.Run(Shape, inputs, state, outputs);
        LstmGuard.Lengths(lengths, state, steps);
        _kernels.Run(_network, _weights, inputs, lengths, steps, state, outputs);
    }

    /// <inheritdoc/>
    public void Step(int token, LstmState state, Span<float> output)
    {
        RequireSteps();
        LstmTokenTable table = RequireTokens();
        LstmTokenGuard.Step(Shape, Shape.Vocabulary, Shape.OutputSize, token, state, output);
        _kernels.Step(_tokenNetwork!, table.Weights, ref table.Row(token), state, output);
    }

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<int> tokens, LstmState state, Span<float> outputs)
    {
        LstmTokenTable table = RequireTokens();
        int steps = LstmTokenGuard.Run(Shape, tokens, state, outputs);
        _kernels.Run(_tokenNetwork!, table, tokens, steps, state, outputs);
    }

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs)
    {
        LstmTokenTable table = RequireTokens();
        int steps = LstmTokenGuard.Run(Shape, tokens, lengths, state, outputs);
        _kernels.Run(_tokenNetwork!, table, tokens, lengths, steps, state, outputs);
    }

    private void RequireSteps()
    {
        if (!CanStep)
        {
            throw RuntimeModelFaults.NoStep(Shape);
        }
    }

    private LstmTokenTable RequireTokens() => _tokens ?? throw RuntimeModelFaults.NoTokens(Shape);
}
