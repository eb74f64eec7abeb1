namespace LstmGen.Generator.Options;

/// <summary>The arguments of one attribute, whatever their order: as source has them, or the properties of an instance.</summary>
internal interface IArguments
{
    /// <summary>Name of the attribute's class, with its namespace.</summary>
    string Attribute { get; }

    /// <summary>All that are given, by the names of the parameters or properties; null for what is no single value. Enums are their numbers.</summary>
    IEnumerable<(string Name, object? Value)> All { get; }

    /// <summary>Whether the attribute takes an argument of this name.</summary>
    bool Takes(string name);
}
