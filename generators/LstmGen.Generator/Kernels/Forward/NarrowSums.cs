using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>What sums of integers begin with, and how they become floats: bias + sum (scale of the weights x scale of the row), the last product fused.</summary>
internal static class NarrowSums
{
    /// <summary>The ref of the rounded inputs.</summary>
    internal const string Rows = "q";

    private const string ScaleOfRow = "qScale";

    // Exclusive-or with it makes of q the byte q + 128 without a sign.
    private const int Flip = 0x80;

    /// <summary>Rounds some rows of inputs.</summary>
    internal static Call Round(LayerPlan plan, Place x, Argument xStride, Place q, Argument rows) => new(
        $"LstmNarrow.{plan.Layer.Numbers}",
        [x, xStride, plan.Layer.Input, q, plan.NarrowStride, rows, .. plan.Layer.Numbers == NumbersKind.Int8 ? [plan.Machine.UnsignedBytes ? Flip : 0] : (Argument[])[]]);

    /// <summary>Of bytes without a sign sums start lower.</summary>
    internal static Value Start(LayerPlan plan, Column column)
        => plan.Layer.Numbers == NumbersKind.Int8 && plan.Machine.UnsignedBytes ? column.At(2) : Zero(column.Lanes);

    /// <summary>The scale of a row of inputs, which lies behind its groups, in every lane.</summary>
    internal static Let Scale(LayerPlan plan, Place row, int lanes, string suffix = "") => new(new(ScaleOfRow + suffix), new Splat(row + plan.Layer.Groups, lanes));

    /// <summary>A sum as floats.</summary>
    /// <param name="bias">Where the bias of its first lane lies; the scale of the weights lies a row behind.</param>
    /// <param name="panel">Whose sum it is.</param>
    /// <param name="sum">The integers.</param>
    /// <param name="widest">Floats of the vector that holds the scale of the row.</param>
    /// <param name="suffix">What the name of that ends with.</param>
    internal static Value Scaled(Place bias, Panel panel, Value sum, int widest, string suffix = "")
    {
        int lanes = panel.Lanes;
        var scale = new Apply(Op.Multiply, lanes, 0, new Load(bias + panel.RowFloats, lanes), Low(new Local(ScaleOfRow + suffix), widest, lanes));
        return new Apply(Op.MultiplyAdd, lanes, 0, new FromIntegers(sum, lanes), scale, new Load(bias, lanes));
    }
}
