using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>What a network needs to know of any of its kernels.</summary>
/// <param name="Layer">What they compute.</param>
/// <param name="Target">The instruction set.</param>
internal abstract record KernelPlan(LayerSpec Layer, Target Target)
{
    internal Cell Cell { get; } = Cell.Of(Layer.Cell);

    internal Machine Machine => Target.Machine;

    /// <summary>Floats between rows of what units have: their outputs, c, sums.</summary>
    internal int Stride => RowLayout.Stride(Layer.Hidden);

    /// <summary>Floats of the packed weights.</summary>
    internal abstract int PackedFloats { get; }

    /// <summary>Floats of the packed weights up to those of the next use, which start on a cache line.</summary>
    internal int PackedBlock => RowLayout.Stride(PackedFloats);

    /// <summary>Floats of scratch that a step needs.</summary>
    internal abstract int StepScratch { get; }

    /// <summary>Multiply-adds of a step, those of activations not counted.</summary>
    internal abstract long MultiplyAdds { get; }

    /// <summary>Bytes of weights that a step reads.</summary>
    internal abstract long ReadBytes { get; }
}
