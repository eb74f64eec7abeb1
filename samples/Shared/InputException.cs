namespace LstmGen.Samples;

/// <summary>Something the user gave cannot be used; the message says what, where, and what was expected.</summary>
internal sealed class InputException(string message) : Exception(message);
