namespace LstmGen.Formats;

/// <summary>A function or class that a pickle names. It is nothing but its name: none is ever looked up.</summary>
internal sealed record PickleGlobal(string Name)
{
    public override string ToString() => SafeText.Plain(Name);
}

/// <summary>An object of a class that is not known: the class' name and what the pickle gives it as its attributes. Nothing is constructed.</summary>
internal sealed class PickleObject(PickleGlobal type)
{
    internal PickleGlobal Type { get; } = type;

    /// <summary>Its attributes; null until the pickle gives any.</summary>
    internal PickleDictionary? Attributes { get; set; }
}

/// <summary>A dictionary in the order of the pickle.</summary>
internal sealed class PickleDictionary
{
    internal List<(object? Key, object? Value)> Items { get; } = [];

    internal object? this[string key] => Items.FindLast(item => item.Key is string name && name == key).Value;

    internal bool Has(string key) => Items.Exists(item => item.Key is string name && name == key);
}

/// <summary>A set.</summary>
internal sealed class PickleSet
{
    internal List<object?> Items { get; } = [];
}

/// <summary>An integer of more than 64 bits: nothing that a network needs.</summary>
internal sealed record PickleBigInteger(int Bytes);
