using LstmGen.Dynamic;
using LstmGen.Generator.Networks;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>
/// A model of any <see cref="LstmNetworkDescription"/>, without a generated class: for programs that learn at run time which network they have. Its results are the bits of
/// the generated class.
/// </summary>
/// <remarks>
/// Buffers are time-major, [T, B, features], row-major. A model never changes after construction: any number of threads may use one, each with states of its own. No method but
/// <see cref="CreateState"/> allocates.
/// </remarks>
public sealed class LstmDynamic
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

    /// <summary>The shape that a generated class of it has.</summary>
    public LstmShape Shape { get; }

    /// <summary>The kernel set this instance runs.</summary>
    public string KernelSet => _kernels.Name;

    /// <summary>Whether it takes one sample after the other: no layer reads from the end of a sequence, and outputs are not of all steps together.</summary>
    public bool CanStep => _network.Streams;

    /// <summary>Whether it takes tokens.</summary>
    public bool TakesTokens => _tokens is not null;

    /// <summary>A zero state for <paramref name="batch"/> sequences; with <see cref="LstmCellAttribute.LearnedInitialState"/> the initial values among the weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is below 1 or the state would exceed 2^31 floats.</exception>
    public LstmState CreateState(int batch = 1) => _weights.CreateState(batch);

    /// <summary>One time step of one sequence.</summary>
    /// <param name="input">[Input] features.</param>
    /// <param name="state">A state of batch 1, updated in place.</param>
    /// <param name="output">[OutputSize], written.</param>
    /// <exception cref="ArgumentException">A length differs, the state is of another shape or batch, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">There is no step (<see cref="CanStep"/>), or another call has the state.</exception>
    public void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output)
    {
        RequireSteps();
        LstmGuard.Step(Shape, Shape.Input, Shape.OutputSize, input, state, output);
        _kernels.Run(_network, _weights, input, 1, state, output);
    }

    /// <summary>T time steps of every sequence of the state; T follows from the length of <paramref name="inputs"/>.</summary>
    /// <param name="inputs">[T, B, Input].</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <exception cref="ArgumentException">A length differs, the state is of another shape, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs)
    {
        int steps = LstmGuard.Run(Shape, inputs, state, outputs);
        _kernels.Run(_network, _weights, inputs, steps, state, outputs);
    }

    /// <summary>Sequences of different lengths: row b takes its first <c>lengths[b]</c> steps.</summary>
    /// <param name="inputs">[T, B, Input]; what lies past a row's length is not read.</param>
    /// <param name="lengths">[B], each 0 to T, in any order.</param>
    /// <param name="state">The B initial states; updated in place to those after each row's last step. Length 0 leaves a row unchanged.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written; exactly 0 past a row's length.</param>
    /// <exception cref="ArgumentException">A length differs or is out of range, the state is of another shape, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs)
    {
        int steps = LstmGuard.Run(Shape, inputs, state, outputs);
        LstmGuard.Lengths(lengths, state, steps);
        _kernels.Run(_network, _weights, inputs, lengths, steps, state, outputs);
    }

    /// <summary>One time step of one sequence.</summary>
    /// <param name="token">0 up to but not including the number of tokens.</param>
    /// <param name="state">A state of batch 1, updated in place.</param>
    /// <param name="output">[OutputSize], written.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    /// <exception cref="ArgumentException">A length differs, or the state is of another shape or batch.</exception>
    /// <exception cref="InvalidOperationException">The network takes no tokens (<see cref="TakesTokens"/>), there is no step (<see cref="CanStep"/>), or another call has the state.</exception>
    public void Step(int token, LstmState state, Span<float> output)
    {
        RequireSteps();
        LstmTokenTable table = RequireTokens();
        LstmTokenGuard.Step(Shape, Shape.Vocabulary, Shape.OutputSize, token, state, output);
        _kernels.Run(_tokenNetwork!, table, [token], 1, state, output);
    }

    /// <summary>T time steps of every sequence of the state; T follows from the length of <paramref name="tokens"/>.</summary>
    /// <param name="tokens">[T, B], each 0 up to but not including the number of tokens.</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token; nothing was written.</exception>
    /// <exception cref="ArgumentException">A length differs, or the state is of another shape.</exception>
    /// <exception cref="InvalidOperationException">The network takes no tokens (<see cref="TakesTokens"/>), or another call has the state.</exception>
    public void Run(ReadOnlySpan<int> tokens, LstmState state, Span<float> outputs)
    {
        LstmTokenTable table = RequireTokens();
        int steps = LstmTokenGuard.Run(Shape, tokens, state, outputs);
        _kernels.Run(_tokenNetwork!, table, tokens, steps, state, outputs);
    }

    /// <summary>Sequences of different lengths: row b takes its first <c>lengths[b]</c> steps.</summary>
    /// <param name="tokens">[T, B]; what lies past a row's length is not read.</param>
    /// <param name="lengths">[B], each 0 to T, in any order.</param>
    /// <param name="state">The B initial states; updated in place to those after each row's last step. Length 0 leaves a row unchanged.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written; exactly 0 past a row's length.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token within a row's length; nothing was written.</exception>
    /// <exception cref="ArgumentException">A length differs or is out of range, or the state is of another shape.</exception>
    /// <exception cref="InvalidOperationException">The network takes no tokens (<see cref="TakesTokens"/>), or another call has the state.</exception>
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
            throw new InvalidOperationException($"A network of {Shape} has no step: a layer reads from the end of a sequence, or outputs are of all steps together. Use Run.");
        }
    }

    private LstmTokenTable RequireTokens() => _tokens ?? throw new InvalidOperationException($"A network of {Shape} takes vectors, and no tokens.");
}
