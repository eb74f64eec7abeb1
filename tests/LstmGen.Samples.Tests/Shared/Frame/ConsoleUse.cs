namespace LstmGen.Tests.Samples.Frame;

/// <summary>Tests that take the console's output for their own: alone.</summary>
[CollectionDefinition(nameof(ConsoleUse), DisableParallelization = true)]
public sealed class ConsoleUse;
