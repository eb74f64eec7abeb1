
namespace LstmGen.Nightly.Fuzz;

/// <summary>A reader of files from outside, and valid files to start from. Each thread has one of its own.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Name of the target, for reports.</summary>
    internal abstract string Name { get; }

    /// <summary>Valid files.</summary>
    internal abstract IReadOnlyList<byte[]> Corpus { get; }

    /// <summary>What a mutation may insert.</summary>
    internal abstract IReadOnlyList<byte[]> Tokens { get; }

    /// <summary>Whether an exception is the one that the reader documents.</summary>
    internal abstract bool Refuses(Exception exception);

    /// <summary>A file that may be wrong in any way.</summary>
    internal virtual byte[] Make(SplitMix random) => Mutations.Apply(random, Corpus[random.Below(Corpus.Count)], Corpus, Tokens);

    /// <summary>Puts a file where <see cref="Read"/> takes it from; neither timed nor counted.</summary>
    internal virtual void Place(byte[] file)
    {
    }

    /// <summary>Reads a file to its end.</summary>
    internal abstract void Read(byte[] file, SplitMix random);
}
