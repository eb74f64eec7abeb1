namespace LstmGen.Formats.Onnx.Writing;

/// <summary>Options of recurrent layers, and which of them ONNX does not have.</summary>
internal static class LstmOptions
{
    internal static RecurrentOptions Check(WrittenLayers layers, WrittenLayer written, LstmAttribute layer)
    {
        Refuse(layers, written, layer.Projection > 0, "a projection");
        Refuse(layers, written, layer.Norm != LstmNorm.None, "layer normalisation");
        Refuse(layers, written, layer.CellClip > 0, "a clip of c (CellClip)");
        Refuse(layers, written, layer.CoupledGates == LstmCoupledGates.InputFromForget, "i = 1 - f (LstmCoupledGates.InputFromForget)");
        Refuse(layers, written, layer.HiddenZoneout > 0 || layer.CellZoneout > 0, "zoneout");
        Shared(layers, written, layer.Direction, layer.GateActivation, layer.CandidateActivation, layer.OutputActivation);
        return new(IsLstm: true, layer.Hidden, layer.Layers, layer.Direction, layer.Merge, layer.Bias, layer.Residual, layer.LearnedInitialState)
        {
            Peepholes = layer.Peepholes, Coupled = layer.CoupledGates == LstmCoupledGates.ForgetFromInput, Clip = layer.Clip,
            Functions =
            [
                (layer.GateActivation, layer.GateAlpha, layer.GateBeta), (layer.CandidateActivation, layer.CandidateAlpha, layer.CandidateBeta), (layer.OutputActivation, layer.OutputAlpha, layer.OutputBeta),
            ],
        };
    }

    internal static RecurrentOptions Check(WrittenLayers layers, WrittenLayer written, GruAttribute layer)
    {
        Refuse(layers, written, layer.HiddenZoneout > 0, "zoneout");
        Shared(layers, written, layer.Direction, layer.GateActivation, layer.CandidateActivation);
        return new(IsLstm: false, layer.Hidden, layer.Layers, layer.Direction, layer.Merge, layer.Bias, layer.Residual, layer.LearnedInitialState)
        {
            ResetAfter = layer.ResetAfter, Functions = [(layer.GateActivation, layer.GateAlpha, layer.GateBeta), (layer.CandidateActivation, layer.CandidateAlpha, layer.CandidateBeta)],
        };
    }

    private static void Shared(WrittenLayers layers, WrittenLayer written, LstmDirection direction, params ReadOnlySpan<LstmActivation> functions)
    {
        Refuse(layers, written, direction == LstmDirection.BothApart, "stacks of layers in each direction (LstmDirection.BothApart)");
        Refuse(layers, written, functions.ToArray().Any(each => each is LstmActivation.Gelu or LstmActivation.GeluTanh), "GELU inside of a cell");
    }

    private static void Refuse(WrittenLayers layers, WrittenLayer written, bool has, string what)
    {
        if (has)
        {
            throw layers.Error($"layer {Text.Quote(written.Name)} has {what}, for which ONNX has no node.");
        }
    }
}
