namespace LstmGen.Training;

/// <summary>A sequence in memory and what it should give.</summary>
/// <param name="Inputs">[T, InputSize], finite.</param>
/// <param name="Targets">[T, TargetSize], one for each step; or [TargetSize], one for the last step, which then alone counts, or for the outputs of all steps together (<see cref="LstmOutputs"/>). Finite where they count.</param>
public readonly record struct LstmSequence(ReadOnlyMemory<float> Inputs, ReadOnlyMemory<float> Targets)
{
    /// <summary>
    /// How much each target counts in the loss, as many as there are targets, finite and at least 0; empty: every one counts 1. A target with
    /// mask 0 is not looked at: what PyTorch would give the class -100.
    /// </summary>
    public ReadOnlyMemory<float> Mask { get; init; }
}
