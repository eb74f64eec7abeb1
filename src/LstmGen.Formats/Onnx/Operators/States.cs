namespace LstmGen.Formats.Onnx;

/// <summary>Which values are states after the last step.</summary>
internal static class States
{
    /// <summary>Whether a value is h or c after the last step, or several of them.</summary>
    internal static bool IsState(FlowNode node) => node switch
    {
        CellNode or StepsNode { Outputs: LstmOutputs.Last, Source: RecurrentNode } or PackNode => true,
        SelectNode select => IsState(select.Source!),
        _ => false,
    };
}
