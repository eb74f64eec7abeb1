namespace LstmGen.Training;

/// <summary>One origin: what may be learnt from, and the rows after it that are forecast.</summary>
/// <param name="Training">Rows up to the last refit.</param>
/// <param name="Validation">The rows forecast; all rows before <see cref="Origin"/> may be read as history.</param>
/// <param name="Origin">The first row that is not known yet.</param>
/// <param name="Refits">Whether the training rows are others than those of the split before.</param>
public readonly record struct RollingOriginSplit(SeriesPart Training, SeriesPart Validation, int Origin, bool Refits);
