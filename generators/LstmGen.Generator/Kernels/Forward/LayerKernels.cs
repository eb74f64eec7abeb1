using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>Every method of a layer's forward kernels.</summary>
internal static class LayerKernels
{
    internal static IEnumerable<Method> Of(LayerPlan plan)
    {
        CellStep step = plan.Cell.Step().Lower(new(plan.Layer.Activations, plan.OwnTanhConstants));
        return [.. new StepKernels(plan, step).Methods(), .. plan.Layer.IsNarrow ? new NarrowRowKernels(plan).Methods(step) : new RowKernels(plan, plan.Cell).Methods(step)];
    }
}
