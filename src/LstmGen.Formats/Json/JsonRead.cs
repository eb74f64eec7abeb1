namespace LstmGen.Formats;

/// <summary>Reads the value that a cursor stands on, up to its last token.</summary>
internal delegate T JsonRead<out T>(ref JsonCursor cursor);
