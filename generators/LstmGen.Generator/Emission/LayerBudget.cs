using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Whether a layer stays inside the budget of a method on every instruction set.</summary>
internal static class LayerBudget
{
    /// <summary>Which instruction set exceeds which limit, or null.</summary>
    internal static string? Violation(LayerSpec layer)
        => Dialect.All
            .Select(dialect => (dialect.Name, Text: Budget.Violation(Planner.Plan(layer, dialect.Target), dialect.Target.ScalarsPerLoad)))
            .Where(violation => violation.Text != null)
            .Select(violation => $"on {violation.Name} {violation.Text}")
            .FirstOrDefault();
}
