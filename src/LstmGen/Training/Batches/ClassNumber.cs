namespace LstmGen.Training;

/// <summary>Classes and tokens, which data hold as floats.</summary>
internal static class ClassNumber
{
    /// <summary>Whether a value is a whole number from 0 to count - 1.</summary>
    internal static bool Is(float value, int count) => value >= 0 && value < count && (int)value == value;
}
