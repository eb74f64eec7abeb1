using LstmGen.Training.Tape;

namespace LstmGen.Training;

/// <summary>
/// A part of a model beside its tapes, with parameters of its own: a dense layer, embeddings, attention, a loss with weights. A block has a forward
/// pass that remembers what its backward pass needs, each with the arguments that suit it.
/// </summary>
/// <remarks>
/// <para>
/// For blocks of one's own: a constructor adds parameters by <see cref="Add"/>, <see cref="Uniform"/> or <see cref="Share"/>; a backward pass writes their
/// <see cref="LstmTrainable.Gradients"/>, or adds to them where its caller accumulates.
/// </para>
/// <para>
/// Gradients of what two blocks share, or of a block that is used several times in a pass: the backward pass that comes first starts them anew, those
/// behind it accumulate.
/// </para>
/// </remarks>
public abstract class TrainableBlock : IDisposable
{
    private readonly List<LstmTrainable> _trainables = [];
    private readonly TapeUse _use;

    /// <summary>A block without parameters as yet.</summary>
    /// <param name="name">What the names of its parameters start with, such as <c>output.</c>; empty for none.</param>
    /// <param name="seed">Determines initial values and what else is random.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    protected TrainableBlock(string name, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, Seed, _use) = (name, seed, new TapeUse(GetType(), "block"));
    }

    /// <summary>What the names of the parameters start with.</summary>
    public string Name { get; }

    /// <summary>Determines initial values and what else is random.</summary>
    public ulong Seed { get; }

    /// <summary>The parameters with their gradients, those of other blocks that it shares included.</summary>
    public IReadOnlyList<LstmTrainable> Trainables => _trainables;

    /// <summary>Number of the next forward pass in which something is random; with the seed it determines what. A checkpoint keeps it.</summary>
    public long Pass { get; set; }

    /// <summary>Adds a parameter.</summary>
    /// <param name="name">Its name behind that of the block, such as <c>weight</c>.</param>
    /// <param name="dimensions">[rows, columns] of a matrix, [rows] of a vector.</param>
    /// <param name="values">Its initial values, row-major.</param>
    /// <exception cref="ArgumentException">There is a parameter of that name, or the number of values is not that of the dimensions.</exception>
    protected LstmTrainable Add(string name, IReadOnlyList<long> dimensions, ReadOnlySpan<float> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Share(new LstmTrainable(Name + name, dimensions, values));
    }

    /// <summary>Adds a parameter whose initial values are uniform in -bound..bound, each a function of the seed, the name and its index.</summary>
    /// <param name="name">Its name behind that of the block.</param>
    /// <param name="dimensions">[rows, columns] of a matrix, [rows] of a vector.</param>
    /// <param name="bound">Finite, at least 0; PyTorch's linear layers have 1 / sqrt(inputs).</param>
    /// <exception cref="ArgumentException">There is a parameter of that name, or an argument is out of range.</exception>
    protected LstmTrainable Uniform(string name, IReadOnlyList<long> dimensions, double bound)
    {
        LstmOptionGuard.NotNegative(bound, nameof(bound));
        return Add(name, dimensions, BlockValues.Uniform(dimensions, BlockValues.Key(Seed, Name + name), bound));
    }

    /// <summary>Adds a parameter of another block or of one's own, under the name it has.</summary>
    /// <exception cref="ArgumentException">There is a parameter of that name.</exception>
    protected LstmTrainable Share(LstmTrainable trainable)
    {
        ArgumentNullException.ThrowIfNull(trainable);
        if (_trainables.Exists(other => other.Name == trainable.Name))
        {
            throw new ArgumentException($"The block has a parameter {trainable.Name}; another name was expected.", nameof(trainable));
        }

        _trainables.Add(trainable);
        return trainable;
    }

    /// <summary>Before a pass: one at a time, and none once the block was disposed.</summary>
    /// <exception cref="InvalidOperationException">Another thread runs a pass.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    protected void Enter() => _use.Enter();

    /// <summary>After a pass, however it ended.</summary>
    protected void Exit() => _use.Exit();

    /// <summary>Ends the block's threads, once the pass that runs is over. Parameters stay readable.</summary>
    public void Dispose()
    {
        _use.End();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the block itself holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
