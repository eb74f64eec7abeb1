using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>A cell that takes sums by rows, on one instruction set: all vectors are as wide as its registers.</summary>
internal sealed record CellPlan(LayerSpec Layer, Target Target) : KernelPlan(Layer, Target)
{
    /// <summary>Floats between rows of sums: as those that give them have it.</summary>
    internal int SumStride => RowLayout.SumStride(Cell.Sums.Count, Layer.Hidden);

    /// <summary>Units of whole vectors.</summary>
    internal int VectorUnits => (Layer.Hidden + Machine.Lanes - 1) / Machine.Lanes * Machine.Lanes;

    /// <summary>Floats of its weights: a row for each.</summary>
    internal override int PackedFloats => Cell.Vectors.Count * Stride;

    /// <summary>None that the plan knows of: what passes over a row keep, their kernels say.</summary>
    internal override int StepScratch => 0;

    internal override long MultiplyAdds => (long)Cell.Vectors.Count * Layer.Hidden;

    internal override long ReadBytes => 4L * PackedFloats;
}
