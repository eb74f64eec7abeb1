using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Parsing;

/// <summary>LSTM006. Only Unroll = Full can exceed the budget: every other plan keeps to it.</summary>
internal static class BudgetRules
{
    internal static ParsedModel Check(ParsedModel model)
    {
        if (model is not { Spec: { } spec, FullUnroll: { } location })
        {
            return model;
        }

        string? violation = Network.Of(spec).Layers.Select(LayerBudget.Violation).FirstOrDefault(found => found != null);
        return violation is null
            ? model
            : new(null, null, new([new(DiagnosticDescriptors.OverBudget, location, new([spec.Type.Name, violation]))]));
    }
}
