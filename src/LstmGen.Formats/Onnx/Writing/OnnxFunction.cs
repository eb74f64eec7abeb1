namespace LstmGen.Formats.Onnx.Writing;

/// <summary>An activation as ONNX names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Alpha">Its first constant; null where it takes none.</param>
/// <param name="Beta">Its second one.</param>
internal readonly record struct OnnxFunction(string Name, float? Alpha, float? Beta)
{
    /// <summary>The activation of a class; those without a name in ONNX are written out by whoever can.</summary>
    internal static OnnxFunction Of(LstmActivation function, float alpha, float beta)
    {
        float A(float otherwise) => float.IsNaN(alpha) ? otherwise : alpha;
        float B(float otherwise) => float.IsNaN(beta) ? otherwise : beta;
        return function switch
        {
            LstmActivation.HardSigmoid => new("HardSigmoid", A(0.2f), B(0.5f)),
            LstmActivation.HardSigmoidSixth => new("HardSigmoid", 1 / 6f, 0.5f),
            LstmActivation.Affine => new("Affine", A(1), B(0)),
            LstmActivation.LeakyRelu => new("LeakyRelu", A(0.01f), null),
            LstmActivation.ThresholdedRelu => new("ThresholdedRelu", A(1), null),
            LstmActivation.ScaledTanh => new("ScaledTanh", A(1), B(1)),
            LstmActivation.Elu => new("Elu", A(1), null),
            _ => new(function.ToString(), null, null),
        };
    }
}
