using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Kernels;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Parsing;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Pipeline;

/// <summary>LSTM006: kernels that would be too large to compile well. Only Unroll = Full can ask for them: every other plan keeps to the budget.</summary>
internal static class PlannedModel
{
    /// <summary>The model, or what is wrong with its kernels.</summary>
    internal static ParsedModel Of(ParsedModel model)
    {
        if (model is not { Spec: { } spec, FullUnroll: { } location })
        {
            return model;
        }

        string? violation = Network.AllOf(spec).SelectMany(network => network.Layers).Select(Violation).FirstOrDefault(each => each is not null);
        return violation is null
            ? model
            : new(null, null, new([new(DiagnosticDescriptors.OverBudget, location, new([spec.Type.Name, violation]))]));
    }

    /// <summary>Which instruction set exceeds which limit, or null.</summary>
    internal static string? Violation(LayerSpec layer)
        => Dialect.All
            .Select(dialect => (dialect.Name, Text: KernelBudget.Violation(layer, dialect.Target)))
            .Where(violation => violation.Text is not null)
            .Select(violation => $"on {violation.Name} {violation.Text}")
            .FirstOrDefault();
}
