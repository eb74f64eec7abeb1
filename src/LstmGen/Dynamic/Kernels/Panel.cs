namespace LstmGen.Dynamic;

/// <summary>Units whose weights lie together.</summary>
/// <param name="Unit">The first of them.</param>
/// <param name="Width">How many, padding counted: a multiple of 16.</param>
/// <param name="Weights">Floats before their weights.</param>
/// <param name="Sums">Floats before their sums in a row of all.</param>
/// <param name="Row">Floats of a row of weights, and of sums.</param>
internal readonly record struct Panel(int Unit, int Width, int Weights, int Sums, int Row);
