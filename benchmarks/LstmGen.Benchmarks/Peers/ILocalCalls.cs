namespace LstmGen.Benchmarks.Peers;

/// <summary>Calls of this thread without any clock around them.</summary>
internal interface ILocalCalls
{
    /// <summary>Does <paramref name="count"/> units of work.</summary>
    void Run(int count);
}
