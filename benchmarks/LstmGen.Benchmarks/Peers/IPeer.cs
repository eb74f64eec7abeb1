namespace LstmGen.Benchmarks.Peers;

/// <summary>An LSTM implementation that can be timed, ours included.</summary>
internal interface IPeer : IDisposable
{
    /// <summary>The name in tables, the same on every machine.</summary>
    string Name { get; }

    /// <summary>Version and what else decides the speed, without commas.</summary>
    string Details { get; }
}
