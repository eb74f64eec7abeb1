namespace LstmGen.Benchmarks;

/// <summary>A measurement cannot be made; the message is all that the user needs.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
