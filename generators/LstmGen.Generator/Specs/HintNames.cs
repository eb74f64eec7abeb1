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
    internal static ModelSpec Resolve(ModelSpec model, EquatableArray<string> ambiguous)
    {
        string name = model.Type.HintName;
        if (!ambiguous.Contains(name))
        {
            return model;
        }

        int place = ambiguous
            .Where(other => StringComparer.OrdinalIgnoreCase.Equals(other, name))
            .TakeWhile(other => other != name)
            .Count();
        return model with { Type = model.Type with { HintName = $"{name}-{place + 1}" } };
    }
}
