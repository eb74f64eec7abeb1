namespace LstmGen.Generator.Specs;

/// <summary>Keeps names of generated files apart where type names differ in case alone: the compiler ignores case there.</summary>
internal static class HintNames
{
    /// <summary>The names that are equal to another one but for case, in ordinal order. Nearly always empty.</summary>
    internal static EquatableArray<string> Ambiguous(IEnumerable<ModelSpec> models)
        => new([.. models
            .Select(model => model.Type.HintName)
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .SelectMany(group => group)
            .OrderBy(name => name, StringComparer.Ordinal)]);

    /// <summary>Numbers an ambiguous name by its ordinal place among its equals; leaves others as they are.</summary>
    internal static ModelSpec Resolve(ModelSpec model, EquatableArray<string> ambiguous) => model with { Type = Resolve(model.Type, ambiguous) };

    /// <inheritdoc cref="Resolve(ModelSpec, EquatableArray{string})"/>
    internal static TypeSpec Resolve(TypeSpec type, EquatableArray<string> ambiguous)
    {
        string name = type.HintName;
        if (!ambiguous.Contains(name))
        {
            return type;
        }

        int place = ambiguous
            .Where(other => StringComparer.OrdinalIgnoreCase.Equals(other, name))
            .TakeWhile(other => other != name)
            .Count();
        return type with { HintName = $"{name}-{place + 1}" };
    }
}
