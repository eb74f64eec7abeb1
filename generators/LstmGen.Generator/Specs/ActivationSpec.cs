namespace LstmGen.Generator.Specs;

/// <summary>A function that something goes through; the values are those of LstmGen.LstmActivation.</summary>
internal enum FunctionKind
{
    Sigmoid = 0,
    Tanh = 1,
    Relu = 2,
    HardSigmoid = 3,
    HardSigmoidSixth = 4,
    Affine = 5,
    LeakyRelu = 6,
    ThresholdedRelu = 7,
    ScaledTanh = 8,
    Elu = 9,
    Softsign = 10,
    Softplus = 11,
    Gelu = 12,
    GeluTanh = 13,
}

/// <summary>What something goes through. Null is what it goes through unless the attribute says else, and a constant that the function has by itself.</summary>
internal readonly record struct ActivationSpec(FunctionKind? Function = null, float? Alpha = null, float? Beta = null)
{
    /// <summary>The alpha that a function has by itself; null where it has none.</summary>
    internal static float? OwnAlpha(FunctionKind function) => function switch
    {
        FunctionKind.HardSigmoid => 0.2f,
        FunctionKind.LeakyRelu => 0.01f,
        FunctionKind.Affine or FunctionKind.ThresholdedRelu or FunctionKind.ScaledTanh or FunctionKind.Elu => 1,
        _ => null,
    };

    /// <summary>The same of beta.</summary>
    internal static float? OwnBeta(FunctionKind function) => function switch
    {
        FunctionKind.HardSigmoid => 0.5f,
        FunctionKind.Affine => 0,
        FunctionKind.ScaledTanh => 1,
        _ => null,
    };
}
