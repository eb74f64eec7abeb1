namespace LstmGen.Tests.Training.Tape;

/// <summary>Tests that watch the whole process run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
