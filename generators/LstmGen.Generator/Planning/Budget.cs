using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

internal static class Budget
{
    internal static string? Violation(LayerSpec spec)
        => spec is { Unroll: UnrollKind.Full, Hidden: > 64 } ? $"Step: hidden {spec.Hidden}, at most 64" : null;
}
