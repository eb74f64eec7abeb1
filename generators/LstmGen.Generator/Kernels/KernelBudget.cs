using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Kernels.Forward;
using LstmGen.Generator.Kernels.Rows;
using LstmGen.Generator.Kernels.Training;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Kernels;

/// <summary>Whether every method of a layer stays inside the limits of a method body, on one instruction set.</summary>
internal static class KernelBudget
{
    /// <summary>Which method would exceed which limit, or null.</summary>
    internal static string? Violation(LayerSpec layer, Target target)
    {
        if (layer.IsCell)
        {
            var rows = new CellRows(new CellPlan(layer, target));
            return Violation(rows.Cell()) ?? Violation(rows.Adjoint());
        }

        LayerPlan plan = Planner.Plan(layer, target);
        return LayerKernels.Of(plan).Concat(LayerTraining.Of(TrainingPlan.Of(plan))).Select(Violation).FirstOrDefault(violation => violation is not null);
    }

    private static string? Violation(Method method)
    {
        var size = new MethodSize(method);
        (int found, string what, int limit) =
            size.Products > Budget.MultiplyAdds ? (size.Products, "vector multiply-adds", Budget.MultiplyAdds)
            : size.IlBytes > Budget.IlBytes ? (size.IlBytes, "bytes of IL", Budget.IlBytes)
            : size.Locals > Budget.Locals ? (size.Locals, "locals", Budget.Locals)
            : default;
        return found > 0 ? $"the method {method.Name} would hold {found} {what}, at most {limit}" : null;
    }
}
