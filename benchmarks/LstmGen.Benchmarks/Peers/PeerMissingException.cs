namespace LstmGen.Benchmarks.Peers;

/// <summary>A peer is not on this machine; the message says what was looked for.</summary>
internal sealed class PeerMissingException(string message) : Exception(message);
