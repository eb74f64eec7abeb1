using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Kernels.Training;

/// <summary>Every method of a layer's training kernels.</summary>
internal static class LayerTraining
{
    internal static IEnumerable<Method> Of(TrainingPlan plan)
    {
        if (plan.Layer.Layer.GivesSums)
        {
            // Their rows are the tape.
            return [.. new GradientKernels(plan).Methods(), .. new WeightGradientKernels(plan).Methods()];
        }

        var cell = new TapedCell(plan.Layer.Cell, new(plan.Layer.Layer.Activations));
        var adjoint = new AdjointKernels(plan, cell);
        return
        [
            .. new TapedRows(plan, cell.Forward).Methods(),
            adjoint.Adjoint(),
            .. new GradientKernels(plan).Methods(),
            .. new WeightGradientKernels(plan).Methods(),
            adjoint.VectorGradients(),
        ];
    }
}
