using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>Every method of a layer's forward kernels.</summary>
internal static class LayerKernels
{
    internal static IEnumerable<Method> Of(LayerPlan plan)
    {
        CellGraph cell = Lowering.Lower(CellGraph.Of(plan.Layer.Cell), plan.Layer.Activations, plan.OwnTanhConstants);
        return [.. new StepKernels(plan, cell).Methods(), .. new RowKernels(plan, cell).Methods()];
    }
}
