namespace LstmGen;

/// <summary>Rises with every change of some parameters, through whatever was made over them: what copies them compares it.</summary>
internal sealed class ParametersVersion
{
    private long _value;

    internal long Value => Volatile.Read(ref _value);

    /// <summary>After a change.</summary>
    internal void Rise() => Interlocked.Increment(ref _value);
}
