using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>
/// A model of several parts that are trained together: tapes of generated classes and blocks (<see cref="TrainableBlock"/>), a forward pass over a batch that ends
/// in a loss, and its backward pass. A <see cref="Trainer"/> takes it as it takes a generated class.
/// </summary>
/// <remarks>
/// Derive from it: make the parts in the constructor and give each to <see cref="Add(LstmTape)"/> or <see cref="Add{TBlock}(TBlock)"/>, in an order that
/// stays the same. Memory for the largest batch is made there too, so that a pass allocates nothing. Used by one thread at a time.
/// </remarks>
public abstract class TrainableModel : IDisposable
{
    // How often a part may run within one pass of the model, and still draw other masks each time.
    private const long PassesOfPart = 1 << 10;

    private readonly List<LstmTrainable> _trainables = [];
    private readonly List<LstmTape> _tapes = [];
    private readonly List<TrainableBlock> _blocks = [];
    private long _pass;

    /// <summary>Sizes of the largest batch.</summary>
    /// <param name="batch">Sequences, B, at least 1.</param>
    /// <param name="steps">Most time steps of the inputs, T, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1; 1 for tokens.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    /// <param name="targetSteps">Most targets of a sequence, U, at least 1, where they have lengths of their own; null: a target for each step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    protected TrainableModel(int batch, int steps, int inputSize = 1, int targetSize = 1, int? targetSteps = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSteps ?? 1, 1, nameof(targetSteps));
        (Batch, Steps, InputSize, TargetSize, TargetSteps) = (batch, steps, inputSize, targetSize, targetSteps);
    }

    /// <summary>Sequences of a batch, B.</summary>
    public int Batch { get; }

    /// <summary>Most time steps of the inputs of a batch, T.</summary>
    public int Steps { get; }

    /// <summary>Features of one input sample.</summary>
    public int InputSize { get; }

    /// <summary>Numbers of one target.</summary>
    public int TargetSize { get; }

    /// <summary>Most targets of a sequence, U, where they have lengths of their own; else null.</summary>
    public int? TargetSteps { get; }

    /// <summary>Every parameter tensor of the parts with its gradient, in the order in which they were added.</summary>
    public IReadOnlyList<LstmTrainable> Trainables => _trainables;

    /// <summary>
    /// Name and constants that decide what is computed, as a text. A checkpoint keeps it, and is refused by a trainer whose model has another. Names and
    /// shapes of the tensors are compared besides. The name of the class where there is nothing to say.
    /// </summary>
    public virtual string Description => GetType().Name;

    /// <summary>Numbers of one row of <see cref="Outputs"/>; 0 where there are none.</summary>
    public virtual int OutputSize => 0;

    /// <summary>
    /// What the last forward pass gave, for the metrics of a trainer: [U, B, <see cref="OutputSize"/>], a row for each target of the batch
    /// (<see cref="LstmBatch.TargetSteps"/>). Empty where there is nothing to measure.
    /// </summary>
    public virtual ReadOnlySpan<float> Outputs => [];

    /// <summary>Number of the next training pass: with the seeds of the parts it determines their dropout. A checkpoint keeps it.</summary>
    public long Pass
    {
        get => _pass;
        set
        {
            _pass = value;
            foreach (LstmTape tape in _tapes)
            {
                tape.Pass = value * PassesOfPart;
            }

            foreach (TrainableBlock block in _blocks)
            {
                block.Pass = value * PassesOfPart;
            }
        }
    }

    /// <summary>The mean loss of a batch: the sum over its targets, each times its mask, divided by the sum of the mask (<see cref="LstmBatch.Mask"/>).</summary>
    /// <param name="batch">Of the sizes given at construction, or smaller in steps.</param>
    /// <param name="trains">Whether <see cref="Backward"/> may follow, and dropout is on. False: an evaluation.</param>
    public double Forward(LstmBatch batch, bool trains)
    {
        ArgumentNullException.ThrowIfNull(batch);
        double loss = Compute(batch, trains);
        if (trains)
        {
            Pass = _pass + 1;
        }

        return loss;
    }

    /// <summary>The gradients of the last training pass, written to <see cref="Trainables"/>.</summary>
    public abstract void Backward();

    /// <summary>Writes all parameters, by their names, to one safetensors file: complete or not at all.</summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="metadata">Names and texts that belong to the model, such as its vocabulary; null: none.</param>
    /// <exception cref="IOException">The file cannot be written; an older file of this name is left as it was.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) => ModelFile.Save(this, path, metadata);

    /// <summary>Reads all parameters; the file has them all and no other.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <returns>The metadata of the file.</returns>
    /// <exception cref="LstmFormatException">The file is damaged, or of another model; what differs is named, and nothing is changed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyDictionary<string, string> Load(string path) => ModelFile.Load(this, SafetensorsFile.Load(path));

    /// <summary>Ends the threads of the parts.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The loss of a batch (<see cref="Forward"/>).</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="trains">Whether <see cref="Backward"/> may follow, and dropout is on.</param>
    protected abstract double Compute(LstmBatch batch, bool trains);

    /// <summary>Registers a tape; its options have a <see cref="LstmTapeOptions.Prefix"/> of its own.</summary>
    /// <param name="tape">The tape; the model disposes of it.</param>
    /// <returns>The tape.</returns>
    /// <exception cref="ArgumentException">A tensor of this name is there already.</exception>
    protected LstmTape Add(LstmTape tape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        Register(tape.Trainables);
        tape.Pass = _pass * PassesOfPart;
        _tapes.Add(tape);
        return tape;
    }

    /// <summary>Registers a block. Parameters that it shares with a part before it are listed once.</summary>
    /// <param name="block">The block; the model disposes of it.</param>
    /// <returns>The block.</returns>
    /// <exception cref="ArgumentException">Another tensor of this name is there already.</exception>
    protected TBlock Add<TBlock>(TBlock block)
        where TBlock : TrainableBlock
    {
        ArgumentNullException.ThrowIfNull(block);
        Register(block.Trainables);
        block.Pass = _pass * PassesOfPart;
        _blocks.Add(block);
        return block;
    }

    /// <summary>Ends the threads of the parts.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tapes.ForEach(tape => tape.Dispose());
            _blocks.ForEach(block => block.Dispose());
        }
    }

    private void Register(IReadOnlyList<LstmTrainable> trainables)
    {
        LstmTrainable[] added = [.. trainables.Where(trainable => !_trainables.Contains(trainable))];
        if (added.FirstOrDefault(trainable => _trainables.Exists(known => known.Name == trainable.Name)) is LstmTrainable twice)
        {
            throw new ArgumentException($"There is a tensor '{twice.Name}' already; a prefix of its own was expected for each part.", nameof(trainables));
        }

        _trainables.AddRange(added);
    }
}
