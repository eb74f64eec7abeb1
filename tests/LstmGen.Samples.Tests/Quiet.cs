namespace LstmGen.Samples.Tests;

/// <summary>Tests of what is allocated run alone: a collection that another test causes would count.</summary>
[CollectionDefinition(nameof(Quiet), DisableParallelization = true)]
public sealed class Quiet;
