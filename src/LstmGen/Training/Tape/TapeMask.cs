namespace LstmGen.Training.Tape;

/// <summary>The mask of a tape's last forward pass, and room for its batch without gaps. A tape that meets no mask has none.</summary>
internal sealed class TapeMask(LstmShape shape, LstmTapeOptions options)
{
    private readonly LstmMask _mask = new(options.Steps, options.Batch);
    private readonly float[] _inputs = new float[checked(options.Steps * options.Batch * shape.Input)];
    private readonly float[] _outputs = new float[checked(shape.OutputSteps(options.Steps) * options.Batch * shape.OutputSize)];
    private LstmMaskedOutput _masked;

    internal ReadOnlySpan<int> Lengths => _mask.Lengths;

    /// <summary>Inputs of the last pass without gaps; then room for their gradient.</summary>
    internal Span<float> Inputs => _inputs.AsSpan(0, _mask.Steps * _mask.Batch * shape.Input);

    /// <summary>Room for outputs without gaps; then their gradient.</summary>
    internal Span<float> Outputs => _outputs.AsSpan(0, shape.OutputSteps(_mask.Steps) * _mask.Batch * shape.OutputSize);

    /// <summary>Takes over a mask.</summary>
    internal void Begin(LstmMask mask, LstmMaskedOutput masked)
    {
        _masked = masked;
        _mask.CopyFrom(mask);
    }

    internal void CloseInputs(ReadOnlySpan<float> inputs) => _mask.CloseGaps(inputs, shape.Input, Inputs);

    internal void OpenOutputs(Span<float> outputs)
    {
        if (shape.Pools) // no gaps in outputs of all steps together
        {
            Outputs.CopyTo(outputs);
        }
        else
        {
            _mask.OpenGaps(Outputs, shape.OutputSize, outputs, _masked);
        }
    }

    internal void CloseOutputGradients(ReadOnlySpan<float> gradients)
    {
        if (shape.Pools) // no gaps in outputs of all steps together
        {
            gradients.CopyTo(Outputs);
        }
        else
        {
            _mask.CloseGapsOfGradients(gradients, shape.OutputSize, Outputs, _masked);
        }
    }

    /// <summary>Opens gaps in place, from the last step that counts to the first.</summary>
    internal void OpenStates(Span<float> values, int width) => _mask.OpenGapsInPlace(values, width);

    internal void OpenInputGradients(Span<float> gradients) => _mask.OpenGaps(Inputs, shape.Input, gradients);
}
